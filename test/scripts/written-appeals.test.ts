import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppealRow, AppealRowSchema, DraftSchema, readJsonl, SPLITS } from '../../scripts/data/appeal-row.ts';
import { checkCorpus } from '../../scripts/data/check-corpus.ts';
import { deal, GOLD_ENOUGH, type Stratified } from '../../scripts/data/deal.ts';
import { agreement, checkReadings } from '../../scripts/data/second-reader.ts';
import { findNearDuplicates, skeletonsOf } from '../../scripts/data/similarity.ts';
import { indexTaxonomy } from '../../src/taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';

const taxonomy = indexTaxonomy(loadTaxonomy('data/taxonomy/bishkek.json'));

const appeal = (id: number, change: Partial<AppealRow> = {}): AppealRow => ({
  id: `bsh-${String(id).padStart(5, '0')}`,
  text: `Проверка ${id}`,
  language: 'ru',
  category: 'water.leak',
  department: 'vodokanal',
  acceptable: [],
  district: null,
  style: 'short',
  emergency: false,
  ...change,
});

describe('near-duplicates', () => {
  it.each([
    ['the same text in other case and punctuation', 'Нет воды, третий день!', 'нет воды третий день', true],
    ['one word added to a long text', 'во дворе дома сломана скамейка', 'во дворе нашего дома сломана скамейка', true],
    [
      'the same topic in other words',
      'во дворе дома сломана скамейка',
      'лавочку у подъезда разбили, присесть негде',
      false,
    ],
  ])('are judged by 5-grams: %s', (_what, a, b, expected) => {
    expect(findNearDuplicates([a, 'нечто совсем иное', b]).length > 0).toBe(expected);
  });

  it('are reported with the positions of both texts', () => {
    expect(findNearDuplicates(['а', 'нет света', 'б', 'Нет света.'])).toEqual([{ first: 1, second: 3, similarity: 1 }]);
  });
});

describe('sentence skeletons', () => {
  it('are equal where only numbers and names differ', () => {
    expect(skeletonsOf('Нет воды на Манаса 12 уже два дня')).toEqual(
      skeletonsOf('Нет воды на Токтогула 7 уже два дня'),
    );
  });

  it.each([
    ['a short sentence', 'Где автобус?', []],
    ['a phone number', '0555 12 34 56', []],
    ['an address of names', 'Живу: Чуй Манас Киевская Токтогула', []],
    ['two sentences', 'Воды нет третий день. Когда же её дадут?', ['воды нет третий день', 'когда же её дадут']],
  ])('of %s', (_what, text, expected) => {
    expect(skeletonsOf(text)).toEqual(expected);
  });
});

describe('dealing rows over the splits', () => {
  const rows: Stratified[] = Array.from({ length: 400 }, (_unused, i) => ({
    text: `text ${i}`,
    category: `c${i % 8}`,
    language: i % 10 < 6 ? 'ru' : i % 10 < 9 ? 'ky' : 'mixed',
  }));
  const shares = (dealt: readonly (readonly [string, Stratified])[]): number[] =>
    SPLITS.map((split) => dealt.filter(([s]) => s === split).length / dealt.length);

  it('gives 70, 15 and 15 percent, over all and per category', () => {
    const dealt = deal(rows, [], 'seed');
    for (const [i, share] of shares(dealt).entries()) expect(share).toBeCloseTo([0.7, 0.15, 0.15][i] ?? 0, 2);
    for (const category of new Set(rows.map((row) => row.category))) {
      const [train = 0] = shares(dealt.filter(([, row]) => row.category === category));
      expect(Math.abs(train - 0.7)).toBeLessThan(0.05);
    }
  });

  it('depends on the texts and the seed, not on their order', () => {
    const asMap = (dealt: readonly (readonly [string, Stratified])[]) =>
      new Map(dealt.map(([split, row]) => [row.text, split]));
    const once = asMap(deal(rows, [], 'seed'));
    expect(asMap(deal(rows.toReversed(), [], 'seed'))).toEqual(once);
    expect(asMap(deal(rows, [], 'another seed'))).not.toEqual(once);
  });

  it('fills up what earlier rows left short', () => {
    const before = rows.slice(0, 200).map((row) => ['train', row] as const);
    const dealt = deal(rows.slice(200), before, 'seed');
    const [train = 0, calibration = 0, gold = 0] = shares([...before, ...dealt]);
    expect(train).toBeLessThan(0.75);
    expect(Math.min(calibration, gold)).toBeGreaterThan(0.1);
  });

  it('gives nothing more to a gold that is large enough, and the rest 85 to 15', () => {
    const gold = Array.from(
      { length: GOLD_ENOUGH },
      (_unused, i) => ['gold', { ...rows[0], text: `gold ${i}` }] as const,
    );
    const [train = 0, calibration = 0, more] = shares(deal(rows, gold as never, 'seed'));
    expect(more).toBe(0);
    expect(train).toBeCloseTo(0.85, 2);
    expect(calibration).toBeCloseTo(0.15, 2);
  });
});

