import type { Evidence, Span } from '../contract.ts';
import type { LogProbs } from '../scores.ts';
import { CALMING } from './cues.ts';
import { plainText, SHIFT, type Sign } from './sign.ts';
import { NETWORK_SIGNS } from './signs-networks.ts';
import { PEOPLE_SIGNS } from './signs-people.ts';

/** All signs of an immediate danger, in Russian and Kyrgyz, as people write them. */
export const SIGNS: readonly Sign[] = [...NETWORK_SIGNS, ...PEOPLE_SIGNS];

export interface FoundSign {
  sign: string;
  span: Span;
  /** Raises an appeal on its own where a model has no detector. */
  sure: boolean;
  /** The same sentence says that it is over, or that nothing happened. */
  calmed: boolean;
}

/** Cues that end a danger when they stand in the sign's own sentence. */
const ENDS = new Set(['repaired', 'nothing wrong']);
const ENDING = CALMING.filter(({ sign }) => ENDS.has(sign));

/** Signs of an immediate danger in a text with their places; each pattern's first, uncalmed one where there is one. */
export function findSigns(text: string): FoundSign[] {
  const plain = plainText(text);
  return SIGNS.flatMap(({ sign, pattern, sure = false }) => {
    const match = pattern.exec(plain);
    if (match === null) return [];
    const sentence = sentenceAround(plain, match.index + 1, match.index + match[0].length);
    const span = spanOf(match);
    return [{ sign, span, sure, calmed: ENDING.some((cue) => cue.pattern.test(sentence)) }];
  });
}

/** Where a match lies in the text itself; it begins with the blank before its first word. */
export function spanOf(match: RegExpExecArray): Span {
  return [match.index + 1 - SHIFT, match.index + match[0].length - SHIFT];
}

function sentenceAround(text: string, from: number, to: number): string {
  const start = Math.max(...['.', '!', '?', '\n'].map((stop) => text.lastIndexOf(stop, from - 1))) + 1;
  const ends = ['.', '!', '?', '\n'].map((stop) => text.indexOf(stop, to)).filter((at) => at >= 0);
  return ` ${text.slice(start, Math.min(text.length, ...ends))}`;
}

/** A sign as evidence where no detector has learned its weight: what such a sign adds to the log-odds, by order of size. */
export function signEvidence({ sign, span }: FoundSign): Evidence {
  return { kind: 'emergency', sign, span, weight: 3 };
}

/** P(emergency) by the signs alone, as an order of size: what share of appeals with and without a sign are emergencies. */
const WITH_SIGN = { sure: 0.85, other: 0.4, none: 0.04 } as const;

/** The signs as evidence for the target `urgency`: log-probabilities over its labels. */
export function signProbabilities(text: string, labels: readonly string[]): LogProbs {
  const signs = findSigns(text).filter(({ calmed }) => !calmed);
  const p = signs.some(({ sure }) => sure) ? WITH_SIGN.sure : signs.length > 0 ? WITH_SIGN.other : WITH_SIGN.none;
  return Float64Array.from(labels, (label) => Math.log(label === 'emergency' ? p : (1 - p) / (labels.length - 1)));
}
