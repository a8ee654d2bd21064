import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEvent } from '../api/types.ts';
import { personOf, useNames } from '../format/names.ts';
import { formatDateTime } from '../format/time.ts';
import styles from './HistoryList.module.css';

/** Who opened an appeal and left it again is rarely asked. */
const QUIET = new Set(['claimed', 'released']);

/** Everything that happened to the appeal, newest last. */
export const HistoryList = memo(function HistoryList({ history }: { history: HistoryEvent[] }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? history : history.filter((entry) => !QUIET.has(entry.event));
  const hidden = history.length - shown.length;
  return (
    <section className={styles.section} aria-label={t('appeal.history')}>
      <h2 className={styles.title}>{t('appeal.history')}</h2>
      <ol className={styles.list}>
        {shown.map((entry) => (
          <Entry key={`${entry.at} ${entry.event}`} entry={entry} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t('history.more', { count: hidden })}
        </button>
      )}
    </section>
  );
});

function Entry({ entry }: { entry: HistoryEvent }) {
  const { t, i18n } = useTranslation();
  const names = useNames();
  const key = `history.${entry.event}` as 'history.received';
  const known: boolean = i18n.exists(key as string);
  const { category, kind, note } = entry.data;
  return (
    <li className={styles.entry}>
      <time dateTime={entry.at} className={styles.at}>
        {formatDateTime(entry.at)}
      </time>
      <span>
        {known ? t(key) : entry.event}
        {isKind(kind) && ` (${t(`conflict.${kind}`).toLowerCase()})`}
        {typeof category === 'string' && `: ${names.category(category)}`}
        {typeof note === 'string' && ` — ${note}`}
        <span className={styles.by}> · {entry.by === 'triage' ? t('history.triage') : personOf(entry.by)}</span>
      </span>
    </li>
  );
}

function isKind(value: unknown): value is 'confirm' | 'correct' | 'reject' {
  return value === 'confirm' || value === 'correct' || value === 'reject';
}
