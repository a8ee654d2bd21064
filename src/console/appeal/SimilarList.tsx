import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Appeal, Similar } from '../api/types.ts';
import { useNames } from '../format/names.ts';
import { formatDate } from '../format/time.ts';
import { useServices } from '../services.ts';
import styles from './SimilarList.module.css';

/** Leafing through the queue asks for nothing: only an appeal that stays open is compared (milliseconds). */
const DWELL = 500;

/** Near-duplicates, and how many stand in the same category and district. */
export const SimilarList = memo(function SimilarList({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const { api } = useServices();
  const names = useNames();
  const [settled] = useDebouncedValue(appeal.id, DWELL);
  const { data } = useQuery({
    queryKey: ['similar', settled],
    queryFn: ({ signal }) => api.get<Similar>(`/v1/review/${settled}/similar`, {}, signal),
    enabled: settled === appeal.id,
  });
  const shown = settled === appeal.id ? data : undefined;
  return (
    <section className={styles.section} aria-label={t('appeal.near')}>
      <h2 className={styles.title}>{t('appeal.near')}</h2>
      {shown?.near.length === 0 && <p className={styles.none}>{t('appeal.nearNone')}</p>}
      <ul className={styles.list}>
        {shown?.near.map((near) => (
          <li key={near.id}>
            <Link to="/queue/$id" params={{ id: near.id }} className={styles.near}>
              <span className={styles.snippet}>{near.snippet}</span>
              <span className={styles.meta}>
                {t(`appeal.nearAlike.${near.similarity > 0.97 ? 'same' : near.similarity > 0.75 ? 'almost' : 'alike'}`)}
                {' · '}
                {formatDate(near.submittedAt)} · {t(`state.${near.state}`)}
                {near.state === 'decided' && near.category !== null && `: ${names.category(near.category)}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {shown?.cluster != null && shown.cluster.count > 0 && (
        <Link
          to="/queue"
          search={{ category: shown.cluster.category, district: shown.cluster.district }}
          className={styles.cluster}
        >
          {t('appeal.cluster', { count: shown.cluster.count })}
        </Link>
      )}
    </section>
  );
});
