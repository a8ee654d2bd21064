import { IconClockExclamation, IconClockHour4 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../format/now.tsx';
import { formatDateTime, formatShort, formatSpan } from '../format/time.ts';
import styles from './marks.module.css';

/** How long is left, or by how much it is late. */
export function DueMark({ dueAt, compact = false }: { dueAt: string | null; compact?: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  if (dueAt === null) return null;
  const left = Date.parse(dueAt) - now;
  const late = left < 0;
  const Icon = late ? IconClockExclamation : IconClockHour4;
  const span = formatSpan(t, left);
  const words = late ? t('time.overdue', { span }) : t('time.dueIn', { span });
  const short = formatShort(t, left);
  return (
    <span className={styles.due} data-late={late} title={`${words} · ${formatDateTime(dueAt)}`}>
      <Icon size={14} stroke={1.8} aria-hidden />
      {compact ? (
        <>
          <span aria-hidden>{late ? t('time.overdueShort', { span: short }) : short}</span>
          <span className={styles.hidden}>{words}</span>
        </>
      ) : (
        words
      )}
    </span>
  );
}
