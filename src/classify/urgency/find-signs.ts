import type { Evidence, Span } from '../contract.ts';
import { foldCase } from '../ngram/features.ts';
import type { LogProbs } from '../scores.ts';
import { CALMING, SIGNS } from './signs.ts';

export interface FoundSign {
  sign: string;
  span: Span;
  /** Raises the appeal on its own. */
  sure: boolean;
}

/** Signs of an immediate danger in a text, with their places; none where the text itself calms down. */
export function findSigns(text: string): FoundSign[] {
  const folded = foldCase(text);
  if (CALMING.test(folded)) return [];
  return SIGNS.flatMap(({ sign, pattern, sure }) => {
    const match = pattern.exec(folded);
    return match === null ? [] : [{ sign, span: [match.index, match.index + match[0].length] as Span, sure }];
  });
}

/** A sign as evidence; its weight is what such a sign adds to the log-odds of an emergency, by order of size. */
export function signEvidence({ sign, span }: FoundSign): Evidence {
  return { kind: 'emergency', sign, span, weight: 3 };
}

/** P(emergency) by the signs alone, as an order of size: what share of appeals with and without a sign are emergencies. */
const WITH_SIGN = { sure: 0.85, other: 0.4, none: 0.04 } as const;

/** The signs as evidence for the target `urgency`: log-probabilities over its labels. */
export function signProbabilities(text: string, labels: readonly string[]): LogProbs {
  const signs = findSigns(text);
  const p = signs.some(({ sure }) => sure) ? WITH_SIGN.sure : signs.length > 0 ? WITH_SIGN.other : WITH_SIGN.none;
  return Float64Array.from(labels, (label) => Math.log(label === 'emergency' ? p : (1 - p) / (labels.length - 1)));
}
