/**
 * What is known beside the text, as smoothed tables P(label | value). A citizen's choice of category is a strong hint,
 * a district or an hour a weak one; how far to trust each is left to the fusion.
 */
import type { Arrays, NumberArray } from './container.ts';
import { type LogProbs, logNormalise } from './scores.ts';

/** Counts of labels by value, in compressed rows; `values` are keys such as a district or "declared␟district". */
export interface CountTable {
  values: readonly string[];
  offsets: Uint32Array;
  labels: Uint16Array;
  counts: Float32Array;
}

/** Joins the parts of a compound key; a control character that no column value holds. */
export const KEY_SEPARATOR = '\u001f';

/** Looks up counts by value. */
export interface Table {
  readonly labels: number;
  /** Adds the counts of `value` to `into`, times `scale`, and returns their total (0: never seen). */
  add(value: string, into: Float64Array, scale?: number): number;
  total(value: string): number;
}

export function countTable(data: CountTable, labels: number): Table {
  const index = new Map(data.values.map((value, i) => [value, i]));
  const totals = data.values.map((_, i) => {
    let sum = 0;
    for (let e = data.offsets[i] as number; e < (data.offsets[i + 1] as number); e++) sum += data.counts[e] as number;
    return sum;
  });
  return {
    labels,
    total: (value) => totals[index.get(value) ?? -1] ?? 0,
    add(value, into, scale = 1) {
      const row = index.get(value);
      if (row === undefined) return 0;
      for (let e = data.offsets[row] as number; e < (data.offsets[row + 1] as number); e++) {
        const label = data.labels[e] as number;
        into[label] = (into[label] as number) + scale * (data.counts[e] as number);
      }
      return totals[row] as number;
    },
  };
}

/** Pseudo-count of the distribution that a sparse table falls back on. */
export const SMOOTHING = 3;
/** A value that is itself a label (a declared category) means that label this often, before any count speaks. */
const SAME_NAME = 0.8;

/**
 * log P(label | value) with Dirichlet smoothing towards the label's share, or towards the label of the same name.
 * @param prior share of each label, sums to 1
 * @returns null where the value was never seen and names no label: it says nothing
 */
export function valueEvidence(
  table: Table,
  prior: ArrayLike<number>,
  value: string,
  sameName: number | undefined,
): LogProbs | null {
  const weights = new Float64Array(table.labels);
  const seen = table.add(value, weights);
  if (seen === 0 && sameName === undefined) return null;
  for (let k = 0; k < weights.length; k++) {
    const same = sameName === undefined ? (prior[k] as number) : (1 - SAME_NAME) * (prior[k] as number);
    weights[k] = (weights[k] as number) + SMOOTHING * (same + (k === sameName ? SAME_NAME : 0));
  }
  return logNormalise(weights);
}

/** log P(label | all values together), backing off to `backoff` (log-probabilities); null where never seen. */
export function jointEvidence(table: Table, backoff: LogProbs, key: string): LogProbs | null {
  const weights = new Float64Array(table.labels);
  if (table.add(key, weights) === 0) return null;
  for (let k = 0; k < weights.length; k++)
    weights[k] = (weights[k] as number) + 2 * SMOOTHING * Math.exp(backoff[k] as number);
  return logNormalise(weights);
}

/** Hour in eight parts of the day, and season, as values of tables; `at` is ISO local time ("2021-03-01T14:50:40"). */
export function timeValues(at: string): string[] {
  const match = /^\d{4}-(\d\d)-\d\d[T ](\d\d)/.exec(at);
  if (match === null) return [];
  const month = Number(match[1]);
  const hour = Number(match[2]);
  return [`hour:${Math.floor(hour / 3)}`, `season:${Math.floor((month % 12) / 3)}`];
}

/** Naive Bayes over the parts of the time: Σ log P(label | part) − log P(label), heavily smoothed. */
export function timeEvidence(table: Table, prior: ArrayLike<number>, at: string): LogProbs | null {
  const known = timeValues(at).filter((value) => table.total(value) > 0);
  if (known.length === 0) return null;
  const weights = Float64Array.from(prior);
  for (const value of known) {
    const counts = new Float64Array(table.labels);
    const total = table.add(value, counts);
    for (let k = 0; k < counts.length; k++) {
      const share = prior[k] as number;
      const ratio = share > 0 ? ((counts[k] as number) + 200 * share) / (total + 200) / share : 1;
      weights[k] = (weights[k] as number) * ratio;
    }
  }
  return logNormalise(weights);
}

/** Builds a table from (value, label) pairs. */
export function buildTable(pairs: Iterable<readonly [value: string, label: number, weight: number]>): CountTable {
  const rows = new Map<string, Map<number, number>>();
  for (const [value, label, weight] of pairs) {
    const row = rows.get(value) ?? new Map<number, number>();
    row.set(label, (row.get(label) ?? 0) + weight);
    rows.set(value, row);
  }
  const values = [...rows.keys()].sort();
  const offsets = new Uint32Array(values.length + 1);
  const labels: number[] = [];
  const counts: number[] = [];
  values.forEach((value, i) => {
    for (const [label, count] of [...(rows.get(value) as Map<number, number>)].sort((a, b) => a[0] - b[0])) {
      labels.push(label);
      counts.push(count);
    }
    offsets[i + 1] = labels.length;
  });
  return { values, offsets, labels: Uint16Array.from(labels), counts: Float32Array.from(counts) };
}

export function tableArrays(name: string, table: CountTable): Record<string, NumberArray> {
  return { [`${name}.offsets`]: table.offsets, [`${name}.labels`]: table.labels, [`${name}.counts`]: table.counts };
}

export function tableFrom(name: string, values: readonly string[], arrays: Arrays): CountTable {
  return {
    values,
    offsets: arrays.get(`${name}.offsets`, 'u32'),
    labels: arrays.get(`${name}.labels`, 'u16'),
    counts: arrays.get(`${name}.counts`, 'f32'),
  };
}
