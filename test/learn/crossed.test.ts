import { describe, expect, it } from 'vitest';
import { choiceCovariates } from '../../src/classify/choice.ts';
import { type CrossedInput, forEachFeature, NEEDS } from '../../src/classify/crossed/features.ts';
import { crossedModel } from '../../src/classify/crossed/model.ts';
import { alignFusion, fuse } from '../../src/classify/fusion.ts';
import { topIndices } from '../../src/classify/scores.ts';
import { indexVectors, nearestAmong } from '../../src/classify/vectors.ts';
import { precedentVote, SAME_CHOICE } from '../../src/classify/vote.ts';
import { seededRandom } from '../../src/learn/dual-descent.ts';
import type { TrainingRow } from '../../src/learn/rows.ts';
import { CROSSED_ROWS, trainCrossed, worthCrossing } from '../../src/learn/train-crossed.ts';
import { trainFusion } from '../../src/learn/train-fusion.ts';

const COLUMNS = ['declared', 'district'];

function row(text: string, declared: string | undefined, more: Partial<TrainingRow> = {}): TrainingRow {
  const context = { declared, district: 'north' };
  return { text, language: 'ru', labels: {}, context, weight: 1, ...more };
}

function featuresOf(input: CrossedInput): Map<number, number> {
  const found = new Map<number, number>();
  forEachFeature(input, (hash, needs) => found.set(hash, needs));
  return found;
}

describe('features over text and context', () => {
  it('of a text alone are its words, the same as with context beside it', () => {
    const alone = featuresOf({ text: 'яма на дороге', values: [undefined, undefined] });
    const beside = featuresOf({ text: 'яма на дороге', values: ['Улица/Дороги/Ямы', 'north'], lat: 59.9, lon: 30.3 });
    expect(new Set(alone.values())).toEqual(new Set([NEEDS.text]));
    for (const hash of alone.keys()) expect(beside.get(hash)).toBe(NEEDS.text);
  });

  it.each([
    ['a choice', { values: ['Улица/Дороги/Ямы'] }, NEEDS.text | NEEDS.declared],
    ['a district', { values: [undefined, 'north'] }, NEEDS.columns],
    ['a choice and a district', { values: ['Ямы', 'north'] }, NEEDS.columns | NEEDS.declared],
    ['a place', { values: [], lat: 59.9, lon: 30.3 }, NEEDS.place],
    ['a choice and a place', { values: ['Ямы'], lat: 59.9, lon: 30.3 }, NEEDS.place | NEEDS.declared],
    ['an hour', { values: [], at: '2021-03-01T14:50:40' }, NEEDS.time],
  ])('say what they need: %s', (_what, input, needs) => {
    expect([...featuresOf({ text: 'яма', ...input }).values()]).toContain(needs);
  });

  it('of choices with a common beginning share that beginning', () => {
    const of = (choice: string) =>
      new Set(
        [...featuresOf({ text: '', values: [choice] })].filter(([, needs]) => needs === NEEDS.declared).map(([h]) => h),
      );
    const shared = [...of('Дом/Кровля/Течь')].filter((hash) => of('Дом/Кровля/Сосульки').has(hash));
    expect(shared).toHaveLength(2);
  });
});

describe('the model over text and context', () => {
  // The same word means another label under the other choice: no sum of the two alone can tell.
  const cases = [
    ['мусор', 'Двор', 0],
    ['мусор', 'Подъезд', 1],
    ['лампа', 'Двор', 1],
    ['лампа', 'Подъезд', 0],
  ] as const;
  const random = seededRandom(3);
  const drawn = Array.from({ length: 400 }, () => cases[Math.floor(random() * 4)] as (typeof cases)[number]);
  const rows = drawn.map(([word, declared], i) => row(`${word} у дома ${i % 7}`, declared, { lat: 59.9, lon: 30.3 }));
  const targets = [{ first: 0, count: 2, multi: false, linked: false, rows: drawn.map(([, , label]) => [label]) }];
  const weights = trainCrossed(rows, targets, new Float32Array(rows.length).fill(1), {
    columns: COLUMNS,
    seed: 1,
    maxBytes: 1e6,
  });
  const model = crossedModel(weights);

  it.each(cases)('knows what "%s" means under the choice "%s"', (word, declared, label) => {
    const scores = model.score({ text: `${word} во дворе`, values: [declared, 'north'], lat: 59.9, lon: 30.3 });
    expect(topIndices(scores ?? [], 1)).toEqual([label]);
  });

  it('answers without district and place, and keeps silent where only the text is known', () => {
    const scores = model.score({ text: 'мусор', values: ['Подъезд', undefined] });
    expect(topIndices(scores ?? [], 1)).toEqual([1]);
    expect(model.score({ text: 'мусор', values: [undefined, undefined] })).toBeNull();
  });

  it('is learned only where enough real rows hold a choice', () => {
    const many = Array.from({ length: CROSSED_ROWS }, () => row('мусор', 'Двор'));
    expect(worthCrossing(many, COLUMNS)).toBe(true);
    expect(worthCrossing(many, [])).toBe(false);
    expect(worthCrossing(many.slice(1), COLUMNS)).toBe(false);
    expect(
      worthCrossing(
        many.map((own) => ({ ...own, precedent: false })),
        COLUMNS,
      ),
    ).toBe(false);
  });
});

