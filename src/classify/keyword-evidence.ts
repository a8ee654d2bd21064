import type { Lexicon } from './keywords/lexicon.ts';
import { scoreKeywords } from './keywords/score.ts';
import { type LogProbs, logNormalise } from './scores.ts';

/** Share that every label keeps, so that a missing keyword never rules a category out. */
const FLAT = 0.02;

/** Keywords as log-probabilities over a target's labels; null where no keyword stands in the text or none is known. */
export function keywordEvidence(lexicon: Lexicon, text: string, labels: readonly string[]): LogProbs | null {
  const { probabilities, empty } = scoreKeywords(lexicon, text);
  if (empty || !labels.some((label) => probabilities.has(label))) return null;
  return logNormalise(labels.map((label) => (1 - FLAT) * (probabilities.get(label) ?? 0) + FLAT / labels.length));
}
