import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { calibrationError, equalMassBins, equalWidthBins, widthBin } from '../../eval/metrics/calibration.ts';
import {
  balancedAccuracy,
  confusionPairs,
  countClasses,
  macroF1,
  perClass,
  topAccuracy,
  weightedF1,
} from '../../eval/metrics/classification.ts';
import { mcnemar } from '../../eval/metrics/compare.ts';
import { multiLabelFigures } from '../../eval/metrics/multilabel.ts';
import { brierScores, logLosses, mean } from '../../eval/metrics/probability.ts';
import { hits, rankRows, type Scored } from '../../eval/metrics/scored.ts';
import { augrc, aurc, coverageAt, riskCoverage } from '../../eval/metrics/selective.ts';

interface Single {
  classes: number;
  truth: number[];
  probabilities: number[][];
  expected: Record<string, number> & {
    coverage: Record<string, number>;
    precision: number[];
    recall: number[];
    f1: number[];
    support: number[];
    confusion: number[][];
  };
}
interface Multi {
  classes: number;
  truth: number[][];
  predicted: number[][];
  expected: Record<string, number>;
}
const reference = JSON.parse(readFileSync(new URL('fixtures/reference.json', import.meta.url), 'utf8')) as {
  single: Single[];
  multi: Multi[];
  mcnemar: { b: number; c: number; p: number }[];
};

const scoredOf = ({ classes, probabilities, truth }: Pick<Single, 'classes' | 'probabilities' | 'truth'>): Scored => ({
  labels: Array.from({ length: classes }, (_, c) => `class ${c}`),
  truth: Int32Array.from(truth),
  probabilities: Float64Array.from(probabilities.flat()),
});
const AGREEMENT = 1e-9;
function near(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(AGREEMENT);
}

describe.each(reference.single.map((data, i) => ({ i, data })))('answers no. $i of scikit-learn’s', ({ data }) => {
  const scored = scoredOf(data);
  const ranked = rankRows(scored);
  const counts = countClasses(ranked);
  const right = hits(ranked);
  const { expected } = data;

  it.each([
    ['top1', () => topAccuracy(ranked, 1)],
    ['top3', () => topAccuracy(ranked, 3)],
    ['macroF1', () => macroF1(counts)],
    ['weightedF1', () => weightedF1(counts)],
    ['balancedAccuracy', () => balancedAccuracy(counts)],
    ['logLoss', () => mean(logLosses(scored))],
    ['brier', () => mean(brierScores(scored))],
    ['ece', () => calibrationError(equalWidthBins(ranked.confidence, right))],
    ['eceMass', () => calibrationError(equalMassBins(ranked.confidence, right))],
    ['aurc', () => aurc(ranked.confidence, right)],
    ['augrc', () => augrc(ranked.confidence, right)],
  ])('give the same %s', (name, figure) => near(figure(), expected[name] as number));

  it.each([0.9, 0.95, 0.97, 0.99])('are covered as far at precision %d', (precision) => {
    const { coverage } = coverageAt(riskCoverage(ranked.confidence, right), precision);
    near(coverage, expected.coverage[String(precision)] as number);
  });

  it('have the same precision, recall, F1 and support per class', () => {
    perClass(counts).forEach((figures, c) => {
      near(figures.precision, expected.precision[c] as number);
      near(figures.recall, expected.recall[c] as number);
      near(figures.f1, expected.f1[c] as number);
      expect(figures.support).toBe(expected.support[c]);
    });
  });

  it('are confused in the same way', () => {
    const off = expected.confusion.flatMap((row, t) =>
      row.flatMap((count, p) => (t === p || count === 0 ? [] : [`${t} ${p} ${count}`])),
    );
    const pairs = confusionPairs(ranked).map(({ predicted, rows, truth }) => `${truth} ${predicted} ${rows.length}`);
    expect(pairs.sort()).toEqual(off.sort());
  });
});

describe.each(reference.multi.map((data, i) => ({ i, data })))('label sets no. $i of scikit-learn’s', ({ data }) => {
  const flat = (rows: number[][]) => Uint8Array.from(rows.flat());
  const figures = multiLabelFigures({ ...data, truth: flat(data.truth), predicted: flat(data.predicted) });

  it.each(Object.entries(data.expected))('give the same %s', (name, value) =>
    near(figures[name as keyof typeof figures], value),
  );
});

describe('McNemar’s test', () => {
  it.each(reference.mcnemar)('of $b against $c has the exact p-value $p', ({ b, c, p }) => {
    const first = [...Array<number>(b).fill(1), ...Array<number>(c).fill(0), 1, 0];
    const second = [...Array<number>(b).fill(0), ...Array<number>(c).fill(1), 1, 0];
    const result = mcnemar(first, second);
    expect(result).toMatchObject({ onlyFirst: b, onlySecond: c });
    expect(Math.abs(result.p - p)).toBeLessThanOrEqual(AGREEMENT * p);
  });
});

