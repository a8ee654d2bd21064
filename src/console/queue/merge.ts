import type { ReviewCounts, ReviewPage, ReviewRow, Urgency } from '../api/types.ts';
import type { QueueData } from './queue-cache.ts';

const RANK: Readonly<Record<Urgency, number>> = { emergency: 0, high: 1, normal: 2 };

/** The queue's order, as the service has it: urgency, due time, id. */
export function byUrgency(a: ReviewRow, b: ReviewRow): number {
  return (
    RANK[a.urgency ?? 'normal'] - RANK[b.urgency ?? 'normal'] ||
    compare(a.dueAt ?? '', b.dueAt ?? '') ||
    compare(a.id, b.id)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Takes a fresh first page into a list of which more pages were read: what is new joins, what changed is replaced,
 * and what should stand within the page but does not is gone. Later pages stay, so that nothing jumps.
 */
export function mergeHead(data: QueueData, head: ReviewPage): QueueData {
  const fresh = new Set(head.items.map((row) => row.id));
  const last = head.items.at(-1);
  const within = (row: ReviewRow) => head.next === undefined || (last !== undefined && byUrgency(row, last) <= 0);
  const kept = data.pages.map((page) => ({
    ...page,
    items: page.items.filter((row) => !fresh.has(row.id) && !within(row)),
  }));
  const [first, ...rest] = kept;
  if (first === undefined) return data;
  // A first page that was the only one ends where the fresh one ends; otherwise its old rest stays.
  const next = data.pages.length === 1 && first.items.length === 0 ? head.next : first.next;
  const counts = head.counts ?? first.counts;
  const merged = {
    ...first,
    items: [...head.items, ...first.items],
    next,
    ...(counts === undefined ? {} : { counts }),
  };
  return { ...data, pages: [merged, ...rest] };
}

/** Counts after rows left the list, until the service tells them anew. */
export function countWithout(counts: ReviewCounts, rows: readonly ReviewRow[]): ReviewCounts {
  const next = structuredClone(counts);
  for (const row of rows) {
    next.total = Math.max(0, next.total - 1);
    for (const facet of ['level', 'urgency', 'language', 'department', 'district', 'category'] as const) {
      const value = row[facet] ?? '';
      const count = next[facet][value];
      if (count !== undefined) next[facet][value] = Math.max(0, count - 1);
    }
  }
  return next;
}
