import type { Classification, Classifier, ClassifyInput } from './contract.ts';
import type { Lexicon } from './keywords/lexicon.ts';
import { scoreKeywords } from './keywords/score.ts';

/** Candidates that are returned, as the contract says. */
const RANKED = 10;

/**
 * Keywords alone: the floor that any model must beat, and what answers when no model is there. Its numbers are not
 * calibrated, so that it never preselects and always says `no-model`.
 */
export function keywordClassifier(lexicon: Lexicon): Classifier {
  return { version: 'keywords', classify: async (inputs) => inputs.map((input) => classifyByKeywords(lexicon, input)) };
}

function classifyByKeywords(lexicon: Lexicon, input: ClassifyInput): Classification {
  const score = scoreKeywords(lexicon, input.text);
  const answer = { degraded: 'no-model', modelVersion: 'keywords' } as const;
  if (score.empty) return { ranked: [], level: 'manual', reason: 'no-evidence', ...answer };
  const ranked = [...score.probabilities]
    .filter(([category]) => score.evidence.get(category)?.some((item) => item.weight > 0) ?? false)
    .sort((a, b) => b[1] - a[1])
    .slice(0, RANKED)
    .map(([category, confidence]) => ({ category, confidence, evidence: score.evidence.get(category) ?? [] }));
  if (ranked.length === 0) return { ranked, level: 'manual', reason: 'no-evidence', ...answer };
  const level = input.language === 'other' ? 'manual' : 'suggest';
  return { ranked, level, reason: input.language === 'other' ? 'language-other' : 'degraded', ...answer };
}
