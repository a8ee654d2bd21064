import { ActionIcon, Button, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewCounts } from '../api/types.ts';
import { countFilters, type QueueFilter, withValues } from './filters.ts';
import styles from './QueueHeader.module.css';
import { ViewsMenu } from './ViewsMenu.tsx';

/** Not the contract's list: importing it would bring the validator into the browser. */
const LEVELS = ['preselect', 'suggest', 'manual'] as const;

const FilterDrawer = lazy(() => import('./FilterDrawer.tsx'));

interface Props {
  filter: QueueFilter;
  setFilter: (filter: QueueFilter) => void;
  counts: ReviewCounts | undefined;
}

/** How much waits, and what to narrow it to. */
export function QueueHeader({ filter, setFilter, counts }: Props) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false);
  const inDrawer = countFilters(filter) - Number(filter.search !== undefined) - Number(filter.level !== undefined);
  return (
    <header className={styles.header}>
      <div className={styles.line}>
        <h1 className={styles.title}>
          {counts === undefined ? t('queue.title') : t('queue.count', { count: counts.total })}
        </h1>
        {counts !== undefined && counts.overdue > 0 && (
          <span className={styles.overdue}>{t('queue.overdue', { count: counts.overdue })}</span>
        )}
        <ViewsMenu filter={filter} setFilter={setFilter} />
      </div>
      <div className={styles.line}>
        <Search
          value={filter.search ?? ''}
          change={(text) => setFilter(withValues(filter, 'search', text === '' ? [] : [text]))}
        />
        <Button
          variant="default"
          size="sm"
          className={styles.filters}
          leftSection={<IconAdjustmentsHorizontal size={17} stroke={1.8} aria-hidden />}
          onClick={open}
        >
          {inDrawer === 0 ? t('queue.filters') : t('queue.filtersSet', { count: inDrawer })}
        </Button>
      </div>
      <LevelTabs filter={filter} setFilter={setFilter} counts={counts} />
      <Suspense fallback={null}>
        {opened && <FilterDrawer opened close={close} filter={filter} setFilter={setFilter} counts={counts} />}
      </Suspense>
    </header>
  );
}

/** The text goes into the address when the typing pauses. */
function Search({ value, change }: { value: string; change: (text: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const later = useDebouncedCallback((next: string) => change(next.trim()), 300);
  useEffect(() => setText(value), [value]);
  const set = (next: string) => {
    setText(next);
    later(next);
  };
  return (
    <TextInput
      className={styles.search}
      size="sm"
      type="search"
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      placeholder={t('queue.search')}
      aria-label={t('queue.search')}
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
      rightSection={
        text !== '' && (
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t('queue.reset')} onClick={() => set('')}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )
      }
    />
  );
}

/** One click to what is ready, to choose, or to find by hand; each with its live count. */
function LevelTabs({ filter, setFilter, counts }: Props) {
  const { t } = useTranslation();
  const [known, setKnown] = useState<Record<string, number>>({});
  // Under a level's own filter the others count nothing: keep what was last known of them.
  useEffect(() => {
    if (counts === undefined) return;
    setKnown((before) => (filter.level === undefined ? counts.level : { ...before, ...counts.level }));
  }, [counts, filter.level]);
  return (
    <fieldset className={styles.tabs} aria-label={t('filter.level')}>
      {([undefined, ...LEVELS] as const).map((level) => (
        <button
          key={level ?? 'all'}
          type="button"
          className={styles.tab}
          aria-pressed={filter.level === level}
          onClick={() => setFilter(withValues(filter, 'level', level === undefined ? [] : [level]))}
        >
          {level === undefined ? t('queue.all') : t(`level.${level}`)}
          {level !== undefined && known[level] !== undefined && <span className={styles.count}>{known[level]}</span>}
        </button>
      ))}
    </fieldset>
  );
}
