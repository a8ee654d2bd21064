import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { problem } from '../../src/errors.ts';

export const STYLES = [
  'short',
  'long',
  'late-request',
  'misspelt',
  'unpunctuated',
  'caps',
  'translit',
  'plain-ky',
  'two-topics',
  'indirect',
  'formal',
  'angry',
  'sarcastic',
  'personal-data',
] as const;
export const StyleSchema = z.enum(STYLES);
export type Style = z.infer<typeof StyleSchema>;

export const CORPUS_LANGUAGES = ['ru', 'ky', 'mixed'] as const;

const labels = {
  text: z.string().trim().min(1).max(20_000),
  language: z.enum(CORPUS_LANGUAGES),
  category: z.string().min(1),
  /** Other categories that an expert dispatcher would accept as well. */
  acceptable: z.array(z.string().min(1)),
  /** Only where the text itself says it. */
  district: z.string().min(1).nullable(),
  style: StyleSchema,
  /** Danger to life or great damage right now, whatever the category. */
  emergency: z.boolean(),
  /** The second problem of a text in style `two-topics`. */
  secondTopic: z.string().min(1).optional(),
};

/** What an author writes; unknown fields are dropped, ids and departments are filled in by `npm run data:add`. */
export const DraftSchema = z.object({
  ...labels,
  acceptable: labels.acceptable.default([]),
  district: labels.district.default(null),
  emergency: labels.emergency.default(false),
  secondTopic: labels.secondTopic.nullable(),
});
export type Draft = z.infer<typeof DraftSchema>;

/** One line of data/appeals/{train,calibration,gold}.jsonl. */
export const AppealRowSchema = z.strictObject({
  id: z.string().regex(/^bsh-\d{5}$/),
  ...labels,
  /** Default department of the category; `district-administration` stands for the district's own office. */
  department: z.string().min(1),
});
export type AppealRow = z.infer<typeof AppealRowSchema>;

export const SPLITS = ['train', 'calibration', 'gold'] as const;
export type Split = (typeof SPLITS)[number];
export type Corpus = Record<Split, AppealRow[]>;

/**
 * Reads a JSON Lines file, one schema for every line.
 * @throws Problem `invalid-data` naming the file, the line and what is wrong in it
 */
export function readJsonl<T>(path: string, schema: z.ZodType<T>): T[] {
  const rows: T[] = [];
  readFileSync(path, 'utf8')
    .split('\n')
    .forEach((line, i) => {
      if (line.trim() === '') return;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch (error) {
        throw problem('invalid-data', `${path}:${i + 1}: ${error instanceof Error ? error.message : String(error)}`);
      }
      const parsed = schema.safeParse(value);
      if (!parsed.success) throw problem('invalid-data', `${path}:${i + 1}: ${z.prettifyError(parsed.error)}`);
      rows.push(parsed.data);
    });
  return rows;
}

/** Reads the three splits of a folder, by default data/appeals. */
export function readCorpus(folder = 'data/appeals'): Corpus {
  const read = (split: Split): AppealRow[] => readJsonl(`${folder}/${split}.jsonl`, AppealRowSchema);
  return { train: read('train'), calibration: read('calibration'), gold: read('gold') };
}

const FIELD_ORDER = 'id text language category department acceptable district style emergency secondTopic'.split(' ');

/** Writes the splits, rows by id and fields always in the same order, so that differences stay readable. */
export function writeCorpus(corpus: Corpus, folder = 'data/appeals'): void {
  for (const split of SPLITS) {
    const rows = corpus[split].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    writeFileSync(`${folder}/${split}.jsonl`, rows.map((row) => `${JSON.stringify(row, FIELD_ORDER)}\n`).join(''));
  }
}
