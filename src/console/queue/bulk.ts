import type { ReviewRow } from '../api/types.ts';

/** The service takes this many at once. */
export const MOST = 100;

/** What may be confirmed with one look: the model is sure, nobody else works on it. */
export function isReady(row: ReviewRow): boolean {
  return row.state === 'suggested' && row.level === 'preselect' && row.category !== null && row.claim === null;
}

/** Whether a row may join a selection: ready, and of the category that is selected already. */
export function canBulk(row: ReviewRow, rows: readonly ReviewRow[], selected: ReadonlySet<string>): boolean {
  if (!isReady(row) || selected.size >= MOST) return false;
  const first = rows.find((each) => selected.has(each.id));
  return first === undefined || first.category === row.category;
}
