import { type Word, words } from '../../intake/words.ts';
import type { Span } from '../contract.ts';
import type { Lexicon, Strength, Term } from './lexicon.ts';
import { stemKeys } from './stem-keys.ts';

/** A term found in a text. */
export interface Hit {
  term: Term;
  /** From the first to the last word of the term. */
  span: Span;
  /** «не люк, а яма»; «люк эмес»: named only to be ruled out. */
  negated: boolean;
}

/** Words that may stand between two words of a phrase: «не вывозят [уже неделю] мусор». */
const GAP = 2;

/** All terms of the lexicon in a text, in reading order; of the same category only the longest over a place. */
export function findTerms(lexicon: Lexicon, text: string): Hit[] {
  const found = words(text);
  const stems = found.map((word) => stemKeys(word.folded));
  const hits: Hit[] = [];
  for (const [at, keys] of stems.entries()) {
    const candidates = new Set(keys.flatMap((key) => lexicon.byFirstStem.get(key) ?? []));
    for (const term of candidates) {
      const last = matchRest(term, stems, at);
      if (last === null) continue;
      const [first, end] = [found[at], found[last]];
      if (first === undefined || end === undefined) continue;
      hits.push({ term, span: [first.span[0], end.span[1]], negated: isNegated(text, found, at, last) });
    }
  }
  return longestPerPlace(hits);
}

/** Index of the last word of the term, or null when the words that follow are others. */
function matchRest(term: Term, stems: readonly string[][], start: number): number | null {
  let at = start;
  for (const alternatives of term.stems.slice(1)) {
    const window = stems.slice(at + 1, at + 2 + GAP);
    const step = window.findIndex((keys) => keys.some((key) => alternatives.includes(key)));
    if (step === -1) return null;
    at += step + 1;
  }
  return at;
}

/** Contrast only: «не X, а Y», «X эмес». In «нет воды», «не горит» the negation is the problem itself. */
function isNegated(text: string, found: readonly Word[], first: number, last: number): boolean {
  if (found[last + 1]?.folded === 'эмес') return true;
  const before = found[first - 1];
  const end = found[last];
  if (before === undefined || end === undefined || !/^(?:не|это не)$/u.test(before.folded)) return false;
  return /^\s*,\s*(?:а|но)\s/u.test(text.slice(end.span[1]));
}

/** How much a term says, for choosing between two over the same place. */
const ORDER: readonly Strength[] = ['phrase', 'strong', 'weak', 'exclusion'];

function longestPerPlace(hits: readonly Hit[]): Hit[] {
  const length = (hit: Hit) => hit.span[1] - hit.span[0];
  const strength = (hit: Hit) => ORDER.indexOf(hit.term.strength);
  const kept: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => length(b) - length(a) || strength(a) - strength(b)))
    if (!kept.some((other) => covers(other, hit))) kept.push(hit);
  return kept.sort((a, b) => a.span[0] - b.span[0]);
}

/** Words for and words against a category are different statements, even over one place. */
function covers(outer: Hit, inner: Hit): boolean {
  return (
    outer.term.category === inner.term.category &&
    (outer.term.strength === 'exclusion') === (inner.term.strength === 'exclusion') &&
    outer.span[0] <= inner.span[0] &&
    outer.span[1] >= inner.span[1]
  );
}
