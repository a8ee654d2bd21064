import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { problem } from '../../errors.ts';
import { words } from '../../intake/words.ts';
import { dictionaryKeys, stemKeys } from './stem-keys.ts';

const EntrySchema = z.strictObject({
  /** Nearly only in this category. */
  strong: z.array(z.string().min(2)),
  /** A hint that other categories share. */
  weak: z.array(z.string().min(2)),
  /** Two to five words that stand together or nearly. */
  phrases: z.array(z.string().min(3)),
  /** Words and phrases that speak against the category: they name a near miss. */
  exclusions: z.array(z.string().min(2)),
});

/** `data/keywords/{ru,ky}.json`. */
export const LexiconFileSchema = z.strictObject({
  version: z.string(),
  language: z.enum(['ru', 'ky']),
  categories: z.record(z.string(), EntrySchema),
});
export type LexiconFile = z.infer<typeof LexiconFileSchema>;

export type Strength = 'strong' | 'weak' | 'phrase' | 'exclusion';

/** One way to say something of a category: a word or a phrase, as alternatives of stems per position. */
export interface Term {
  category: string;
  term: string;
  strength: Strength;
  /** For each word of the term the stems that may stand for it. */
  stems: string[][];
  /** How many categories list the same words: what everybody claims says little. */
  shared: number;
}

/** Terms by any stem of their first word, so that one look-up per word of a text finds all candidates. */
export interface Lexicon {
  categories: string[];
  byFirstStem: ReadonlyMap<string, readonly Term[]>;
}

/**
 * Reads lexicon files and makes them ready to match.
 * @throws Problem `invalid-data` with the file and the path in it
 */
export function loadLexicon(files: readonly string[]): Lexicon {
  return buildLexicon(
    files.map((file) => {
      const parsed = LexiconFileSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
      if (parsed.success) return parsed.data;
      const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('/'), message: issue.message }));
      throw problem('invalid-data', `${file} is not a keyword lexicon`, { errors });
    }),
  );
}

export function buildLexicon(files: readonly LexiconFile[]): Lexicon {
  const terms = files.flatMap((file) => Object.entries(file.categories).flatMap(([id, entry]) => termsOf(id, entry)));
  const claims = new Map<string, Set<string>>();
  for (const term of terms) {
    if (term.strength === 'exclusion') continue;
    const key = keyOf(term);
    claims.set(key, (claims.get(key) ?? new Set()).add(term.category));
  }
  const byFirstStem = new Map<string, Term[]>();
  const seen = new Set<string>();
  for (const term of terms) {
    const identity = `${term.category} ${term.strength} ${keyOf(term)}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    const counted = { ...term, shared: claims.get(keyOf(term))?.size ?? 1 };
    for (const stem of term.stems[0] ?? []) byFirstStem.set(stem, [...(byFirstStem.get(stem) ?? []), counted]);
  }
  return { categories: [...new Set(terms.map((term) => term.category))].sort(), byFirstStem };
}

function keyOf(term: Term): string {
  return term.stems.map((alternatives) => alternatives[0]).join(' ');
}

function termsOf(category: string, entry: z.infer<typeof EntrySchema>): Term[] {
  const make = (strength: Strength) => (term: string) => ({
    category,
    term,
    strength,
    stems: stemsOf(words(term).map((word) => word.folded)),
    shared: 1,
  });
  return [
    ...entry.strong.map(make('strong')),
    ...entry.weak.map(make('weak')),
    ...entry.phrases.map(make('phrase')),
    ...entry.exclusions.map(make('exclusion')),
  ].filter((term) => term.stems.length > 0);
}

/** Single words are dictionary forms; the words of a phrase stand there inflected, as people say them. */
function stemsOf(folded: readonly string[]): string[][] {
  return folded.map((word) => (folded.length === 1 ? dictionaryKeys(word) : stemKeys(word)));
}
