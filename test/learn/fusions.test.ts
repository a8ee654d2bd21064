import { describe, expect, it } from 'vitest';
import { type EvidenceRow, fuse, fusionFor } from '../../src/classify/fusion.ts';
import { logSoftmax, topIndices } from '../../src/classify/scores.ts';
import { seededRandom } from '../../src/learn/dual-descent.ts';
import { fitFusions, type Pattern } from '../../src/learn/fit-fusions.ts';

const NAMES = ['ngram', 'head', 'context:choice'];
const LABELS = 3;

/** Rows with two evidences of their own noise, and a third that repeats what the second says. */
function madeUp(count: number) {
  const random = seededRandom(7);
  const say = (truth: number, strength: number) =>
    logSoftmax(
      Float64Array.from({ length: LABELS }, (_, k) => (k === truth ? strength : 0) + 2 * random()),
      1,
    );
  const rows = Array.from({ length: count }, (_, r) => ({
    labels: [Math.floor(random() * LABELS)],
    textLength: 80,
    weight: 1,
    fold: r % 3,
  }));
  const full = rows.map(({ labels }): EvidenceRow => {
    const head = say(labels[0] as number, 2);
    return [say(labels[0] as number, 1), head, head];
  });
  const pattern = (evidence: readonly EvidenceRow[], weight: number): Pattern => ({
    evidence,
    choices: rows.map(() => -1),
    inside: rows.map(() => true),
    weight,
  });
  const without = (...missing: number[]) => full.map((row) => row.map((own, e) => (missing.includes(e) ? null : own)));
  return { rows, full, patterns: [pattern(full, 1), pattern(without(2), 1), pattern(without(1, 2), 0.4)] };
}

const options = { names: NAMES, labels: LABELS, multi: false, seed: 1, folds: 3 };
const rightOf = (rows: readonly { labels: readonly number[] }[], scores: readonly Float64Array[]) =>
  rows.filter(({ labels }, r) => topIndices(scores[r] as Float64Array, 1)[0] === labels[0]).length / rows.length;

describe('fusions', () => {
  const { full, patterns, rows } = madeUp(1800);
  const fitted = fitFusions(rows, patterns, options);

  it('has one for each usual set of evidences, the richest first', () => {
    expect(fitted.own.map(({ needs }) => needs)).toEqual([NAMES, ['ngram', 'head'], ['ngram']]);
    expect(fitted.general.needs).toEqual([]);
  });

  it('has one with and one without an evidence that only some rows hold', () => {
    const [whole] = patterns as [Pattern, ...Pattern[]];
    const some = whole.evidence.map((row, r) => (r % 10 === 0 ? [row[0] ?? null, row[1] ?? null, null] : row));
    const { own } = fitFusions(rows, [{ ...whole, evidence: some }], options);
    expect(own.map(({ needs }) => needs)).toEqual([NAMES, ['ngram', 'head']]);
  });

  it.each<[string, number[], string[]]>([
    ['everything', [0, 1, 2], NAMES],
    ['the text', [0, 1], ['ngram', 'head']],
    ['n-grams and a choice, which never stood alone', [0, 2], ['ngram']],
    ['the encoder alone, which no fusion of its own knows', [1], []],
  ])('for %s takes the richest one that is filled, and what it knows', (_what, present, needs) => {
    const row = (full[0] as EvidenceRow).map((own, e) => (present.includes(e) ? own : null));
    const chosen = fusionFor(fitted.general, fitted.own, row);
    expect(chosen.fusion.needs).toEqual(needs);
    expect(chosen.row.map((own) => own !== null)).toEqual(
      NAMES.map((name, e) => present.includes(e) && (needs.length === 0 || needs.includes(name))),
    );
    expect(fuse(chosen.fusion, chosen.row, 80).every(Number.isFinite)).toBe(true);
  });

  it('answers rows that it has not seen better with more evidence', () => {
    const [all, text, ngram] = patterns.map((pattern) => rightOf(rows, fitted.crossScores(pattern)));
    expect(all).toBeGreaterThanOrEqual((text as number) - 0.01);
    expect(text).toBeGreaterThan((ngram as number) + 0.05);
    expect(ngram).toBeGreaterThan(0.5);
  });

  it('is the general one alone where rows are few', () => {
    const few = madeUp(300);
    const { own, crossScores } = fitFusions(few.rows, few.patterns, options);
    expect(own).toEqual([]);
    expect(rightOf(few.rows, crossScores(few.patterns[0] as Pattern))).toBeGreaterThan(0.6);
  });
});
