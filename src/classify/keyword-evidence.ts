import type { Lexicon } from './keywords/lexicon.ts';
import { scoreKeywords } from './keywords/score.ts';
import { type LogProbs, logNormalise } from './scores.ts';
import { signProbabilities } from './urgency/find-signs.ts';

/** Share that every label keeps, so that a missing keyword never rules a category out. */
const FLAT = 0.02;

/** Keywords as log-probabilities over a target's labels; null where no keyword stands in the text or none is known. */
export function keywordEvidence(lexicon: Lexicon, text: string, labels: readonly string[]): LogProbs | null {
  const { probabilities, empty } = scoreKeywords(lexicon, text);
  if (empty || !labels.some((label) => probabilities.has(label))) return null;
  return logNormalise(labels.map((label) => (1 - FLAT) * (probabilities.get(label) ?? 0) + FLAT / labels.length));
}

/** The word lists' evidence for the targets that have one: the lexicon for `category`, danger signs for `urgency`. */
export function listEvidence(
  lexicon: Lexicon | null,
  text: string,
  targets: readonly { name: string; labels: readonly string[] }[],
): Record<string, LogProbs | null> {
  const evidence: Record<string, LogProbs | null> = {};
  for (const { name, labels } of targets) {
    if (name === 'category' && lexicon !== null) evidence[name] = keywordEvidence(lexicon, text, labels);
    if (name === 'urgency' && labels.includes('emergency')) evidence[name] = signProbabilities(text, labels);
  }
  return evidence;
}
