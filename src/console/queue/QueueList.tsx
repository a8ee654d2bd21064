import { Button, Skeleton } from '@mantine/core';
import { IconFilterOff, IconMoodSmile } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, Failed } from '../ui/states.tsx';
import { countFilters, type QueueFilter } from './filters.ts';
import styles from './QueueList.module.css';
import { QueueRow, ROW_HEIGHT } from './QueueRow.tsx';
import { useQueueView } from './queue-context.ts';
import type { Queue } from './use-queue.ts';

interface Props {
  queue: Queue;
  current: string | null;
  filter: QueueFilter;
  reset: () => void;
}

/** Only the rows that can be seen are drawn, whatever the length of the queue. */
export function QueueList({ queue, current, filter, reset }: Props) {
  const { t } = useTranslation();
  const { selected, toggle, open } = useQueueView();
  const { rows, more, complete } = queue;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (!complete && lastShown >= rows.length - 15) more();
  }, [lastShown, rows.length, complete, more]);

  const index = current === null ? -1 : rows.findIndex((row) => row.id === current);
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);

  if (queue.error !== null) return <Failed error={queue.error} title={t('queue.failed')} retry={queue.retry} />;
  if (queue.loading) return <Waiting label={t('queue.loading')} />;
  if (rows.length === 0) return <NoRows filtered={countFilters(filter) > 0} reset={reset} />;
  const total = queue.counts?.total ?? rows.length;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroll} className={styles.scroll} tabIndex={0} aria-label={t('queue.rows')}>
      <ul className={styles.rows} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              className={styles.item}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              aria-posinset={item.index + 1}
              aria-setsize={total}
            >
              <QueueRow
                row={row}
                current={row.id === current}
                selected={selected.has(row.id)}
                toggle={toggle}
                open={open}
              />
            </li>
          );
        })}
      </ul>
      {queue.loadingMore && (
        <p className={styles.more} role="status">
          {t('queue.more')}
        </p>
      )}
    </section>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className={styles.waiting}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <div key={row}>
          <Skeleton height={14} width="70%" mb={8} />
          <Skeleton height={11} width="45%" mb={8} />
          <Skeleton height={11} />
        </div>
      ))}
    </div>
  );
}

function NoRows({ filtered, reset }: { filtered: boolean; reset: () => void }) {
  const { t } = useTranslation();
  if (!filtered)
    return (
      <Empty icon={IconMoodSmile} title={t('queue.empty')}>
        {t('queue.emptyText')}
      </Empty>
    );
  return (
    <Empty icon={IconFilterOff} title={t('queue.nothing')}>
      <p className={styles.nothing}>{t('queue.nothingText')}</p>
      <Button variant="default" onClick={reset}>
        {t('queue.reset')}
      </Button>
    </Empty>
  );
}