describe('the second reader', () => {
  const gold = [appeal(1), appeal(2), appeal(3, { language: 'ky' })];
  const reading = (id: string, ...categories: string[]) => ({ id, categories });

  it('is counted by language, by the first category and by three', () => {
    const readings = [
      reading('bsh-00001', 'water.leak', 'water.sewage'),
      reading('bsh-00002', 'water.sewage', 'water.leak'),
      reading('bsh-00003', 'water.sewage'),
    ];
    expect(agreement(readings, gold)).toBe(
      'A second reader agrees with the label of gold: ru 50.0% (among its three: 100.0%; 2 rows), ky 0.0% (among its three: 0.0%; 1 rows).',
    );
  });

  it('must speak of gold and of known categories', () => {
    const findings = checkReadings([reading('bsh-00009', 'x')], gold, new Set(['water.leak']));
    expect(findings).toEqual([
      'second-reader.jsonl: bsh-00009 is not in gold',
      'second-reader.jsonl: bsh-00009: no category "x"',
    ]);
  });
});

describe('checking the corpus', () => {
  const findingsOf = (rows: AppealRow[], district: string | null = null): string =>
    checkCorpus({ train: rows, calibration: [], gold: [] }, taxonomy, () => ({ district, evidence: [] })).join('\n');

  it.each<[string, AppealRow[], string | null, RegExp]>([
    ['an id used twice', [appeal(1), appeal(1)], null, /bsh-00001: the id stands twice/],
    ['a wrong department', [appeal(1, { department: 'gas' })], null, /department is not that of water\.leak/],
    ['an unknown category', [appeal(1, { category: 'x' })], null, /no category "x"/],
    [
      'its own label among the acceptable',
      [appeal(1, { acceptable: ['water.leak'] })],
      null,
      /acceptable "water\.leak"/,
    ],
    ['a second topic without the style', [appeal(1, { secondTopic: 'gas.leak' })], null, /secondTopic stands exactly/],
    [
      'a district that the text contradicts',
      [appeal(1, { district: 'leninsky' })],
      'oktyabrsky',
      /labelled leninsky, the text says oktyabrsky/,
    ],
    ['too few rows', [appeal(1)], null, /1 rows, at least 3000 wanted/],
    ['a missing language', [appeal(1)], null, /language ky: 0\.0%/],
    ['a missing style', [appeal(1)], null, /no row in style sarcastic/],
    [
      'near-duplicates',
      [appeal(1, { text: 'нет воды второй день' }), appeal(2, { text: 'Нет воды второй день!' })],
      null,
      /near-duplicates \(1\.00\)/,
    ],
    [
      'a skeleton used four times',
      ['Манаса', 'Токтогула', 'Исанова', 'Киевской'].map((street, i) =>
        appeal(i, { text: `Очень прошу помочь на ${street}` }),
      ),
      null,
      /sentence skeleton used 4 times/,
    ],
  ])('finds %s', (_what, rows, district, message) => {
    expect(findingsOf(rows, district)).toMatch(message);
  });
});

describe('reading rows', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rows-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('drops an author’s extra fields from a draft and refuses them in a row', () => {
    const { id: _id, department: _department, ...draft } = appeal(1);
    expect(DraftSchema.parse({ ...draft, secondTopic: null, mood: 'grim' })).toEqual({ ...draft, secondTopic: null });
    expect(AppealRowSchema.safeParse({ ...appeal(1), mood: 'grim' }).success).toBe(false);
  });

  it.each([
    ['broken JSON', '{"id":'],
    ['a wrong style', JSON.stringify({ ...appeal(1), style: 'poem' })],
  ])('names the file and the line of %s', (_what, line) => {
    const path = join(folder, 'rows.jsonl');
    writeFileSync(path, `${JSON.stringify(appeal(1))}\n\n${line}\n`);
    expect(() => readJsonl(path, AppealRowSchema)).toThrow('rows.jsonl:3');
  });
});
