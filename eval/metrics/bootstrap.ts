/**
 * Percentile bootstrap intervals (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13),
 * stratified: each resample draws, within every true class, as many rows as the class has.
 */
import { BINS, widthBin } from './calibration.ts';
import { randomIntegers } from './random.ts';
import type { Ranked } from './scored.ts';
import { orderByConfidence } from './selective.ts';

export interface Interval {
  value: number;
  /** 2.5% and 97.5% points of the resamples. */
  low: number;
  high: number;
}

export const RESAMPLES = 10_000;

/** Rows of each stratum; rows stand in the order of `strata`'s values. */
export interface Strata {
  rows: Int32Array;
  /** Start of each stratum in `rows`, and the end of the last. */
  starts: Int32Array;
}

/** Sorts rows into strata by a small non-negative integer per row. */
export function strataOf(keys: ArrayLike<number>): Strata {
  const byKey = new Map<number, number[]>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const own = byKey.get(key);
    if (own === undefined) byKey.set(key, [i]);
    else own.push(i);
  }
  const groups = [...byKey].sort((a, b) => a[0] - b[0]).map(([, rows]) => rows);
  const starts = new Int32Array(groups.length + 1);
  groups.forEach((rows, g) => {
    starts[g + 1] = (starts[g] as number) + rows.length;
  });
  return { rows: Int32Array.from(groups.flat()), starts };
}

/** Calls `use` with how often each row stands in a resample, once per resample; the array is reused. */
export function resample(strata: Strata, resamples: number, seed: number, use: (counts: Uint16Array) => void): void {
  const { rows, starts } = strata;
  const counts = new Uint16Array(rows.length);
  const next = randomIntegers(seed);
  for (let b = 0; b < resamples; b++) {
    counts.fill(0);
    for (let s = 0; s + 1 < starts.length; s++) {
      const from = starts[s] as number;
      const size = (starts[s + 1] as number) - from;
      const scale = size / 4_294_967_296;
      for (let j = 0; j < size; j++) {
        const row = rows[from + Math.floor(next() * scale)] as number;
        counts[row] = (counts[row] as number) + 1;
      }
    }
    use(counts);
  }
}

/** The interval of a statistic from its values over the resamples (linear interpolation between order statistics). */
export function percentileInterval(value: number, samples: Float64Array): Interval {
  const sorted = samples.filter((sample) => !Number.isNaN(sample)).sort();
  const at = (q: number) => {
    const place = q * (sorted.length - 1);
    const low = Math.floor(place);
    const a = sorted[low] ?? Number.NaN;
    const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? Number.NaN;
    return a + (b - a) * (place - low);
  };
  return { value, low: at(0.025), high: at(0.975) };
}

/** Interval of the mean of `values`. */
export function meanInterval(values: Float64Array, strata: Strata, seed: number, resamples = RESAMPLES): Interval {
  const samples = new Float64Array(resamples);
  let b = 0;
  resample(strata, resamples, seed, (counts) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += (counts[i] as number) * (values[i] as number);
    samples[b++] = sum / values.length;
  });
  return percentileInterval(values.reduce((a, c) => a + c, 0) / values.length, samples);
}

/** Precisions at which coverage is reported. */
export const PRECISIONS = [0.9, 0.95, 0.97, 0.99] as const;

/** Row-wise losses that come with an interval of their mean. */
export interface RowLosses {
  logLoss: Float64Array;
  brier: Float64Array;
}

export const RESAMPLED = [
  'top1',
  'top3',
  'macroF1',
  'weightedF1',
  'balancedAccuracy',
  'ece',
  'logLoss',
  'brier',
  'aurc',
  'coverage90',
  'coverage95',
  'coverage97',
  'coverage99',
] as const;
export type Resampled = (typeof RESAMPLED)[number];

