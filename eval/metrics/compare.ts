/** Is one system better than another on the same rows? */
import { type Interval, percentileInterval, RESAMPLES, resample, type Strata } from './bootstrap.ts';

export interface McNemar {
  /** Rows that only the first, only the second system got right. */
  onlyFirst: number;
  onlySecond: number;
  /** Two-sided exact p-value. */
  p: number;
}

/**
 * McNemar's exact test: of the rows where exactly one system is right, either is equally likely under the null
 * hypothesis, so p = min(1, 2·P(X ≤ min(b, c))), X ~ Binomial(b + c, ½) (Dietterich, Neural Computation 10, 1998).
 */
export function mcnemar(first: ArrayLike<number>, second: ArrayLike<number>): McNemar {
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < first.length; i++) {
    if ((first[i] as number) > (second[i] as number)) onlyFirst += 1;
    if ((first[i] as number) < (second[i] as number)) onlySecond += 1;
  }
  const n = onlyFirst + onlySecond;
  return { onlyFirst, onlySecond, p: Math.min(1, 2 * halfBinomialTail(Math.min(onlyFirst, onlySecond), n)) };
}

/** P(X ≤ x) for X ~ Binomial(n, ½). Terms are built downwards from the largest, so that nothing underflows early. */
function halfBinomialTail(x: number, n: number): number {
  let log = -n * Math.LN2;
  for (let i = 1; i <= x; i++) log += Math.log((n - x + i) / i);
  let term = 1;
  let sum = 1;
  for (let i = x; i > 0 && term > sum * 1e-17; i--) {
    term *= i / (n - i + 1);
    sum += term;
  }
  return Math.exp(log) * sum;
}

/**
 * Interval of the difference of two means (second − first) over the same resamples of rows
 * (paired bootstrap; Koehn, EMNLP 2004).
 */
export function pairedBootstrap(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  strata: Strata,
  seed: number,
  resamples = RESAMPLES,
): Interval & { worse: number } {
  const n = first.length;
  const off = Float64Array.from({ length: n }, (_, i) => (second[i] as number) - (first[i] as number));
  const samples = new Float64Array(resamples);
  let b = 0;
  let worse = 0;
  resample(strata, resamples, seed, (counts) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (counts[i] as number) * (off[i] as number);
    if (sum <= 0) worse += 1;
    samples[b++] = sum / n;
  });
  const value = off.reduce((a, c) => a + c, 0) / n;
  return { ...percentileInterval(value, samples), worse: worse / resamples };
}
