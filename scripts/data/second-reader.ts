/** How well a second reader, who saw the texts and the definitions alone, agrees with the labels of gold. */
import { z } from 'zod';
import { type AppealRow, CORPUS_LANGUAGES, readJsonl } from './appeal-row.ts';

const ReadingSchema = z.strictObject({
  id: z.string(),
  /** Best category first, then the second and third best. */
  categories: z.array(z.string()).min(1).max(3),
});
export type Reading = z.infer<typeof ReadingSchema>;

export const readReadings = (path = 'data/appeals/second-reader.jsonl'): Reading[] => readJsonl(path, ReadingSchema);

/** Readings of appeals that are not in gold, or of categories that do not exist. */
export function checkReadings(readings: readonly Reading[], gold: readonly AppealRow[], known: ReadonlySet<string>) {
  const ids = new Set(gold.map(({ id }) => id));
  return readings.flatMap(({ categories, id }) => [
    ...(ids.has(id) ? [] : [`second-reader.jsonl: ${id} is not in gold`]),
    ...categories.filter((name) => !known.has(name)).map((name) => `second-reader.jsonl: ${id}: no category "${name}"`),
  ]);
}

/** Agreement by language: the label is the reader's first choice, and among the three. One sentence. */
export function agreement(readings: readonly Reading[], gold: readonly AppealRow[]): string {
  const rows = new Map(gold.map((row) => [row.id, row]));
  const read = readings.flatMap((reading) => {
    const row = rows.get(reading.id);
    return row === undefined ? [] : [{ row, categories: reading.categories }];
  });
  const parts = CORPUS_LANGUAGES.flatMap((language) => {
    const own = read.filter(({ row }) => row.language === language);
    if (own.length === 0) return [];
    const share = (right: (one: (typeof own)[number]) => boolean) =>
      `${((100 * own.filter(right).length) / own.length).toFixed(1)}%`;
    const first = share(({ categories, row }) => categories[0] === row.category);
    const three = share(({ categories, row }) => categories.includes(row.category));
    return [`${language} ${first} (among its three: ${three}; ${own.length} rows)`];
  });
  return `A second reader agrees with the label of gold: ${parts.join(', ')}.`;
}
