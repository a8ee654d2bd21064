/**
 * `npm run data:floor [-- SPLIT]`: how far keywords alone get on the written appeals (default: gold), by language. The
 * floor that every model must beat. Nothing here is fitted: the lexicon and its weights are written by hand.
 */
import { keywordClassifier } from '../../src/classify/keyword-classifier.ts';
import { loadLexicon } from '../../src/classify/keywords/lexicon.ts';
import { prepareText } from '../../src/intake/intake.ts';
import { type AppealRow, CORPUS_LANGUAGES, readCorpus, SPLITS } from './appeal-row.ts';

interface Judged {
  row: AppealRow;
  ranked: string[];
}

const percent = (count: number, all: number): string => `${((100 * count) / Math.max(1, all)).toFixed(1)}%`;

function line(name: string, judged: readonly Judged[], departments: ReadonlyMap<string, string>): string {
  const share = (test: (one: Judged) => boolean): string => percent(judged.filter(test).length, judged.length);
  const cells = [
    name,
    judged.length,
    share(({ row, ranked }) => ranked[0] === row.category),
    share(({ row, ranked }) => ranked[0] !== undefined && [row.category, ...row.acceptable].includes(ranked[0])),
    share(({ row, ranked }) => ranked.slice(0, 3).includes(row.category)),
    share(({ row, ranked }) => departments.get(ranked[0] ?? '') === row.department),
    share(({ ranked }) => ranked.length === 0),
  ];
  return `| ${cells.join(' | ')} |`;
}

async function main(): Promise<number> {
  const wanted = process.argv[2] ?? 'gold';
  const split = SPLITS.find((name) => name === wanted);
  if (split === undefined) {
    console.error(`usage: npm run data:floor -- ${SPLITS.join('|')}`);
    return 2;
  }
  const corpus = readCorpus();
  const rows = corpus[split];
  const departments = new Map(
    SPLITS.flatMap((name) => corpus[name].map((row) => [row.category, row.department] as const)),
  );
  const classifier = keywordClassifier(loadLexicon(['data/keywords/ru.json', 'data/keywords/ky.json']));
  const answers = await classifier.classify(
    rows.map((row) => {
      const { text, language } = prepareText(row.text);
      return { text, language };
    }),
  );
  const judged = rows.map((row, i) => ({ row, ranked: answers[i]?.ranked.map((entry) => entry.category) ?? [] }));
  console.log(`Keywords alone on ${split}, ${rows.length} written appeals:\n`);
  console.log('| language | rows | top-1 | top-1 or acceptable | top-3 | department | no evidence |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  for (const language of CORPUS_LANGUAGES) {
    console.log(
      line(
        language,
        judged.filter(({ row }) => row.language === language),
        departments,
      ),
    );
  }
  console.log(line('all', judged, departments));
  console.log(
    line(
      'all but indirect',
      judged.filter(({ row }) => row.style !== 'indirect'),
      departments,
    ),
  );
  return 0;
}

process.exitCode = await main();
