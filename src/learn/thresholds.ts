/**
 * When may an answer be preselected? Selective prediction with a finite-sample promise.
 *
 * Learn-then-Test (Angelopoulos, Bates, Candès, Jordan & Lei, "Learn then Test: Calibrating Predictive Algorithms to
 * Achieve Risk Control", arXiv:2110.01052) with fixed-sequence testing: for thresholds from strict to lenient, the null
 * hypothesis "precision of what is selected < target" is rejected by the exact binomial tail; the first that cannot be
 * rejected ends the walk. Several walks start at different places and share delta among them (Bonferroni), because a
 * walk that starts among few rows has little power there. With probability ≥ 1 − delta over the calibration rows, the
 * chosen threshold keeps the precision, as long as new appeals are like the calibration rows.
 */

/** A calibration row: the confidence of the answer and whether it was right. */
export interface Scored {
  confidence: number;
  right: boolean;
}

export interface Chosen {
  /** Least confidence that is selected; above 1: nothing is. */
  threshold: number;
  /** Share of the rows selected, and how many of those are right. */
  coverage: number;
  precision: number;
  rows: number;
}

/** Thresholds tried: one per this share of the rows, strictest first. Fixed before looking at the labels. */
const STEP = 0.01;
/** Where the walks start: the share of the rows that the first threshold selects, and at least so many rows. */
const STARTS = [0.1, 0.4] as const;
const LEAST = 150;

/** Above any confidence: nothing is selected. */
export const NEVER = 1.01;

/**
 * @param precision least share of right answers among the selected
 * @param delta chance, over the draw of the rows, that the promise fails
 */
export function chooseThreshold(rows: readonly Scored[], precision: number, delta: number): Chosen {
  const sorted = [...rows].sort((a, b) => b.confidence - a.confidence);
  const walks = STARTS.map((start) => {
    const first = Math.max(start, Math.min(1, LEAST / Math.max(1, sorted.length)));
    return walk(sorted, precision, delta / STARTS.length, first);
  });
  return walks.reduce((best, chosen) => (chosen.coverage > best.coverage ? chosen : best));
}

function walk(sorted: readonly Scored[], precision: number, delta: number, start: number): Chosen {
  let chosen: Chosen = { threshold: NEVER, coverage: 0, precision: 0, rows: sorted.length };
  let right = 0;
  let counted = 0;
  for (let share = start; share <= 1 + 1e-9; share += STEP) {
    const target = Math.min(sorted.length, Math.round(share * sorted.length));
    const threshold = sorted[target - 1]?.confidence ?? NEVER;
    // Rows of equal confidence are selected together.
    while (counted < sorted.length && (sorted[counted] as Scored).confidence >= threshold) {
      if ((sorted[counted] as Scored).right) right++;
      counted++;
    }
    if (counted === 0 || binomialTail(counted, counted - right, 1 - precision) > delta) break;
    chosen = { threshold, coverage: counted / sorted.length, precision: right / counted, rows: sorted.length };
  }
  return chosen;
}

/** P(at most `errors` errors among `n` rows) if each errs with probability `rate`: exact, by logarithms. */
export function binomialTail(n: number, errors: number, rate: number): number {
  if (errors >= n) return 1;
  let log = n * Math.log1p(-rate);
  let sum = Math.exp(log);
  for (let k = 1; k <= errors; k++) {
    log += Math.log((n - k + 1) / k) + Math.log(rate) - Math.log1p(-rate);
    sum += Math.exp(log);
  }
  return Math.min(1, sum);
}
