import type { ReviewRow } from '../api/types.ts';

/** The service takes this many at once. */
export const MOST = 100;

/** What may be confirmed with one look: the model is sure, nobody else works on it. @param me as claims name me */
export function isReady(row: ReviewRow, me: string): boolean {
  const free = row.claim === null || row.claim.by === me;
  return row.state === 'suggested' && row.level === 'preselect' && row.category !== null && free;
}

/** Whether a row may join a selection: ready, and of the category that is selected already. */
export function canBulk(
  row: ReviewRow,
  rows: readonly ReviewRow[],
  selected: ReadonlySet<string>,
  me: string,
): boolean {
  if (!isReady(row, me) || selected.size >= MOST) return false;
  const first = rows.find((each) => selected.has(each.id));
  return first === undefined || first.category === row.category;
}
