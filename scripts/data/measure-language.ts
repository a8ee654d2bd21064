/** `npm run measure:language [-- SPLIT]`: confusion of language detection on a split of the written appeals. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { detectLanguage } from '../../src/intake/language.ts';

const split = process.argv[2] ?? 'calibration';
const path = join(resolve(import.meta.dirname, '../..'), `data/appeals/${split}.jsonl`);
const rows = readFileSync(path, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; language: string; style: string });

type Row = (typeof rows)[number];
const right = (row: Row) => detectLanguage(row.text).language === row.language;
const share = (own: readonly Row[]) => (own.length === 0 ? '–' : (own.filter(right).length / own.length).toFixed(3));
const confusion: Record<string, Record<string, number>> = {};
for (const { language, text } of rows) {
  const found = detectLanguage(text).language;
  confusion[language] ??= {};
  confusion[language][found] = (confusion[language][found] ?? 0) + 1;
}
const lines = [
  ...Object.entries(confusion).map(([language, counts]) => `${language} read as ${JSON.stringify(counts)}`),
  `right: ${share(rows)} of ${rows.length} rows of ${split}`,
  ...Object.keys(confusion).map((name) => `right in ${name}: ${share(rows.filter((row) => row.language === name))}`),
  ...['translit', 'plain-ky'].map(
    (style) => `right in style ${style}: ${share(rows.filter((r) => r.style === style))}`,
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
