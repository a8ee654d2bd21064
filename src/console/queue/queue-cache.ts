/**
 * The queue as the browser knows it: pages that were read, kept true by events and by own decisions without reading
 * them again. Every change goes through here.
 */
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Api } from '../api/client.ts';
import type { Appeal, AppealEvent, ReviewCounts, ReviewPage, ReviewRow } from '../api/types.ts';
import type { QueueFilter } from './filters.ts';
import { byUrgency, countWithout, mergeHead } from './merge.ts';

export type QueueData = InfiniteData<ReviewPage, string | undefined>;

/** Rows of one page of the queue. */
export const PAGE = 100;
/** Events come in bursts; the head of the queue is read again at most this often (milliseconds). */
const REFRESH_MS = 2_500;

export const queueKey = (filter: QueueFilter) => ['queue', filter] as const;
export const appealKey = (id: string) => ['appeal', id] as const;

export interface QueueCache {
  readPage(filter: QueueFilter, cursor: string | undefined, signal: AbortSignal): Promise<ReviewPage>;
  readAppeal(id: string): Promise<Appeal>;
  /** Reads an appeal before somebody opens it. */
  prefetch(ids: readonly string[]): void;
  appeal(id: string): Appeal | undefined;
  setAppeal(appeal: Appeal): void;
  /** What is known of an appeal is old: whoever shows it reads it again. */
  reread(id: string): void;
  /** Takes rows out of all lists at once: they were decided, or are about to be. */
  hide(ids: readonly string[]): void;
  /** The rows may come back; the head of the queue is read to see where they stand. */
  show(ids: readonly string[]): void;
  patch(id: string, change: { version: number; claim: Appeal['claim'] }): void;
  /** @param claimSeconds how long a claim holds, which events do not say */
  apply(event: AppealEvent, claimSeconds: number): void;
  /** Reads the head of every list that is on screen anew, soon. */
  refresh(): void;
}

export function createQueueCache(queries: QueryClient, api: Api): QueueCache {
  const hidden = new Set<string>();
  let refreshing = false;

  const readPage = async (filter: QueueFilter, cursor: string | undefined, signal?: AbortSignal) => {
    const page = await api.get<ReviewPage>('/v1/review', { ...filter, cursor, limit: PAGE }, signal);
    return { ...page, items: page.items.filter((row) => !hidden.has(row.id)) };
  };
  const readAppeal = (id: string) => api.get<Appeal>(`/v1/appeals/${id}`);
  const changeLists = (change: (data: QueueData) => QueueData) =>
    queries.setQueriesData<QueueData>({ queryKey: ['queue'] }, (data) => (data === undefined ? data : change(data)));
  const changeRow = (id: string, change: (row: ReviewRow) => ReviewRow) =>
    changeLists((data) => {
      if (!data.pages.some((page) => page.items.some((row) => row.id === id))) return data;
      const pages = data.pages.map((page) => ({
        ...page,
        items: page.items.map((row) => (row.id === id ? change(row) : row)),
      }));
      return { ...data, pages };
    });

  async function refreshHeads(): Promise<void> {
    const lists = queries.getQueryCache().findAll({ queryKey: ['queue'], type: 'active' });
    for (const list of lists) {
      const filter = list.queryKey[1] as QueueFilter;
      const head = await readPage(filter, undefined).catch(() => undefined);
      if (head === undefined) continue;
      queries.setQueryData<QueueData>(list.queryKey, (data) => (data === undefined ? data : mergeHead(data, head)));
    }
    queries.removeQueries({ queryKey: ['queue'], type: 'inactive' });
  }

  const cache: QueueCache = {
    readPage,
    readAppeal,
    prefetch: (ids) => {
      for (const id of ids)
        void queries.prefetchQuery({ queryKey: appealKey(id), queryFn: () => readAppeal(id), staleTime: 120_000 });
    },
    appeal: (id) => queries.getQueryData<Appeal>(appealKey(id)),
    reread: (id) => void queries.invalidateQueries({ queryKey: appealKey(id), refetchType: 'all' }),
    setAppeal: (appeal) => queries.setQueryData(appealKey(appeal.id), appeal),
    hide: (ids) => {
      for (const id of ids) hidden.add(id);
      const gone = new Set(ids);
      changeLists((data) => {
        const removed = data.pages.flatMap((page) => page.items.filter((row) => gone.has(row.id)));
        if (removed.length === 0) return data;
        const pages = data.pages.map((page) => ({
          ...page,
          items: page.items.some((row) => gone.has(row.id))
            ? page.items.filter((row) => !gone.has(row.id))
            : page.items,
          ...(page.counts === undefined ? {} : { counts: countWithout(page.counts, removed) }),
        }));
        return { ...data, pages };
      });
    },
    show: (ids) => {
      for (const id of ids) hidden.delete(id);
      cache.refresh();
    },
    patch: (id, { version, claim }) => {
      changeRow(id, (row) => (version >= row.version ? { ...row, version, claim } : row));
      queries.setQueryData<Appeal>(appealKey(id), (known) =>
        known !== undefined && version >= known.version ? { ...known, version, claim } : known,
      );
    },
    apply: (event, claimSeconds) => {
      const { kind, appealId: id, version, actor, at } = event;
      // An answer that is on its way may be older than the event.
      if (queries.isFetching({ queryKey: appealKey(id) }) > 0) cache.reread(id);
      if (kind === 'claimed') {
        const until = new Date(Date.parse(at) + claimSeconds * 1_000).toISOString();
        cache.patch(id, { version, claim: { by: actor, until } });
      } else if (kind === 'released') cache.patch(id, { version, claim: null });
      else {
        const known = cache.appeal(id);
        if (known !== undefined && known.version < version) cache.reread(id);
        if (kind === 'decided') cache.hide([id]);
        if (kind === 'undone') hidden.delete(id);
        cache.refresh();
      }
    },
    refresh: () => {
      if (refreshing) return;
      refreshing = true;
      setTimeout(() => {
        refreshing = false;
        void refreshHeads();
      }, REFRESH_MS);
    },
  };
  return cache;
}

/** All rows of a list, in the queue's order, each once. */
export function rowsOf(data: QueueData | undefined): ReviewRow[] {
  const rows = new Map(data?.pages.flatMap((page) => page.items).map((row) => [row.id, row]));
  return [...rows.values()].sort(byUrgency);
}

/** Counts of all that the filter finds; undefined before the first page is there. */
export function countsOf(data: QueueData | undefined): ReviewCounts | undefined {
  return data?.pages[0]?.counts;
}
