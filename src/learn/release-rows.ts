/**
 * The rows that the default release is trained on: the written appeals of Bishkek, and beside them what else tells of
 * its categories — mapped appeals of St Petersburg, the taxonomy's own words, the keyword lexicon, misspelt copies.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LexiconFileSchema } from '../classify/keywords/lexicon.ts';
import { prepareText } from '../intake/intake.ts';
import { loadTaxonomy } from '../taxonomy/load.ts';
import type { MappingEntry } from '../taxonomy/mapping.ts';
import type { Taxonomy } from '../taxonomy/schema.ts';
import { seededRandom } from './dual-descent.ts';
import type { TrainingRow } from './rows.ts';
import type { Source } from './train-to-folder.ts';

/** Column under which the citizen's own choice is known to the release. */
export const DECLARED = 'declared_category';

/**
 * How often a citizen's own choice is right, and how often there is one. The first is what «Наш Санкт-Петербург»
 * measured (0.873 on its March 2021 appeals); the written appeals hold no choice, so it is drawn.
 */
const CHOICE = { right: 0.87, given: 0.6, sameGroup: 0.7 } as const;

function teaching(text: string, category: string, weight: number): TrainingRow {
  const prepared = prepareText(text);
  const { language } = prepared;
  return { text: prepared.text, language, labels: { category: [category] }, context: {}, weight, precedent: false };
}

const source = (name: string, content: string | Buffer, rows: TrainingRow[]): Source => ({
  role: 'extra',
  name,
  sha256: createHash('sha256').update(content).digest('hex'),
  rows,
  skipped: {},
});

/** Gives rows a simulated choice of category: right as often as measured, else a neighbour of the same group. */
export function withDeclared(rows: readonly TrainingRow[], taxonomy: Taxonomy, seed: number): TrainingRow[] {
  const random = seededRandom(seed);
  const groups = new Map(taxonomy.categories.map(({ id, group }) => [id, group]));
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)];
  return rows.map((row) => {
    const label = row.labels.category?.[0];
    if (label === undefined || random() > CHOICE.given) return row;
    const others = taxonomy.categories.map(({ id }) => id).filter((id) => id !== label);
    const near = others.filter((id) => groups.get(id) === groups.get(label));
    const wrong = near.length > 0 && random() < CHOICE.sameGroup ? pick(near) : pick(others);
    const declared = random() < CHOICE.right ? label : wrong;
    return { ...row, context: { ...row.context, [DECLARED]: declared } };
  });
}

/** Names, definitions, synonyms and near misses of the taxonomy; a near miss belongs to the category it points to. */
export function taxonomyRows(path: string, weight: number): Source {
  const taxonomy = loadTaxonomy(path);
  const rows = taxonomy.categories.flatMap((category) =>
    [
      ...[category.name, category.definition].flatMap((text) => [text?.ru, text?.ky]),
      ...(category.synonyms?.ru ?? []),
      ...(category.synonyms?.ky ?? []),
    ].flatMap((text) => (text === undefined ? [] : [teaching(text, category.id, weight)])),
  );
  const misses = taxonomy.categories.flatMap((category) =>
    (category.nearMisses ?? []).flatMap(({ ru, ky, instead }) => [
      teaching(ru, instead, weight),
      teaching(ky, instead, weight),
    ]),
  );
  return source(basename(path), readFileSync(path), [...rows, ...misses]);
}

/** Strong words and phrases of the lexicon, each as a text of its category. */
export function lexiconRows(path: string, weight: number): Source {
  const bytes = readFileSync(path);
  const { categories } = LexiconFileSchema.parse(JSON.parse(bytes.toString('utf8')));
  const rows = Object.entries(categories).flatMap(([id, entry]) =>
    [...entry.strong, ...entry.phrases].map((term) => teaching(term, id, weight)),
  );
  return source(basename(path), bytes, rows);
}

/**
 * Another city's appeals under our categories.
 * @param most rows of one category that are kept, drawn by chance
 * @param weight multiplies the mapping's own certainty
 */
export function mappedRows(
  rows: readonly TrainingRow[],
  mapping: ReadonlyMap<string, MappingEntry>,
  most: number,
  weight: number,
  seed: number,
): TrainingRow[] {
  const random = seededRandom(seed);
  const kept = new Map<string, number>();
  const shuffled = rows.map((row) => ({ row, key: random() })).sort((a, b) => a.key - b.key);
  return shuffled.flatMap(({ row }) => {
    const entry = mapping.get(row.labels.reason?.[0] ?? '');
    if (entry?.category == null) return [];
    const count = kept.get(entry.category) ?? 0;
    if (count >= most) return [];
    kept.set(entry.category, count + 1);
    // Real ordinary appeals teach the detector of emergencies what is none; other reasons say nothing of it.
    const labels = { category: [entry.category], ...(entry.harmless === true && { urgency: ['normal'] }) };
    return [{ ...row, labels, context: {}, at: undefined, weight: weight * entry.weight, precedent: false }];
  });
}

/** Copies with the slips of a phone keyboard: a letter left out, doubled or swapped with the next, in some words. */
export function misspelt(rows: readonly TrainingRow[], share: number, weight: number, seed: number): TrainingRow[] {
  const random = seededRandom(seed);
  const slip = (word: string) => {
    const at = 1 + Math.floor(random() * (word.length - 2));
    const kind = random();
    if (kind < 0.4) return word.slice(0, at) + word.slice(at + 1);
    if (kind < 0.6) return word.slice(0, at) + word.charAt(at) + word.slice(at);
    return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  };
  return rows.flatMap((row) => {
    if (random() > share) return [];
    const text = row.text.replace(/\p{L}{4,}/gu, (word) => (random() < 0.3 ? slip(word) : word));
    return [{ ...row, text, context: {}, weight: weight * row.weight, precedent: false }];
  });
}

/**
 * Leaves about `most` of `total` rows among the precedents, drawn by chance: every row's vector takes `dimension` bytes of
 * the release and of memory, and is looked at for every appeal. The other rows still teach all other evidences.
 */
export function limitPrecedents(
  rows: readonly TrainingRow[],
  most: number,
  total: number,
  seed: number,
): TrainingRow[] {
  const random = seededRandom(seed);
  return rows.map((row) => (random() < most / total ? row : { ...row, precedent: false }));
}
