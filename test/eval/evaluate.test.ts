import { describe, expect, it } from 'vitest';
import { compare, evaluate } from '../../eval/evaluate.ts';
import { LEAST_ROWS, sliceValues } from '../../eval/slices.ts';
import { byShown } from '../../eval/systems/suggestion.ts';
import type { Answer, Dataset, Example, SingleFigures, System } from '../../eval/types.ts';

const LABELS = ['a', 'b', 'c', 'd'];

function dataset(n: number): Dataset {
  const examples = Array.from({ length: n }, (_, i): Example => {
    const label = LABELS[i % 3] as string;
    return {
      id: `row-${i}`,
      text: 'x'.repeat(10 + i),
      labels: { category: [label] },
      context: { created_at: '2021-03-16T10:00:00' },
      slices: { language: i < 40 ? 'ru' : 'ky' },
      emergency: label === 'a',
      seen: i % 2 === 0,
    };
  });
  return {
    name: 'made',
    hash: 'data',
    examples,
    targets: [{ name: 'category', multi: false }],
    skipped: { 'no text': 2 },
  };
}

/** Answers by a rule; `null` fails. */
function system(name: string, rule: (example: Example, i: number) => Answer | null, complete = true): System {
  return {
    name,
    version: '1',
    hash: null,
    complete,
    answer: async (examples) =>
      examples.map((example, i) => {
        const answer = rule(example, i);
        return answer === null ? { failure: 'timeout' } : { answer };
      }),
  };
}
const says = (label: string, probability: number): Answer => ({
  targets: {
    category: {
      ranked: [
        { label, probability },
        ...LABELS.filter((other) => other !== label).map((other) => ({
          label: other,
          probability: (1 - probability) / 3,
        })),
      ],
      level: probability > 0.9 ? 'preselect' : 'suggest',
    },
  },
  urgency: label === 'a' ? 'emergency' : 'normal',
});
const truthOf = (example: Example) => example.labels.category?.[0] as string;
const options = { seed: 1, resamples: 200, codeHash: 'code' };
const figuresOf = (figures: unknown) => figures as SingleFigures;

describe('an evaluation', () => {
  it('of a system that is always right and sure has top-1 1 and no calibration error', async () => {
    const result = await evaluate(
      system('right', (example) => says(truthOf(example), 1)),
      dataset(60),
      options,
    );
    const figures = figuresOf(result.targets.category);
    expect(figures).toMatchObject({ n: 60, top1: { value: 1, low: 1, high: 1 }, macroF1: { value: 1 } });
    expect(figures.ece.value).toBe(0);
    expect(figures.levels).toMatchObject({ preselect: { share: 1, top1: 1 }, manual: { share: 0 } });
    expect(result).toMatchObject({ n: 60, dataHash: 'data', codeHash: 'code', skipped: { 'no text': 2 } });
    expect(result.emergency).toEqual({ n: 20, recall: 1, precision: 1 });
  });

  it('counts failures by cause, and each as a wrong answer', async () => {
    const failing = system('failing', (example, i) => (i < 15 ? null : says(truthOf(example), 0.95)));
    const result = await evaluate(failing, dataset(60), options);
    expect(result.failures).toEqual({ timeout: 15 });
    const figures = figuresOf(result.targets.category);
    expect(figures.n).toBe(60);
    expect(figures.top1.value).toBe(0.75);
    expect(figures.top3.value).toBe(0.75);
    expect(figures.levels?.manual.share).toBe(0.25);
    expect(result.rows[0]).toMatchObject({ failure: 'timeout', targets: { category: { predicted: null } } });
  });

  it('counts degraded answers without calling them wrong', async () => {
    const slow = system('slow', (example) => ({ ...says(truthOf(example), 0.5), degraded: 'embedder-timeout' }));
    const result = await evaluate(slow, dataset(30), options);
    expect(result.failures).toEqual({ 'embedder-timeout': 30 });
    expect(figuresOf(result.targets.category).top1.value).toBe(1);
  });

  it('follows from system, data and seed alone', async () => {
    const noisy = system('noisy', (example, i) => says(i % 4 === 0 ? 'd' : truthOf(example), 0.4 + (i % 50) / 100));
    const once = await evaluate(noisy, dataset(60), options);
    expect(await evaluate(noisy, dataset(60), options)).toEqual(once);
    const other = await evaluate(noisy, dataset(60), { ...options, seed: 2 });
    expect(figuresOf(other.targets.category).aurc.low).not.toBe(figuresOf(once.targets.category).aurc.low);
  });

  it('says of a slice with too few rows how many there are and nothing else', async () => {
    const rule = system('right', (example) => says(truthOf(example), 0.9));
    const result = await evaluate(rule, dataset(60), { ...options, slices: ['language'] });
    expect(figuresOf(result.targets.category).slices).toEqual([
      { by: 'language', value: 'ru', n: 40, top1: { value: 1, low: 1, high: 1 }, top3: 1 },
      { by: 'language', value: 'ky', n: 20 },
    ]);
    expect(LEAST_ROWS).toBe(30);
  });

  it('tells texts seen in training from others', async () => {
    const copies = system('copies', (example) => says(example.seen === true ? truthOf(example) : 'd', 0.9));
    const result = await evaluate(copies, dataset(60), options);
    const { duplicates } = figuresOf(result.targets.category);
    expect(duplicates?.seen).toMatchObject({ n: 30, top1: 1 });
    expect(duplicates?.unseen).toMatchObject({ n: 30, top1: 0 });
  });

  it('spreads what is left of the probability where a system names only its first labels', async () => {
    const brief = system(
      'brief',
      () => ({ targets: { category: { ranked: [{ label: 'a', probability: 0.7 }] } } }),
      false,
    );
    const complete = { ...brief, complete: true };
    const data = dataset(30);
    const loss = async (of: System) => figuresOf((await evaluate(of, data, options)).targets.category).logLoss.value;
    expect(await loss(brief)).toBeCloseTo(-(Math.log(0.7) + 2 * Math.log(0.15)) / 3, 12);
    expect(await loss(complete)).toBeGreaterThan(10);
  });

  it('leaves out a target that the system does not know, and keeps one that it fails on', async () => {
    const data = {
      ...dataset(30),
      targets: [
        { name: 'category', multi: false },
        { name: 'unit', multi: false },
      ],
    };
    const known = await evaluate(
      system('knows', (example) => says(truthOf(example), 1)),
      data,
      options,
    );
    expect(Object.keys(known.targets)).toEqual(['category']);
    const failed = await evaluate(
      system('fails', () => null),
      data,
      options,
    );
    expect(figuresOf(failed.targets.category).top1.value).toBe(0);
  });
});

