import { createHash } from 'node:crypto';
import { SPLITS, type Split } from './appeal-row.ts';

type Shares = Readonly<Record<Split, number>>;

/** Share of rows in each split, until gold is large enough. */
const SHARES: Shares = { train: 0.7, calibration: 0.15, gold: 0.15 };
/**
 * Rows at which gold is closed: its margins of error are then about a point, and figures of releases stay comparable,
 * because all are measured on the same appeals. See docs/decisions.
 */
export const GOLD_ENOUGH = 5_000;
/** Share of rows in each split of what comes after that. */
const LATER_SHARES: Shares = { train: 0.85, calibration: 0.15, gold: 0 };

/** Shares by which rows are dealt beside a gold of so many. */
export const sharesBeside = (gold: number): Shares => (gold < GOLD_ENOUGH ? SHARES : LATER_SHARES);
/** The splits that take rows. */
export const openSplits = (shares: Shares): Split[] => SPLITS.filter((split) => shares[split] > 0);

type Counts = Record<Split, number>;
const zero = (): Counts => ({ train: 0, calibration: 0, gold: 0 });

/** How many rows a split lacks of its share, were one row more dealt; a closed gold counts for nothing. */
const deficit = (counts: Counts, split: Split, shares: Shares): number =>
  shares[split] * (openSplits(shares).reduce((sum, open) => sum + counts[open], 0) + 1) - counts[split];

/** What a row is stratified by. */
export interface Stratified {
  text: string;
  category: string;
  language: string;
}

/**
 * Deals new rows over the splits so that every category × language keeps its 70/15/15 (later 85/15/0) as nearly as whole
 * rows allow, and ties are settled by the language's and then by the corpus's own balance. Order and text alone decide
 * (SHA-256 with the seed), so the same input is always dealt the same way; rows dealt before are only counted, never moved.
 */
export function deal<T extends Stratified>(
  rows: readonly T[],
  before: readonly (readonly [Split, Stratified])[],
  seed: string,
): (readonly [Split, T])[] {
  const strata = new Map<string, Counts>();
  const countsOf = (key: string): Counts => {
    const counts = strata.get(key) ?? zero();
    strata.set(key, counts);
    return counts;
  };
  const keysOf = (row: Stratified): string[] => [`${row.category} ${row.language}`, row.category, row.language, ''];
  const count = (row: Stratified, split: Split): void => {
    for (const key of keysOf(row)) countsOf(key)[split] += 1;
  };
  for (const [split, row] of before) count(row, split);
  const shares = sharesBeside(countsOf('').gold);

  const draw = (row: T): string => createHash('sha256').update(`${seed}\n${row.text}`).digest('hex');
  const shuffled = rows.map((row) => [draw(row), row] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return shuffled.map(([, row]) => {
    const levels = keysOf(row).map(countsOf);
    const better = (a: Split, b: Split): number => {
      for (const counts of levels) {
        const difference = deficit(counts, b, shares) - deficit(counts, a, shares);
        if (Math.abs(difference) > 1e-9) return difference;
      }
      return 0;
    };
    const split = SPLITS.toSorted(better)[0] ?? 'train';
    count(row, split);
    return [split, row] as const;
  });
}
