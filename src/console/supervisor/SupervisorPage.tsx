import { useNavigate, useSearch } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import { kySupervisor } from '../i18n/ky-supervisor.ts';
import { ruSupervisor } from '../i18n/ru-supervisor.ts';
import { ReportCard } from './ReportCard.tsx';
import { ReportFilters } from './ReportFilters.tsx';
import styles from './SupervisorPage.module.css';
import { SPECS } from './specs.ts';
import { Tiles } from './Tiles.tsx';

/** The dashboard's texts come with its page: dispatchers, who never open it, do not load them. */
function addTexts(instance: i18n): void {
  if (instance.exists('report.title', { lng: 'ru' })) return;
  instance.addResourceBundle('ru', 'translation', ruSupervisor, true, false);
  instance.addResourceBundle('ky', 'translation', kySupervisor, true, false);
}

/** The supervisor's dashboard: a period, figures in a line, and a card for each KPI. */
export function SupervisorPage() {
  const { t, i18n } = useTranslation();
  addTexts(i18n);
  const filter = useSearch({ from: '/supervisor' });
  const navigate = useNavigate();
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>{t('report.title')}</h1>
      <ReportFilters
        filter={filter}
        setFilter={(next) => void navigate({ to: '/supervisor', search: next, replace: true })}
      />
      <Tiles filter={filter} />
      <div className={styles.cards}>
        {SPECS.map((spec) => (
          <ReportCard key={spec.name} spec={spec} filter={filter} />
        ))}
      </div>
    </div>
  );
}
