import type { DistrictResolver } from '../../src/intake/district.ts';
import type { TaxonomyIndex } from '../../src/taxonomy/index-taxonomy.ts';
import { type AppealRow, type Corpus, SPLITS, STYLES } from './appeal-row.ts';
import { openSplits, sharesBeside } from './deal.ts';
import { findNearDuplicates, skeletonsOf } from './similarity.ts';

/** What the corpus must reach; shares are of all rows. */
export const CORPUS_MINIMUM = {
  rows: 3000,
  perCategory: 25,
  languages: { ru: 0.55, ky: 0.3, mixed: 0.1 },
  indirect: 0.2,
  /** A split's share of the rows may be off by this much. */
  splitTolerance: 0.01,
} as const;
const SKELETON_REPEATS = 3;

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function checkRow(row: AppealRow, taxonomy: TaxonomyIndex): string[] {
  const findings: string[] = [];
  const say = (what: string): void => {
    findings.push(`${row.id}: ${what}`);
  };
  if (taxonomy.category(row.category) === undefined) say(`no category "${row.category}"`);
  else if (taxonomy.departmentOf(row.category)?.id !== row.department) say(`department is not that of ${row.category}`);
  for (const id of row.acceptable) {
    if (taxonomy.category(id) === undefined || id === row.category)
      say(`acceptable "${id}" is unknown or the label itself`);
  }
  if (row.district !== null && taxonomy.district(row.district) === undefined) say(`no district "${row.district}"`);
  const second = row.secondTopic;
  if ((row.style === 'two-topics') !== (second !== undefined)) say('secondTopic stands exactly with style two-topics');
  if (second !== undefined && (taxonomy.category(second) === undefined || second === row.category)) {
    say(`secondTopic "${second}" is unknown or the label itself`);
  }
  return findings;
}

function checkCoverage(corpus: Corpus, rows: readonly AppealRow[], taxonomy: TaxonomyIndex): string[] {
  const findings: string[] = [];
  const want = (what: string, share: number, least: number): void => {
    if (share < least) findings.push(`${what}: ${percent(share)}, at least ${percent(least)} wanted`);
  };
  const shareOf = (test: (row: AppealRow) => boolean): number => rows.filter(test).length / Math.max(1, rows.length);
  if (rows.length < CORPUS_MINIMUM.rows) findings.push(`${rows.length} rows, at least ${CORPUS_MINIMUM.rows} wanted`);
  for (const id of taxonomy.categoryIds) {
    const count = rows.filter((row) => row.category === id).length;
    if (count < CORPUS_MINIMUM.perCategory)
      findings.push(`${id}: ${count} rows, at least ${CORPUS_MINIMUM.perCategory} wanted`);
    for (const split of SPLITS) {
      if (!corpus[split].some((row) => row.category === id)) findings.push(`${id}: no row in ${split}`);
    }
  }
  for (const [language, least] of Object.entries(CORPUS_MINIMUM.languages)) {
    want(
      `language ${language}`,
      shareOf((row) => row.language === language),
      least,
    );
  }
  want(
    'style indirect',
    shareOf((row) => row.style === 'indirect'),
    CORPUS_MINIMUM.indirect,
  );
  for (const style of STYLES) if (!rows.some((row) => row.style === style)) findings.push(`no row in style ${style}`);
  // A closed gold keeps its rows while the others grow: it is left out of the shares.
  const shares = sharesBeside(corpus.gold.length);
  const open = openSplits(shares);
  const dealt = open.reduce((sum, split) => sum + corpus[split].length, 0);
  for (const split of open) {
    const share = corpus[split].length / Math.max(1, dealt);
    if (Math.abs(share - shares[split]) > CORPUS_MINIMUM.splitTolerance) {
      findings.push(`${split} holds ${percent(share)} of the rows, ${percent(shares[split])} wanted`);
    }
  }
  return findings;
}

function checkRepetition(rows: readonly AppealRow[]): string[] {
  const at = (i: number): string => `${rows[i]?.id} «${rows[i]?.text.slice(0, 60)}»`;
  const duplicates = findNearDuplicates(rows.map((row) => row.text)).map(
    ({ first, second, similarity }) => `near-duplicates (${similarity.toFixed(2)}): ${at(first)} and ${at(second)}`,
  );
  const uses = new Map<string, string[]>();
  for (const row of rows) {
    for (const skeleton of skeletonsOf(row.text)) uses.set(skeleton, [...(uses.get(skeleton) ?? []), row.id]);
  }
  const skeletons = [...uses]
    .filter(([, ids]) => ids.length > SKELETON_REPEATS)
    .map(([skeleton, ids]) => `sentence skeleton used ${ids.length} times: «${skeleton}» in ${ids.join(', ')}`);
  return [...duplicates, ...skeletons];
}

/** Districts are labelled only where the text says them: label and text must not contradict each other. */
function checkDistricts(rows: readonly AppealRow[], resolve: DistrictResolver): string[] {
  return rows.flatMap((row) => {
    const { district, evidence } = resolve({ text: row.text });
    if (district === null || row.district === null || district === row.district) return [];
    const said = evidence.filter((entry) => entry.decisive).map((entry) => entry.name);
    return [`${row.id}: labelled ${row.district}, the text says ${district} (${said.join(', ')})`];
  });
}

/** Everything that is wrong with the written appeals; empty when they may be used. */
export function checkCorpus(corpus: Corpus, taxonomy: TaxonomyIndex, resolve: DistrictResolver): string[] {
  const rows = SPLITS.flatMap((split) => corpus[split]);
  const ids = new Set<string>();
  const repeated = rows
    .filter((row) => ids.size === ids.add(row.id).size)
    .map((row) => `${row.id}: the id stands twice`);
  return [
    ...repeated,
    ...rows.flatMap((row) => checkRow(row, taxonomy)),
    ...checkCoverage(corpus, rows, taxonomy),
    ...checkRepetition(rows),
    ...checkDistricts(rows, resolve),
  ];
}
