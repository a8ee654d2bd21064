/**
 * What a sign is. Patterns are matched on plain text (`plainText`: folded to lower case, ё э → е, ң ө ү → н о у, every
 * mark but the ends of sentences a blank), so they are written in folded letters with blanks for hyphens. Stems stand
 * for all their forms, and the commonest slips of spelling stand beside them.
 */
import { foldCase } from '../ngram/features.ts';

export interface Sign {
  /** Name in evidence; several patterns may share one. */
  sign: string;
  pattern: RegExp;
  /** Raises an appeal on its own where a model has no detector: what stands in no calm appeal, or hardly any. */
  sure?: boolean;
}

/** One blank before the text, so that its first word begins like the others: places are one further than in the text. */
export const SHIFT = 1;

/** The text as patterns see it, of the same length but for the blank before it. */
export function plainText(text: string): string {
  return ` ${foldCase(text).replace(/[^\p{L}\d.!?\n]/gu, ' ')}`;
}

/** A word begins after a blank or the end of a sentence: a plain character is found much faster than a look behind. */
const START = '[ .!?\\n]';
const sourceOf = (stems: string | RegExp) => (typeof stems === 'string' ? stems : stems.source);

/** Any of the stems, each at the start of a word. */
export function any(stems: string | RegExp): RegExp {
  return new RegExp(`${START}(?:${sourceOf(stems)})`, 'u');
}

/** Either order, in one sentence, at most `gap` characters between; each stem at the start of a word. */
export function near(first: string | RegExp, second: string | RegExp, gap = 35): RegExp {
  const between = `[^.!?\\n]{0,${gap}}? `;
  const [a, b] = [`(?:${sourceOf(first)})`, `(?:${sourceOf(second)})`];
  return new RegExp(`${START}(?:${a}${between}${b}|${b}${between}${a})`, 'u');
}
