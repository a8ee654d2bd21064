import { Checkbox } from '@mantine/core';
import { IconCopy, IconLock } from '@tabler/icons-react';
import { type MouseEvent, memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from '../api/types.ts';
import { personOf, useNames } from '../format/names.ts';
import { useNow } from '../format/now.tsx';
import { formatShort } from '../format/time.ts';
import { useMe } from '../session/MeGate.tsx';
import { Confidence } from '../ui/Confidence.tsx';
import { DueMark } from '../ui/DueMark.tsx';
import { LevelMark } from '../ui/LevelMark.tsx';
import { UrgencyMark } from '../ui/UrgencyMark.tsx';
import { isReady } from './bulk.ts';
import styles from './QueueRow.module.css';

/** Every row is as high as every other, so that the list can be measured without drawing it (pixels). */
export const ROW_HEIGHT = 106;

interface Props {
  row: ReviewRow;
  current: boolean;
  selected: boolean;
  toggle: (row: ReviewRow) => void;
  open: (id: string) => void;
}

/** One appeal of the list: what it is, who acts, how sure that is, and how long it may wait. */
export const QueueRow = memo(function QueueRow({ row, current, selected, toggle, open }: Props) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useNow();
  const ready = isReady(row, useMe().actor);
  const category = row.category === null ? t('queue.noCategory') : names.category(row.category);
  // A plain link, which opens in another tab as every link does: the router's own would look at each change of the address.
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(row.id);
  };
  return (
    <div className={styles.row} data-current={current} data-urgency={row.urgency ?? undefined}>
      {ready ? (
        <Checkbox
          className={styles.check}
          size="xs"
          checked={selected}
          onChange={() => toggle(row)}
          aria-label={t('queue.select', { category })}
        />
      ) : (
        <span className={styles.noCheck} />
      )}
      <a
        href={`/console/queue/${row.id}`}
        className={styles.link}
        aria-current={current ? 'true' : undefined}
        onClick={follow}
      >
        <span className={styles.top}>
          <UrgencyMark urgency={row.urgency} compact />
          <span className={styles.category}>{category}</span>
          <DueMark dueAt={row.dueAt} compact />
        </span>
        <span className={styles.where}>
          {row.department === null ? t('queue.noDepartment') : names.department(row.department, row.district)}
          {row.district !== null && ` · ${names.district(row.district)}`}
        </span>
        <span className={styles.snippet} lang={row.language === 'ky' ? 'ky' : 'ru'}>
          {row.snippet}
        </span>
        <span className={styles.bottom}>
          <LevelMark level={row.level} />
          {row.confidence !== null && <Confidence value={row.confidence} />}
          <span className={styles.meta}>
            <Claim row={row} />
            {row.duplicates > 0 && (
              <span className={styles.duplicates} title={t('queue.duplicates', { count: row.duplicates })}>
                <IconCopy size={13} stroke={1.8} aria-hidden /> {row.duplicates}
              </span>
            )}
            {row.language !== null && (
              <span title={t(`language.${row.language}`)}>{t(`languageShort.${row.language}`)}</span>
            )}
            <span title={t('time.age')}>{formatShort(t, now - Date.parse(row.submittedAt))}</span>
          </span>
        </span>
      </a>
    </div>
  );
});

/** Who works on it, if anybody. */
function Claim({ row }: { row: ReviewRow }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow();
  if (row.claim === null || Date.parse(row.claim.until) < now || row.claim.by === me.actor) return null;
  const name = personOf(row.claim.by);
  return (
    <span className={styles.claim} title={t('queue.claimedBy', { name })}>
      <IconLock size={13} stroke={1.8} aria-hidden /> {name}
    </span>
  );
}
