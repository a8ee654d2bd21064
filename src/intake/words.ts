import type { Span } from '../classify/contract.ts';
import { toCyrillic } from './transliterate.ts';

/** A word of a text: as written, folded for comparing, and where it stands. */
export interface Word {
  /** As written, lower case. */
  form: string;
  /** `fold` of the form: what lexica and models compare. */
  folded: string;
  span: Span;
}

/** Letters that people leave out or swap when they type: ё and э as е, Kyrgyz ң ө ү as н о у, ъ left out. */
const FOLDED: Readonly<Record<string, string>> = { ё: 'е', э: 'е', ң: 'н', ө: 'о', ү: 'у', ъ: '' };

/** One spelling for all ways to type a word: lower case, Cyrillic, without the letters that phones lack. */
export function fold(word: string): string {
  const lower = word.toLowerCase().normalize('NFC');
  const cyrillic = /^[a-zöü'’\d]+$/u.test(lower) && /[a-zöü]/u.test(lower) ? toCyrillic(lower) : lower;
  return cyrillic.replace(/[ёэңөүъ]/gu, (letter) => FOLDED[letter] ?? letter);
}

/**
 * The words of a text: runs of letters, with inner apostrophes and with digits that stand for letters in Latin
 * typing («4to»). natural's tokenizers cut words at ө ү ң, hence this one.
 */
export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(/\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu)) {
    const form = match[0].toLowerCase();
    found.push({ form, folded: fold(form), span: [match.index, match.index + match[0].length] });
  }
  return found;
}