describe('a multi-label evaluation', () => {
  const examples = Array.from(
    { length: 40 },
    (_, i): Example => ({
      id: String(i),
      text: 'text',
      labels: { topics: i % 2 === 0 ? ['a', 'b'] : ['c'] },
      context: {},
      slices: {},
    }),
  );
  const data: Dataset = { name: 'made', hash: 'h', examples, targets: [{ name: 'topics', multi: true }], skipped: {} };

  it('scores the labels given, and the first label on its own', async () => {
    const half = system('half', () => ({
      targets: {
        topics: {
          ranked: [
            { label: 'a', probability: 0.9 },
            { label: 'c', probability: 0.6 },
          ],
          labels: ['a', 'c'],
        },
      },
    }));
    const { targets } = await evaluate(half, data, options);
    // Even rows: {a} of {a, b, c}; odd rows: {c} of {a, c}.
    expect(targets.topics).toMatchObject({
      kind: 'multi',
      n: 40,
      top1: { value: 0.5 },
      jaccard: { value: expect.closeTo((1 / 3 + 1 / 2) / 2, 12) },
      samplesF1: { value: expect.closeTo((1 / 2 + 2 / 3) / 2, 12) },
      microF1: { value: (2 * 40) / (20 * 4 + 20 * 3) },
      exact: { value: 0 },
    });
  });
});

describe('a comparison', () => {
  it('pairs rows by id', async () => {
    const data = dataset(60);
    const good = await evaluate(
      system('good', (example) => says(truthOf(example), 0.9)),
      data,
      options,
    );
    const bad = await evaluate(
      system('bad', (example, i) => says(i % 3 === 0 ? 'd' : truthOf(example), 0.9)),
      data,
      options,
    );
    const result = compare(bad, { ...good, rows: [...good.rows].reverse() }, 'category');
    expect(result).toMatchObject({ first: 'bad', second: 'good', mcnemar: { onlyFirst: 0, onlySecond: 20 } });
    expect(result?.mcnemar.p).toBeCloseTo(2 ** -19, 12);
    expect(result?.difference.value).toBeCloseTo(1 / 3, 12);
  });

  it('is none where no row is common', async () => {
    const result = await evaluate(
      system('one', (example) => says(truthOf(example), 1)),
      dataset(30),
      options,
    );
    expect(compare(result, { ...result, rows: [] }, 'category')).toBeNull();
  });
});

describe('slices of an example', () => {
  const example: Example = {
    id: '1',
    text: 'x'.repeat(200),
    labels: {},
    context: { district: 'Невский', created_at: '2021-03-16T00:07:08', lat: 59 },
    slices: { style: 'short' },
  };
  it('come from text, context, answer and the row itself', () => {
    expect(sliceValues(example, { answer: { targets: {}, language: 'ru' } })).toEqual({
      language: 'ru',
      length: '200–599',
      district: 'Невский',
      month: '2021-03',
      style: 'short',
    });
  });
  it('take the labelled language before the detected one', () => {
    const labelled = { ...example, slices: { language: 'mixed' } };
    expect(sliceValues(labelled, { answer: { targets: {}, language: 'ru' } }).language).toBe('mixed');
  });
});

describe('departments of a suggestion', () => {
  it('stand in the order that is shown, with probabilities that agree', () => {
    const list = [
      { label: 'roads', probability: 0.4 },
      { label: 'water', probability: 0.6 },
    ];
    const shown = byShown(list, 'roads');
    expect(shown.map(({ label }) => label)).toEqual(['roads', 'water']);
    expect(shown[0]?.probability).toBeGreaterThan(shown[1]?.probability ?? 1);
    expect(shown[0]?.probability).toBeCloseTo(0.6, 6);
  });
});
