import { describe, expect, it } from 'vitest';
import {
  meanInterval,
  percentileInterval,
  RESAMPLED,
  resample,
  resampleFigures,
  strataOf,
} from '../../eval/metrics/bootstrap.ts';
import { calibrationError, equalWidthBins } from '../../eval/metrics/calibration.ts';
import { balancedAccuracy, countClasses, macroF1, topAccuracy, weightedF1 } from '../../eval/metrics/classification.ts';
import { pairedBootstrap } from '../../eval/metrics/compare.ts';
import { centroidShift, histogram, stabilityIndex, stabilityNoise, unknownRate } from '../../eval/metrics/drift.ts';
import { brierScores, logLosses, mean } from '../../eval/metrics/probability.ts';
import { randomNumbers } from '../../eval/metrics/random.ts';
import { hits, rankRows, type Scored, selectRows } from '../../eval/metrics/scored.ts';
import { aurc, coverageAt, riskCoverage } from '../../eval/metrics/selective.ts';

/** Random answers that favour the truth, with distinct confidences. */
function answers(n: number, k: number, seed: number): Scored {
  const random = randomNumbers(seed);
  const truth = Int32Array.from({ length: n }, () => Math.floor(random() * k));
  const probabilities = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    const row = Array.from({ length: k }, (_, c) => random() * (c === truth[i] ? 3 : 1));
    const total = row.reduce((a, b) => a + b, 0);
    row.forEach((value, c) => {
      probabilities[i * k + c] = value / total;
    });
  }
  return { labels: Array.from({ length: k }, (_, c) => String(c)), truth, probabilities };
}
const scored = answers(120, 5, 3);
const ranked = rankRows(scored);
const losses = { logLoss: logLosses(scored), brier: brierScores(scored) };

describe('a resample', () => {
  it('holds as many rows of each class as there are', () => {
    resample(strataOf(ranked.truth), 50, 1, (counts) => {
      const sizes = [0, 0, 0, 0, 0];
      const rows = [0, 0, 0, 0, 0];
      ranked.truth.forEach((own, i) => {
        sizes[own] = (sizes[own] as number) + (counts[i] as number);
        rows[own] = (rows[own] as number) + 1;
      });
      expect(sizes).toEqual(rows);
    });
  });

  it('gives every statistic as the plain formula does on the same rows', () => {
    const figures = resampleFigures(ranked, losses, 9, 20);
    let b = 0;
    resample(strataOf(ranked.truth), 20, 9, (counts) => {
      const rows = [...counts].flatMap((count, i) => Array<number>(count).fill(i));
      const own = selectRows(ranked, rows);
      const counted = countClasses(own);
      const right = hits(own);
      const pick = (values: Float64Array) => mean(rows.map((i) => values[i] as number));
      const curve = riskCoverage(own.confidence, right);
      const expected: Record<(typeof RESAMPLED)[number], number> = {
        top1: topAccuracy(own, 1),
        top3: topAccuracy(own, 3),
        macroF1: macroF1(counted),
        weightedF1: weightedF1(counted),
        balancedAccuracy: balancedAccuracy(counted),
        ece: calibrationError(equalWidthBins(own.confidence, right)),
        logLoss: pick(losses.logLoss),
        brier: pick(losses.brier),
        aurc: aurc(own.confidence, right),
        coverage90: coverageAt(curve, 0.9).coverage,
        coverage95: coverageAt(curve, 0.95).coverage,
        coverage97: coverageAt(curve, 0.97).coverage,
        coverage99: coverageAt(curve, 0.99).coverage,
      };
      for (const name of RESAMPLED) expect(figures[name].at(b), name).toBeCloseTo(expected[name] as number, 9);
      b += 1;
    });
    expect(b).toBe(20);
  });

  it('is the same for the same seed and another for another', () => {
    const once = resampleFigures(ranked, losses, 4, 30).top1;
    expect(resampleFigures(ranked, losses, 4, 30).top1).toEqual(once);
    expect(resampleFigures(ranked, losses, 5, 30).top1).not.toEqual(once);
  });
});

describe('an interval', () => {
  it('of a mean is as wide as the normal approximation says', () => {
    const n = 400;
    const values = Float64Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 0 : 1));
    const { high, low, value } = meanInterval(values, strataOf(new Int32Array(n)), 7);
    const half = 1.96 * Math.sqrt((0.75 * 0.25) / n);
    expect(value).toBe(0.75);
    expect(low).toBeCloseTo(0.75 - half, 2);
    expect(high).toBeCloseTo(0.75 + half, 2);
  });

  it('is narrower where the strata explain the values', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 1 : 0));
    const strata = strataOf(Int32Array.from(values));
    expect(meanInterval(values, strata, 1, 200)).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  it('interpolates between order statistics', () => {
    const samples = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(percentileInterval(50, samples)).toEqual({ value: 50, low: 2.5, high: 97.5 });
  });

  it('of a difference excludes 0 where one system is clearly better', () => {
    const first = Float64Array.from({ length: 300 }, (_, i) => (i % 10 < 7 ? 1 : 0));
    const second = Float64Array.from({ length: 300 }, (_, i) => (i % 10 < 9 ? 1 : 0));
    const result = pairedBootstrap(first, second, strataOf(new Int32Array(300)), 2, 2_000);
    expect(result.value).toBeCloseTo(0.2, 12);
    expect(result.low).toBeGreaterThan(0.1);
    expect(result.worse).toBe(0);
    expect(pairedBootstrap(first, first, strataOf(new Int32Array(300)), 2, 100)).toMatchObject({ value: 0, worse: 1 });
  });
});

describe('drift', () => {
  it('has a stability index of Σ (a − e)·ln(a / e)', () => {
    expect(stabilityIndex([50, 50], [50, 50])).toBe(0);
    // (0.75 − 0.5)·ln 1.5 + (0.25 − 0.5)·ln 0.5
    expect(stabilityIndex([50, 50], [75, 25])).toBeCloseTo(0.25 * Math.log(1.5) + 0.25 * Math.log(2), 12);
  });
  it('stays finite where a class is new', () => expect(stabilityIndex([10, 0], [5, 5])).toBeGreaterThan(1));
  it('expects more by chance of small windows', () => expect(stabilityNoise(11, 100, 100)).toBeCloseTo(0.2, 12));
  it('measures how far the mean vector has turned', () => {
    expect(centroidShift([[1, 0]], [[1, 0]])).toBeCloseTo(0, 12);
    expect(centroidShift([[1, 0]], [[0, 1]])).toBeCloseTo(1, 12);
    expect(
      centroidShift(
        [
          [1, 0],
          [0, 1],
        ],
        [[1, 0]],
      ),
    ).toBeCloseTo(1 - Math.SQRT1_2, 12);
  });
  it('counts unknown words', () => expect(unknownRate(['яма', 'xyz'], (word) => word === 'яма')).toBe(0.5));
  it('puts confidences into bins', () =>
    expect(histogram([0, 0.05, 0.5, 1], 10)).toEqual([2, 0, 0, 0, 0, 1, 0, 0, 0, 1]));
});
