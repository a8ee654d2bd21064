import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from '../api/types.ts';
import { AppealPane } from '../appeal/AppealPane.tsx';
import { ConflictDialog } from '../decide/ConflictDialog.tsx';
import { DecisionBar } from '../decide/DecisionBar.tsx';
import { useServices } from '../services.ts';
import { useMe } from '../session/MeGate.tsx';
import { BulkBar } from './BulkBar.tsx';
import { canBulk } from './bulk.ts';
import type { QueueFilter } from './filters.ts';
import { NothingChosen } from './NothingChosen.tsx';
import { QueueHeader } from './QueueHeader.tsx';
import { QueueList } from './QueueList.tsx';
import styles from './QueuePage.module.css';
import { QueueContext, type QueueView } from './queue-context.ts';
import { useOpenAppeal } from './use-open-appeal.ts';
import { useQueue } from './use-queue.ts';

/** Appeals that are read before somebody opens them. */
const AHEAD = 4;

/** The list on the left, the open appeal on the right; on small screens one of them. */
export function QueuePage() {
  const { t } = useTranslation();
  const { cache } = useServices();
  const me = useMe();
  const filter = useSearch({ from: '/queue' });
  const { id, open } = useOpenAppeal(filter);
  const navigate = useNavigate();
  const queue = useQueue(filter);
  const { rows } = queue;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());

  const place = useRef(0);
  const index = id === null ? -1 : rows.findIndex((row) => row.id === id);
  if (index >= 0) place.current = index;

  useEffect(() => {
    const next = rows.slice(Math.max(0, index), Math.max(0, index) + AHEAD);
    cache.prefetch(next.map((row) => row.id));
  }, [rows, index, cache]);
  const { more } = queue;
  useEffect(() => {
    if (index >= 0 && index > rows.length - 20) more();
  }, [index, rows.length, more]);

  const setFilter = useCallback(
    (next: QueueFilter) => {
      setSelected(new Set());
      void navigate({ to: '/queue', search: next, replace: true });
    },
    [navigate],
  );
  const known = useRef(rows);
  known.current = rows;
  const toggle = useCallback(
    (row: ReviewRow) =>
      setSelected((before) => {
        const next = new Set(before);
        if (!next.delete(row.id) && canBulk(row, known.current, before, me.actor)) next.add(row.id);
        return next;
      }),
    [me.actor],
  );
  const view = useMemo<QueueView>(
    () => ({
      rows,
      filter,
      open,
      selected,
      neighbour: (from, step) => {
        const at = rows.findIndex((row) => row.id === from);
        // An appeal that left the list leaves its place to the one that followed it.
        return at >= 0 ? rows[at + step] : rows[step === 1 ? place.current : place.current - 1];
      },
      select: (chosen) => setSelected(new Set(chosen.map((row) => row.id))),
      toggle,
    }),
    [rows, filter, open, selected, toggle],
  );

  return (
    <QueueContext value={view}>
      <div className={styles.page} data-open={id !== null}>
        <section className={styles.list} aria-label={t('queue.title')}>
          <QueueHeader filter={filter} setFilter={setFilter} counts={queue.counts} />
          <QueueList queue={queue} current={id} filter={filter} reset={() => setFilter({})} />
          <BulkBar clear={() => setSelected(new Set())} />
        </section>
        <section className={styles.appeal} aria-label={t('appeal.region')}>
          {id === null ? <NothingChosen /> : <AppealPane id={id} />}
        </section>
      </div>
      <DecisionBar open={open} />
      <ConflictDialog open={open} />
    </QueueContext>
  );
}
