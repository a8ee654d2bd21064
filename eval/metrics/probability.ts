/** Proper scoring rules: how good the probabilities themselves are. */
import type { Scored } from './scored.ts';

/** Smallest probability that is counted, as in scikit-learn: the spacing of doubles at 1. */
export const EPSILON = 2 ** -52;

/** −log p(true class) of each row, natural logarithm, p clipped to [ε, 1 − ε] (`log_loss`). */
export function logLosses({ labels, probabilities, truth }: Scored): Float64Array {
  const k = labels.length;
  return Float64Array.from(truth, (own, i) => {
    const p = probabilities[i * k + own] as number;
    return -Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, p)));
  });
}

/** Σ_k (p_k − y_k)² of each row, 0…2 (Brier, Monthly Weather Review 78, 1950, in its original many-class form). */
export function brierScores({ labels, probabilities, truth }: Scored): Float64Array {
  const k = labels.length;
  return Float64Array.from(truth, (own, i) => {
    let sum = 0;
    for (let c = 0; c < k; c++) {
      const off = (probabilities[i * k + c] as number) - (c === own ? 1 : 0);
      sum += off * off;
    }
    return sum;
  });
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}
