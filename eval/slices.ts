/** The same figures for parts of the data. */
import { meanInterval, strataOf } from './metrics/bootstrap.ts';
import type { Ranked } from './metrics/scored.ts';
import type { Example, Outcome, SliceFigures } from './types.ts';

/** Fewer rows than this say nothing. */
export const LEAST_ROWS = 30;
/** Resamples of a slice's interval; many slices share the time that one figure has. */
const RESAMPLES = 2_000;

/** Characters; half-open from below: "<60", "60–199", … */
const LENGTHS: readonly [number, string][] = [
  [60, '<60'],
  [200, '60–199'],
  [600, '200–599'],
  [Number.POSITIVE_INFINITY, '≥600'],
];

/** All slice values of an example: its own, and those that follow from text, context and answer. */
export function sliceValues(example: Example, outcome: Outcome | undefined): Record<string, string> {
  const language = outcome !== undefined && 'answer' in outcome ? outcome.answer.language : undefined;
  const { created_at: at, district } = example.context;
  return {
    ...(language !== undefined && { language }),
    length: LENGTHS.find(([below]) => example.text.length < below)?.[1] ?? '',
    ...(typeof district === 'string' && { district }),
    ...(typeof at === 'string' && { month: at.slice(0, 7) }),
    ...example.slices,
  };
}

/**
 * Top-1 and top-3 by slice.
 * @param values slice values of each scored row; `names`: only these slices
 */
export function sliceFigures(
  ranked: Ranked,
  values: readonly Readonly<Record<string, string>>[],
  names: readonly string[] | undefined,
  seed: number,
): SliceFigures[] {
  const groups = new Map<string, { by: string; value: string; rows: number[] }>();
  values.forEach((own, row) => {
    for (const [by, value] of Object.entries(own)) {
      if (names !== undefined && !names.includes(by)) continue;
      const key = `${by}\u001f${value}`;
      const group = groups.get(key) ?? { by, value, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    }
  });
  // A slice with one value is the whole.
  const valuesBy = Map.groupBy(groups.values(), ({ by }) => by);
  return [...groups.values()]
    .filter(({ by }) => (valuesBy.get(by)?.length ?? 0) > 1)
    .sort((a, b) => a.by.localeCompare(b.by) || b.rows.length - a.rows.length || a.value.localeCompare(b.value))
    .map(({ by, rows, value }) => ({ by, value, n: rows.length, ...figures(ranked, rows, seed) }));
}

function figures({ rank }: Ranked, rows: readonly number[], seed: number) {
  if (rows.length < LEAST_ROWS) return {};
  const right = Float64Array.from(rows, (i) => (rank[i] === 0 ? 1 : 0));
  const three = rows.filter((i) => (rank[i] as number) < 3).length / rows.length;
  // Not by class: most classes of a slice have a row or two, which a stratified resample would hardly vary.
  const strata = strataOf(new Int32Array(rows.length));
  return { top1: meanInterval(right, strata, seed, RESAMPLES), top3: three };
}