/** Four rows, three classes, worked out by hand. */
describe('by hand', () => {
  const scored = scoredOf({
    classes: 3,
    truth: [0, 1, 2, 1],
    probabilities: [
      [0.7, 0.2, 0.1],
      [0.5, 0.4, 0.1],
      [0.1, 0.1, 0.8],
      [0.2, 0.6, 0.2],
    ],
  });
  const ranked = rankRows(scored);
  const right = hits(ranked);

  it('ranks the true class', () => expect([...ranked.rank]).toEqual([0, 1, 0, 0]));
  it('has top-1 ¾ and top-2 1', () => expect([topAccuracy(ranked, 1), topAccuracy(ranked, 2)]).toEqual([0.75, 1]));
  it('has macro-F1 (⅔ + ⅔ + 1) / 3', () => near(macroF1(countClasses(ranked)), 7 / 9));
  it('has weighted F1 (⅔ + 2·⅔ + 1) / 4', () => near(weightedF1(countClasses(ranked)), 3 / 4));
  it('has balanced accuracy (1 + ½ + 1) / 3', () => near(balancedAccuracy(countClasses(ranked)), 5 / 6));
  it('has Brier scores 0.14, 0.62, 0.06, 0.24', () => {
    const scores = brierScores(scored);
    for (const [i, value] of [0.14, 0.62, 0.06, 0.24].entries()) near(scores[i] as number, value);
  });
  it('has log loss −(ln 0.7 + ln 0.4 + ln 0.8 + ln 0.6) / 4', () =>
    near(mean(logLosses(scored)), -Math.log(0.7 * 0.4 * 0.8 * 0.6) / 4));
  it('has ECE (0.3 + 0.5 + 0.2 + 0.4) / 4 with every row in a bin of its own', () =>
    near(calibrationError(equalWidthBins(ranked.confidence, right)), 0.35));
  it('has AURC (0 + 0 + 0 + ¼) / 4 and AUGRC ½ / 16', () => {
    near(aurc(ranked.confidence, right), 1 / 16);
    near(augrc(ranked.confidence, right), 1 / 32);
  });
  it('covers ¾ at any precision above ¾', () =>
    expect(coverageAt(riskCoverage(ranked.confidence, right), 0.9)).toEqual({ coverage: 0.75, threshold: 0.6 }));
});

describe('edges', () => {
  it('count an answer that failed as wrong at every rank', () => {
    const ranked = rankRows(
      scoredOf({
        classes: 2,
        truth: [0, 1],
        probabilities: [
          [0, 0],
          [0, 1],
        ],
      }),
    );
    expect([...ranked.predicted]).toEqual([-1, 1]);
    expect([topAccuracy(ranked, 1), topAccuracy(ranked, 2)]).toEqual([0.5, 0.5]);
    expect(confusionPairs(ranked)).toEqual([{ truth: 0, predicted: -1, rows: [0] }]);
  });

  it('rank equal probabilities in the order of the labels', () => {
    const ranked = rankRows(
      scoredOf({
        classes: 2,
        truth: [0, 1],
        probabilities: [
          [0.5, 0.5],
          [0.5, 0.5],
        ],
      }),
    );
    expect([...ranked.rank]).toEqual([0, 1]);
  });

  it('answer rows of equal confidence together', () => {
    expect(riskCoverage([0.9, 0.5, 0.5, 0.5], [1, 0, 1, 1])).toEqual([
      { coverage: 0.25, risk: 0, threshold: 0.9 },
      { coverage: 1, risk: 0.25, threshold: 0.5 },
    ]);
    near(aurc([0.5, 0.5], [1, 0]), 0.5);
    near(aurc([0.5, 0.5], [0, 1]), 0.5);
    near(augrc([0.5, 0.5], [0, 1]), 0.25);
  });

  it.each([
    [0, 0],
    [1 / 15, 0],
    [0.067, 1],
    [1, 14],
  ])('put confidence %d into bin %i', (confidence, bin) => expect(widthBin(confidence, 15)).toBe(bin));

  it('cover nothing where no precision is good enough', () =>
    expect(coverageAt(riskCoverage([0.9], [0]), 0.9)).toEqual({ coverage: 0, threshold: null }));

  it('give no coverage, loss or ECE for no rows at all', () => {
    expect(calibrationError(equalWidthBins([], []))).toBeNaN();
    expect(mean([])).toBeNaN();
    expect(riskCoverage([], [])).toEqual([]);
  });
});
