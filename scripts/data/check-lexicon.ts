import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type LexiconFile, LexiconFileSchema } from '../../src/classify/keywords/lexicon.ts';

/** Entries that a category must have at least, over strong, weak, phrases and exclusions. */
export const LEXICON_MINIMUM = { ru: 25, ky: 15 } as const;

type Entry = LexiconFile['categories'][string];

export const entryCount = (entry: Entry): number =>
  entry.strong.length + entry.weak.length + entry.phrases.length + entry.exclusions.length;

function checkEntry(entry: Entry, at: string, least: number): string[] {
  const findings: string[] = [];
  if (entryCount(entry) < least) findings.push(`${at}: ${entryCount(entry)} entries, at least ${least} wanted`);
  const all = [...entry.strong, ...entry.weak, ...entry.phrases];
  const twice = all.filter((word, i) => all.indexOf(word) !== i);
  if (twice.length > 0) findings.push(`${at}: listed twice: ${[...new Set(twice)].join(', ')}`);
  const against = entry.exclusions.filter((word) => all.includes(word));
  if (against.length > 0) findings.push(`${at}: both for and against: ${against.join(', ')}`);
  const spaced = [...entry.strong, ...entry.weak].filter((word) => /\s/.test(word));
  if (spaced.length > 0) findings.push(`${at}: several words belong into phrases: ${spaced.join(', ')}`);
  return findings;
}

/** Everything that is wrong with one language's keyword lexicon. */
export function checkLexicon(language: 'ru' | 'ky', categoryIds: readonly string[]): string[] {
  const path = `data/keywords/${language}.json`;
  if (!existsSync(path)) return [`${path} is missing`];
  const parsed = LexiconFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) return [`${path}: ${z.prettifyError(parsed.error)}`];
  const { categories } = parsed.data;
  const unknown = Object.keys(categories).filter((id) => !categoryIds.includes(id));
  return [
    ...(parsed.data.language === language ? [] : [`${path}: says language ${parsed.data.language}`]),
    ...unknown.map((id) => `${path}: no category "${id}"`),
    ...categoryIds.flatMap((id) => {
      const entry = categories[id];
      if (entry === undefined) return [`${path}: ${id} is missing`];
      return checkEntry(entry, `${path}: ${id}`, LEXICON_MINIMUM[language]);
    }),
  ];
}
