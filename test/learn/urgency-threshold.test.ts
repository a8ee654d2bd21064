import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/learn/dual-descent.ts';
import { missable, URGENCY_PROMISE, urgencyThreshold } from '../../src/learn/urgency-threshold.ts';

describe('the line above which an appeal is an emergency', () => {
  it('may miss more where there is more to learn from, never more than promised', () => {
    const missed = [20, 140, 400, 2000].map(missable);
    expect(missed).toEqual(missed.toSorted((a, b) => a - b));
    for (const [i, count] of [20, 140, 400, 2000].entries())
      expect((missed[i] ?? 0) / count).toBeLessThanOrEqual(1 - URGENCY_PROMISE.recall + 1e-9);
  });

  it('keeps the promised recall on emergencies that it has not seen, more often than not', () => {
    const random = seededRandom(4);
    const draw = (shift: number) => shift + Math.log(1 / random() - 1);
    let kept = 0;
    for (let trial = 0; trial < 60; trial++) {
      const truths = Array.from({ length: 1500 }, (_, i) => i < 150);
      const { emergency } = urgencyThreshold(
        truths.map((truth) => draw(truth ? 4 : 0)),
        truths,
      );
      const fresh = Array.from({ length: 4000 }, () => draw(4));
      if (fresh.filter((score) => score >= emergency).length / fresh.length >= URGENCY_PROMISE.recall) kept++;
    }
    expect(kept).toBeGreaterThan(24);
  });

  it('counts what it was chosen on, and puts the next ones above the normal', () => {
    const scores = [5, 4, 3, 2, 1, 0, -1, -2, -3, -4];
    const truths = scores.map((score) => score >= 3);
    const line = urgencyThreshold(scores, truths);
    expect(line.measured).toEqual({ rows: 10, emergencies: 3, recall: 1, falseAlarms: 0 });
    expect(line.emergency).toBe(3);
    expect(line.high).toBe(2);
  });
});
