/**
 * Thresholds of the detector of emergencies on cross-fitted calibration rows, with a finite-sample bound on recall.
 */
import { binomialTail } from './thresholds.ts';

/**
 * Least share of emergencies that are raised, and the chance, over the draw of the calibration rows, that fewer are.
 * The recall is what the release gate demands. A tenth, as for the other thresholds.
 */
export const URGENCY_PROMISE = { recall: 0.98, delta: 0.1 } as const;

/** Appeals below the line that are shown above the normal ones, as a share of the ordinary appeals. */
const ALSO_HIGH = 0.05;

export interface UrgencyLine {
  /** Least scores for either urgency. */
  emergency: number;
  high: number;
  /** On the rows given: how many there were, share of emergencies raised, share of the others raised. */
  measured: { rows: number; emergencies: number; recall: number; falseAlarms: number };
}

/**
 * The highest line that keeps the promise: as many emergencies may lie below it as an exact binomial test still takes
 * for chance at a recall of just `URGENCY_PROMISE.recall` (the quantile bound behind conformal risk control:
 * Angelopoulos, Bates, Fisch, Lei & Schuster, arXiv:2208.02814).
 * @param scores by rows; larger: rather an emergency
 */
export function urgencyThreshold(scores: ArrayLike<number>, truths: readonly boolean[]): UrgencyLine {
  const sorted = (wanted: boolean) =>
    truths.flatMap((truth, r) => (truth === wanted ? [scores[r] as number] : [])).sort((a, b) => a - b);
  const [others, emergencies] = [sorted(false), sorted(true)];
  const emergency = emergencies[missable(emergencies.length)] ?? Number.NEGATIVE_INFINITY;
  const below = others.filter((score) => score < emergency);
  const high = below[Math.max(0, below.length - Math.ceil(ALSO_HIGH * others.length))] ?? emergency;
  const share = (list: readonly number[]) =>
    Number((list.filter((score) => score >= emergency).length / Math.max(1, list.length)).toFixed(4));
  return {
    emergency: floor(emergency),
    high: floor(high),
    measured: {
      rows: truths.length,
      emergencies: emergencies.length,
      recall: share(emergencies),
      falseAlarms: share(others),
    },
  };
}

/** Emergencies among `count` that may be missed. */
export function missable(count: number): number {
  const { delta, recall } = URGENCY_PROMISE;
  let missed = 0;
  while (missed + 1 < count && binomialTail(count, missed + 1, 1 - recall) <= delta) missed++;
  return missed;
}

/** Rounded down, so that the row on the line stays above it. */
const floor = (score: number) => Math.floor(score * 1e4) / 1e4;
