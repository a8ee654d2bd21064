/** The vote of the nearest confirmed appeals. */
import { type LogProbs, logNormalise } from './scores.ts';

/** A confirmed appeal near in meaning: its label and the cosine of the two embeddings. */
export interface Neighbour {
  label: number;
  similarity: number;
}

/** How many neighbours vote. */
export const NEIGHBOURS = 24;
/** How a vote is counted. */
export interface VoteSettings {
  /** Difference in cosine over which a vote fades to 1/e. */
  fade: number;
  /** Weight of the prior, in votes of a perfect match. */
  prior: number;
}
export const ANY_NEIGHBOURS: VoteSettings = { fade: 0.06, prior: 0.15 };
/** Among appeals with the same choice of the citizen even loose matches tell; the prior is what that choice means. */
export const SAME_CHOICE: VoteSettings = { fade: 0.15, prior: 0.5 };

/**
 * Similarity-weighted vote: weight exp((cosine − 1) / fade), so that a near-duplicate outweighs many loose matches;
 * smoothed by the labels' shares.
 * @returns null without neighbours: that is missing evidence, not a flat one
 */
export function precedentVote(
  neighbours: readonly Neighbour[],
  prior: ArrayLike<number>,
  settings: VoteSettings = ANY_NEIGHBOURS,
): LogProbs | null {
  if (neighbours.length === 0) return null;
  const weights = new Float64Array(prior.length);
  let any = false;
  for (const { label, similarity } of neighbours) {
    if (label < 0 || label >= weights.length) continue;
    weights[label] = (weights[label] as number) + Math.exp((similarity - 1) / settings.fade);
    any = true;
  }
  if (!any) return null;
  let best = 0;
  for (const weight of weights) best = Math.max(best, weight);
  // Far matches only: the prior keeps its part relative to the strongest vote, so that the log stays bounded.
  const smoothing = Math.max(settings.prior * Math.min(1, best), best * 0.02);
  for (let k = 0; k < weights.length; k++) weights[k] = (weights[k] as number) + smoothing * (prior[k] as number);
  return logNormalise(weights);
}
