import { Skeleton } from '@mantine/core';
import type { ReviewRow } from '../api/types.ts';
import styles from './AppealPane.module.css';
import textStyles from './AppealText.module.css';

/** What the list knows of an appeal, for the moment until the rest is there. */
export function RowPreview({ row }: { row: ReviewRow }) {
  return (
    <div className={styles.body} aria-busy>
      <div className={textStyles.card}>
        <p className={textStyles.text} lang={row.language === 'ky' ? 'ky' : 'ru'}>
          {row.snippet}
        </p>
      </div>
      <div className={styles.decide}>
        <Skeleton height={76} radius="md" mb={10} />
        <Skeleton height={76} radius="md" mb={10} />
        <Skeleton height={76} radius="md" />
      </div>
    </div>
  );
}
