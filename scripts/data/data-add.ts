/**
 * `npm run data:add -- FILE… [--to FOLDER]`: takes drafts of written appeals (JSON Lines) into data/appeals, or into
 * another folder. Validates them, fills in the department, gives each a stable id and deals it to a split; rows that are already there stay where they are.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { indexTaxonomy, type TaxonomyIndex } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import {
  type AppealRow,
  type Corpus,
  type Draft,
  DraftSchema,
  readCorpus,
  readJsonl,
  SPLITS,
  writeCorpus,
} from './appeal-row.ts';
import { deal } from './deal.ts';
import { normaliseForSimilarity } from './similarity.ts';

const SEED = 'bagyt-2026-11';

function labelProblems(draft: Draft, taxonomy: TaxonomyIndex): string[] {
  const problems: string[] = [];
  const known = (id: string): boolean => taxonomy.category(id) !== undefined;
  if (!known(draft.category)) problems.push(`no category "${draft.category}"`);
  for (const id of draft.acceptable) if (!known(id)) problems.push(`acceptable: no category "${id}"`);
  if (draft.secondTopic && !known(draft.secondTopic)) problems.push(`secondTopic: no category "${draft.secondTopic}"`);
  if (draft.district !== null && !taxonomy.district(draft.district)) problems.push(`no district "${draft.district}"`);
  if ((draft.style === 'two-topics') !== Boolean(draft.secondTopic)) {
    problems.push('secondTopic stands exactly with style two-topics');
  }
  return problems;
}

function toRow(draft: Draft, number: number, taxonomy: TaxonomyIndex): AppealRow {
  return {
    id: `bsh-${String(number).padStart(5, '0')}`,
    text: draft.text.normalize('NFC'),
    language: draft.language,
    category: draft.category,
    department: taxonomy.departmentOf(draft.category)?.id ?? '',
    acceptable: draft.acceptable.filter((id, i, all) => id !== draft.category && all.indexOf(id) === i),
    district: draft.district,
    style: draft.style,
    emergency: draft.emergency,
    ...(draft.secondTopic ? { secondTopic: draft.secondTopic } : {}),
  };
}

function main(files: readonly string[], folder: string): number {
  if (files.length === 0) {
    console.error('usage: npm run data:add -- FILE… [--to FOLDER]');
    return 2;
  }
  const taxonomy = indexTaxonomy(loadTaxonomy('data/taxonomy/bishkek.json'));
  const corpus: Corpus = existsSync(`${folder}/train.jsonl`)
    ? readCorpus(folder)
    : { train: [], calibration: [], gold: [] };
  const before = SPLITS.flatMap((split) => corpus[split].map((row) => [split, row] as const));
  const seen = new Set(before.map(([, row]) => normaliseForSimilarity(row.text)));

  const drafts: Draft[] = [];
  let known = 0;
  let wrong = 0;
  for (const file of files) {
    readJsonl(file, DraftSchema).forEach((draft, i) => {
      const problems = labelProblems(draft, taxonomy);
      const key = normaliseForSimilarity(draft.text);
      if (problems.length > 0) {
        wrong += 1;
        console.error(`${file}, appeal ${i + 1}: ${problems.join('; ')}`);
      } else if (seen.has(key)) known += 1;
      else {
        seen.add(key);
        drafts.push(draft);
      }
    });
  }
  if (wrong > 0) {
    console.error(`${wrong} appeals are wrong; nothing was added`);
    return 1;
  }
  let last = Math.max(0, ...before.map(([, row]) => Number(row.id.slice(4))));
  const numbers = new Map(drafts.map((draft) => [draft, ++last]));
  for (const [split, draft] of deal(drafts, before, SEED)) {
    corpus[split].push(toRow(draft, numbers.get(draft) ?? 0, taxonomy));
  }
  writeCorpus(corpus, folder);
  const sizes = SPLITS.map((split) => `${split} ${corpus[split].length}`).join(', ');
  console.log(`${drafts.length} added, ${known} were there already; now ${sizes}`);
  return 0;
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string', default: 'data/appeals' } },
});
process.exitCode = main(positionals, values.to);
