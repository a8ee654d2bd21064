/** Has what comes in changed? Each figure compares a recent window with a reference. */

/** Least share of a bin, so that an empty one does not make the index infinite. */
const LEAST_SHARE = 1e-4;

/**
 * Population stability index, PSI = Σ_i (a_i − e_i)·ln(a_i / e_i) over shares of bins or classes (Siddiqi, "Credit
 * Risk Scorecards", 2006; Yurdakul and Naranjo, 2020). Rules of thumb there: < 0.1 stable, 0.1–0.25 look, > 0.25 act.
 * @param expected counts in the reference; @param actual counts in the window, same order
 */
export function stabilityIndex(expected: ArrayLike<number>, actual: ArrayLike<number>): number {
  const e = shares(expected);
  const a = shares(actual);
  return e.reduce((sum, share, i) => {
    const own = Math.max(LEAST_SHARE, a[i] as number);
    const reference = Math.max(LEAST_SHARE, share);
    return sum + (own - reference) * Math.log(own / reference);
  }, 0);
}

/**
 * What PSI is expected to be when nothing has changed: (bins − 1)·(1/n + 1/m), because PSI / (1/n + 1/m) is
 * asymptotically χ² with bins − 1 degrees of freedom (Yurdakul and Naranjo, "Statistical properties of the population stability index", 2020). Small
 * windows drift by chance alone; alert only above this.
 */
export function stabilityNoise(bins: number, reference: number, window: number): number {
  return (bins - 1) * (1 / reference + 1 / window);
}

/** 1 − cosine of the mean vectors of two sets of unit vectors; 0: same direction. NaN without vectors. */
export function centroidShift(reference: readonly ArrayLike<number>[], recent: readonly ArrayLike<number>[]): number {
  const a = centroid(reference);
  const b = centroid(recent);
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += (a[i] as number) * (b[i] as number);
    aa += (a[i] as number) ** 2;
    bb += (b[i] as number) ** 2;
  }
  return 1 - dot / Math.sqrt(aa * bb);
}

/** Share of words that `known` does not know; NaN without words. */
export function unknownRate(words: Iterable<string>, known: (word: string) => boolean): number {
  let all = 0;
  let unknown = 0;
  for (const word of words) {
    all += 1;
    if (!known(word)) unknown += 1;
  }
  return unknown / all;
}

/** Counts of values in `bins` of equal width over 0…1. */
export function histogram(values: Iterable<number>, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const b = Math.min(bins - 1, Math.max(0, Math.floor(value * bins)));
    counts[b] = (counts[b] as number) + 1;
  }
  return counts;
}

function centroid(vectors: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (vector[i] as number);
  return sum;
}

function shares(counts: ArrayLike<number>): number[] {
  const list = Array.from(counts);
  const total = list.reduce((a, b) => a + b, 0);
  return list.map((count) => count / total);
}
