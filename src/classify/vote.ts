/** The vote of the nearest confirmed appeals. */
import { type LogProbs, logNormalise } from './scores.ts';

/** A confirmed appeal near in meaning: its label and the cosine of the two embeddings. */
export interface Neighbour {
  label: number;
  similarity: number;
}

/** How many neighbours vote, and how fast a vote fades with the distance in cosine. */
export const NEIGHBOURS = 24;
const FADE = 0.06;
/** Weight of the prior, in votes of a perfect match. */
const PRIOR = 0.15;

/**
 * Similarity-weighted vote: weight exp((cosine − 1) / 0.06), so that a near-duplicate outweighs many loose matches;
 * smoothed by the labels' shares.
 * @returns null without neighbours: that is missing evidence, not a flat one
 */
export function precedentVote(neighbours: readonly Neighbour[], prior: ArrayLike<number>): LogProbs | null {
  if (neighbours.length === 0) return null;
  const weights = new Float64Array(prior.length);
  let any = false;
  for (const { label, similarity } of neighbours) {
    if (label < 0 || label >= weights.length) continue;
    weights[label] = (weights[label] as number) + Math.exp((similarity - 1) / FADE);
    any = true;
  }
  if (!any) return null;
  let best = 0;
  for (const weight of weights) best = Math.max(best, weight);
  // Far matches only: the prior keeps its part relative to the strongest vote, so that the log stays bounded.
  const smoothing = Math.max(PRIOR * Math.min(1, best), best * 0.02);
  for (let k = 0; k < weights.length; k++) weights[k] = (weights[k] as number) + smoothing * (prior[k] as number);
  return logNormalise(weights);
}
