import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadDataset, seenThrough, textsOf } from '../../eval/dataset.ts';
import { sinceOf } from '../../eval/live/since.ts';
import { mediansOf } from '../../eval/more-models.ts';
import { readOptions } from '../../eval/options.ts';
import { kg24Suite } from '../../eval/suites/kg24.ts';
import { spbSuite } from '../../eval/suites/spb.ts';

const folder = mkdtempSync(join(tmpdir(), 'bagyt-eval-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('npm run eval', () => {
  it.each([
    [[], { quick: true, suites: ['bishkek'], seed: 1, ablation: true }],
    [['--suite', 'all', '--out', 'o'], { quick: false, suites: ['spb', 'kg24', 'bishkek'], out: 'o' }],
    [['--suite', 'spb', '--seeds', '2,3'], { suites: ['spb'], seeds: [2, 3], seed: 2 }],
    [
      ['--model', 'm', '--data', 'f.csv', '--text', 't', '--labels', 'a,b', '--context', 'c'],
      { suites: ['file'], model: 'm', text: 't', labels: ['a', 'b'], context: ['c'] },
    ],
    [['--system', 'http://x', '--key', 'k', '--no-peers'], { system: 'http://x', key: 'k', peers: [] }],
  ])('understands %j', (args, expected) => expect(readOptions(args)).toMatchObject(expected));

  it.each([
    [['--suite', 'moscow'], /--suite is spb, kg24, bishkek or all, not moscow/],
    [['--labels', 'a'], /--labels needs --data/],
    [['--labels', 'a', '--data', 'f'], /needs --model DIR or --system URL/],
    [['--system', 'http://x'], /--system needs --key/],
    [['--limit', 'many'], /--limit is not a number/],
    [['--colour'], /colour/],
  ])('refuses %j', (args, message) => expect(() => readOptions(args)).toThrow(message));

  it('explains itself', () => expect(readOptions(['--help'])).toBeNull());
});

describe('a labelled file', () => {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, 'id,text,kind,area\n1,яма,road,north\n2,,road,south\n3,свет,,north\n4,свет,light,\n');

  it('is read with what was skipped counted by cause', async () => {
    const data = await loadDataset(path, { text: 'text', labels: ['kind'], context: ['area'], slices: ['area'] });
    expect(data.skipped).toEqual({ 'no text': 1, 'no label': 1 });
    expect(data.targets).toEqual([{ name: 'kind', multi: false }]);
    expect(data.examples).toEqual([
      { id: '1', text: 'яма', labels: { kind: ['road'] }, context: { area: 'north' }, slices: { area: 'north' } },
      { id: '4', text: 'свет', labels: { kind: ['light'] }, context: { area: undefined }, slices: {} },
    ]);
    expect(seenThrough(data, []).examples[0]?.context).toEqual({});
  });

  it('tells a column that no row has', async () => {
    await expect(loadDataset(path, { text: 'words', labels: ['kind'] })).rejects.toThrow(/no column "words"/);
  });

  it('is multi-label where a row holds a list, and knows duplicates of other files', async () => {
    const lists = join(folder, 'lists.jsonl');
    writeFileSync(lists, '{"text":" яма ","topics":["a","b"]}\n{"text":"дом","topics":["a"]}\nnot json\n');
    const data = await loadDataset(
      lists,
      { text: 'text', labels: ['topics'] },
      { trainedOn: await textsOf([path], 'text') },
    );
    expect(data.targets).toEqual([{ name: 'topics', multi: true }]);
    expect(data.examples.map(({ id, seen }) => [id, seen])).toEqual([
      ['line-1', true],
      ['line-2', false],
    ]);
    expect(data.skipped).toEqual({ 'not readable': 1 });
  });

  it('is sampled evenly', async () => {
    const many = join(folder, 'many.jsonl');
    writeFileSync(
      many,
      Array.from({ length: 10 }, (_, i) => JSON.stringify({ id: `${i}`, text: 't', kind: 'k' })).join('\n'),
    );
    const data = await loadDataset(many, { text: 'text', labels: ['kind'] }, { limit: 3 });
    expect(data.examples.map(({ id }) => id)).toEqual(['0', '3', '6']);
  });
});

describe('a suite without its data', () => {
  it.each([
    ['spb', spbSuite],
    ['kg24', kg24Suite],
  ])('%s says what it needs', async (name, open) => {
    await expect(open(join(folder, 'nowhere'))).rejects.toThrow(new RegExp(`suite ${name} needs .*--data`));
  });
});

describe('medians over seeds', () => {
  it('are taken figure by figure', () => {
    const seed = (top1: number, ece: number) => ({ seed: 1, model: '', targets: { reason: { top1, ece } } });
    expect(mediansOf([seed(0.7, 0.03), seed(0.9, 0.01), seed(0.8, 0.02)])).toEqual({
      reason: { top1: 0.8, ece: 0.02 },
    });
    expect(mediansOf([seed(0.7, 0.03), seed(0.9, 0.01)])).toEqual({ reason: { top1: 0.8, ece: 0.02 } });
    expect(mediansOf([])).toEqual({});
  });
});

describe('a time', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  it.each([
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
    ['36h', '2026-11-21T00:00:00.000Z'],
    ['2w', '2026-11-08T12:00:00.000Z'],
  ])('%s is read', (text, expected) => expect(sinceOf(text, now).toISOString()).toBe(expected));
  it('that is none is refused', () => expect(() => sinceOf('yesterday', now)).toThrow(/not a time/));
});

describe('the reference figures', () => {
  it('say with which scikit-learn they were made', () => {
    const { made } = JSON.parse(readFileSync(new URL('fixtures/reference.json', import.meta.url), 'utf8')) as {
      made: Record<string, string>;
    };
    expect(made.sklearn).toMatch(/^\d+\.\d+/);
  });
});
