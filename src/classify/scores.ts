/** Arithmetic on distributions over labels. Everything is in nats. */

/** Log-probabilities over a target's labels, in the order of the labels. */
export type LogProbs = Float64Array;

/** Below this a log-probability says "practically impossible"; a floor keeps one evidence from vetoing all others. */
export const FLOOR = -12;

/** log Σ exp(x), without overflow. */
export function logSumExp(scores: ArrayLike<number>): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) if ((scores[i] as number) > top) top = scores[i] as number;
  if (top === Number.NEGATIVE_INFINITY) return top;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += Math.exp((scores[i] as number) - top);
  return top + Math.log(sum);
}

/** log softmax(scale · scores). */
export function logSoftmax(scores: ArrayLike<number>, scale = 1): LogProbs {
  const out = new Float64Array(scores.length);
  for (let i = 0; i < out.length; i++) out[i] = scale * (scores[i] as number);
  const z = logSumExp(out);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) - z;
  return out;
}

/** How fused scores become probabilities. */
export interface Temperature {
  /** Factor on the scores: 1 / temperature. */
  scale: number;
  /** Share of the answer that comes from the flattened scores, 0–1: labels are wrong now and then however sure the scores are. */
  doubt: number;
  /** Factor on the scores when they are flattened. */
  flat: number;
}

/**
 * A mixture of the softmax at two temperatures: one temperature cannot be right both for the surest answers, which noise in the labels
 * keeps from ever being certain, and for those in the middle (ensemble temperature scaling: Zhang, Kailkhura & Han, ICML 2020).
 */
export function probabilitiesOf(scores: ArrayLike<number>, { doubt, flat, scale }: Temperature): Float64Array {
  const sharp = logSoftmax(scores, scale).map(Math.exp);
  if (doubt === 0) return sharp;
  const flattened = logSoftmax(scores, flat);
  return sharp.map((p, k) => (1 - doubt) * p + doubt * Math.exp(flattened[k] as number));
}

/** Natural logarithms of counts or probabilities, normalised to sum to 1, with `FLOOR` below. */
export function logNormalise(weights: ArrayLike<number>): LogProbs {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] as number;
  const out = new Float64Array(weights.length);
  for (let i = 0; i < out.length; i++)
    out[i] = sum > 0 ? Math.max(FLOOR, Math.log((weights[i] as number) / sum)) : -Math.log(out.length);
  return out;
}

/** Indices of the `count` largest scores, largest first; ties keep the order of the labels. */
export function topIndices(scores: ArrayLike<number>, count: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] as number;
    if (best.length === count && score <= (scores[best[count - 1] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && score > (scores[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
}

export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}