describe('precedents of the same choice', () => {
  it('are the nearest among those rows only', () => {
    const index = indexVectors(Float32Array.of(1, 0, 0, 1, 0.8, 0.6, 0.6, 0.8), 2);
    const found = nearestAmong(index, [1, 0], 2, [1, 2, 3]);
    expect(found.map(({ row: at }) => at)).toEqual([2, 3]);
    expect(found[0]?.similarity).toBeCloseTo(0.8, 2);
    expect(nearestAmong(index, [1, 0], 2, [])).toEqual([]);
  });

  it.each([
    ['disagree', [0.9, 0.9], 0],
    ['lean to the other label', [0.9, 0.97], 1],
  ])('are weighed with what the choice usually means: they %s', (_how, [first = 0, second = 0], label) => {
    const found = [
      { label: 0, similarity: first },
      { label: 1, similarity: second },
    ];
    const usual = [0.6, 0.4];
    expect(topIndices(precedentVote(found, usual, SAME_CHOICE) ?? [], 1)).toEqual([label]);
  });
});

describe('fusion with the choice', () => {
  const logs = (...p: number[]) => Float64Array.from(p, Math.log);

  it('sees how the text bears the choice out', () => {
    const agree = [logs(0.8, 0.1, 0.1), logs(0.6, 0.3, 0.1)];
    expect(choiceCovariates(agree, [0, 1], 0)).toEqual([1, 0.7, 0.7, 0].map((x) => expect.closeTo(x, 9)));
    expect(choiceCovariates(agree, [0, 1], 1)).toEqual([1, 0.7, 0.2, 1].map((x) => expect.closeTo(x, 9)));
    expect(choiceCovariates([null, null], [0, 1], 1)).toEqual([1, 0, 0, 0]);
  });

  it('learns to follow it when it is always right, and only where there is one', () => {
    const random = seededRandom(5);
    const samples = Array.from({ length: 300 }, () => {
      const label = Math.floor(random() * 3);
      return { evidence: [logs(0.4, 0.3, 0.3)], labels: [label], choice: label, textLength: 50, weight: 1 };
    });
    const fusion = trainFusion(['ngram'], samples, { labels: 3, multi: false, seed: 1, maxIterations: 60 });
    const first = (choice: number) => topIndices(fuse(fusion, [logs(0.4, 0.3, 0.3)], 50, choice), 1)[0];
    expect([first(0), first(1), first(2)]).toEqual([0, 1, 2]);
    const without = samples.map((sample) => ({ ...sample, choice: -1 }));
    const plain = trainFusion(['ngram'], without, { labels: 3, multi: false, seed: 1, maxIterations: 60 });
    expect(plain.choiceWeights).toEqual([]);
  });

  it('of an older folder gives the same scores among more evidences', () => {
    const old = {
      evidence: ['ngram', 'head'],
      logWeights: [
        [0.5, 0.1, 0.2, 0.3],
        [0.4, -0.1, 0.1, 0.2],
      ],
      linearWeights: [0.3, -0.2],
      biases: [0.1, 0],
      choiceWeights: [],
      needs: [],
    };
    const [a, b] = [logs(0.7, 0.3), logs(0.2, 0.8)];
    const aligned = alignFusion(old, ['ngram', 'crossed', 'head']);
    expect([...fuse(aligned, [a, logs(0.5, 0.5), b], 80, 1)]).toEqual([...fuse(old, [a, b], 80, 1)]);
    expect(() => alignFusion(old, ['ngram'])).toThrow(/"head"/);
  });
});
