import { type AppealRow, CORPUS_LANGUAGES, type Corpus, SPLITS, STYLES } from './appeal-row.ts';

type Test = (row: AppealRow) => boolean;

const markdownRow = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;

/** The table category × language × split, as Markdown; each cell is train/calibration/gold. */
export function corpusTable(corpus: Corpus, categoryIds: readonly string[]): string {
  const cell = (test: Test): string => SPLITS.map((split) => corpus[split].filter(test).length).join('/');
  const line = (name: string, test: Test): string =>
    markdownRow([
      name,
      ...CORPUS_LANGUAGES.map((language) => cell((row) => test(row) && row.language === language)),
      cell(test),
    ]);
  return [
    markdownRow(['category (train/calibration/gold)', ...CORPUS_LANGUAGES, 'all']),
    markdownRow(['---', ...CORPUS_LANGUAGES.map(() => '---:'), '---:']),
    ...categoryIds.map((id) => line(id, (row) => row.category === id)),
    line('**all**', () => true),
  ].join('\n');
}

/** Shares of languages, styles, districts and emergencies in one paragraph of Markdown each. */
export function corpusShares(corpus: Corpus): string {
  const rows = SPLITS.flatMap((split) => corpus[split]);
  const share = (test: Test): string => `${((100 * rows.filter(test).length) / Math.max(1, rows.length)).toFixed(1)}%`;
  const list = (names: readonly string[], test: (name: string) => Test): string =>
    names.map((name) => `${name} ${share(test(name))}`).join(', ');
  return [
    `Rows: ${rows.length} (${SPLITS.map((split) => `${split} ${corpus[split].length}`).join(', ')}).`,
    `Languages: ${list(CORPUS_LANGUAGES, (name) => (row) => row.language === name)}.`,
    `Styles: ${list(STYLES, (name) => (row) => row.style === name)}.`,
    `With a district: ${share((row) => row.district !== null)}; emergencies: ${share((row) => row.emergency)}; ` +
      `with other acceptable categories: ${share((row) => row.acceptable.length > 0)}.`,
  ].join('\n\n');
}
