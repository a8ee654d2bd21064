import { IconAlertOctagonFilled, IconChevronsUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Urgency } from '../api/types.ts';
import styles from './marks.module.css';

/** Emergency and urgent, by icon, word and colour; the usual needs no mark. */
export function UrgencyMark({ urgency, compact = false }: { urgency: Urgency | null; compact?: boolean }) {
  const { t } = useTranslation();
  if (urgency === null || urgency === 'normal') return null;
  const Icon = urgency === 'emergency' ? IconAlertOctagonFilled : IconChevronsUp;
  return (
    <span className={styles.urgency} data-urgency={urgency} data-compact={compact} title={t(`urgency.${urgency}`)}>
      <Icon size={compact ? 15 : 16} stroke={2.2} aria-hidden />
      <span className={styles.urgencyWord}>{t(`urgency.${urgency}`)}</span>
    </span>
  );
}
