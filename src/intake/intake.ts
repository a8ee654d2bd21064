import type { Language } from '../classify/contract.ts';
import { detectLanguage } from './language.ts';
import { mask } from './mask.ts';
import { normalise } from './normalise.ts';
import { chain, type Rewritten } from './rewrite.ts';

/** A text ready for classify: masked, normalised, its language known, every position traceable to what was written. */
export interface PreparedText extends Rewritten {
  language: Language;
  /** The text with personal data masked, as it may be shown outside (snippets, open data). */
  masked: string;
}

/**
 * mask → detect language → normalise, in this order.
 * @param text as the citizen wrote it
 * @param declared language that the sender states; only fills in where the text itself gives no sign
 */
export function prepareText(text: string, declared?: Language): PreparedText {
  const masked = mask(text);
  const guess = detectLanguage(masked.text);
  const unsure = guess.votes.ru + guess.votes.ky === 0;
  const language = unsure && declared !== undefined && guess.language !== 'other' ? declared : guess.language;
  return { ...chain(masked, normalise(masked.text, guess.latin)), masked: masked.text, language };
}