/** Values of every statistic over the same resamples, in one pass per resample over the rows by falling confidence. */
export function resampleFigures(
  ranked: Ranked,
  losses: RowLosses,
  seed: number,
  resamples = RESAMPLES,
): Record<Resampled, Float64Array> {
  const figures = Object.fromEntries(RESAMPLED.map((name) => [name, new Float64Array(resamples)])) as Record<
    Resampled,
    Float64Array
  >;
  const one = onePass(ranked, losses);
  let b = 0;
  const give = (name: Resampled, value: number) => {
    figures[name].fill(value, b, b + 1);
  };
  resample(strataOf(ranked.truth), resamples, seed, (counts) => {
    one(counts, give);
    b += 1;
  });
  return figures;
}

/** The statistics of rows that stand `counts` times; rows are laid out by falling confidence beforehand. */
function onePass(ranked: Ranked, losses: RowLosses) {
  const order = orderByConfidence(ranked.confidence);
  const laid = (values: ArrayLike<number>) => Float64Array.from(order, (i) => values[i] as number);
  const n = order.length;
  const k = ranked.classes;
  const truth = Int32Array.from(order, (i) => ranked.truth[i] as number);
  const predicted = Int32Array.from(order, (i) => ranked.predicted[i] as number);
  const rank = Int32Array.from(order, (i) => ranked.rank[i] as number);
  const confidence = laid(ranked.confidence);
  const logLoss = laid(losses.logLoss);
  const brier = laid(losses.brier);
  const bin = Int32Array.from(confidence, (p) => widthBin(p, BINS));
  const support = new Float64Array(k);
  const called = new Float64Array(k);
  const hit = new Float64Array(k);
  const gap = new Float64Array(BINS);
  const covered = new Float64Array(PRECISIONS.length);
  return (counts: Uint16Array, give: (name: Resampled, value: number) => void) => {
    for (const array of [support, called, hit, gap, covered]) array.fill(0);
    let seen = 0;
    let right = 0;
    let three = 0;
    let log = 0;
    let square = 0;
    let area = 0;
    for (let j = 0; j < n; j++) {
      const c = counts[order[j] as number] as number;
      if (c === 0) continue;
      const own = truth[j] as number;
      const said = predicted[j] as number;
      const r = rank[j] as number;
      support[own] = (support[own] as number) + c;
      if (said >= 0) called[said] = (called[said] as number) + c;
      const ok = r === 0 ? c : 0;
      if (ok > 0) hit[own] = (hit[own] as number) + c;
      if (r < 3) three += c;
      const b = bin[j] as number;
      gap[b] = (gap[b] as number) + ok - c * (confidence[j] as number);
      log += c * (logLoss[j] as number);
      square += c * (brier[j] as number);
      // Copies of a row are equally sure, so that all are right or all are wrong: they share their errors evenly.
      const wrong = seen - right;
      for (let copy = 1; copy <= c; copy++) area += (wrong + (ok > 0 ? 0 : copy)) / (seen + copy);
      seen += c;
      right += ok;
      const precision = right / seen;
      for (let p = 0; p < PRECISIONS.length; p++) if (precision >= (PRECISIONS[p] as number)) covered[p] = seen;
    }
    let macro = 0;
    let weighted = 0;
    let recall = 0;
    let named = 0;
    let present = 0;
    for (let c = 0; c < k; c++) {
      const s = support[c] as number;
      const size = s + (called[c] as number);
      if (size === 0) continue;
      const f1 = (2 * (hit[c] as number)) / size;
      macro += f1;
      named += 1;
      if (s === 0) continue;
      weighted += s * f1;
      recall += (hit[c] as number) / s;
      present += 1;
    }
    let ece = 0;
    for (let b = 0; b < BINS; b++) ece += Math.abs(gap[b] as number);
    give('top1', right / seen);
    give('top3', three / seen);
    give('macroF1', macro / named);
    give('weightedF1', weighted / seen);
    give('balancedAccuracy', recall / present);
    give('ece', ece / seen);
    give('logLoss', log / seen);
    give('brier', square / seen);
    give('aurc', area / seen);
    give('coverage90', (covered[0] as number) / seen);
    give('coverage95', (covered[1] as number) / seen);
    give('coverage97', (covered[2] as number) / seen);
    give('coverage99', (covered[3] as number) / seen);
  };
}
