import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ReportCard } from './ReportCard.tsx';
import { ReportFilters } from './ReportFilters.tsx';
import styles from './SupervisorPage.module.css';
import { SPECS } from './specs.ts';
import { Tiles } from './Tiles.tsx';

/** The supervisor's dashboard: a period, figures in a line, and a card for each KPI. */
export function SupervisorPage() {
  const { t } = useTranslation();
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
