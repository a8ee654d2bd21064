/** From answers to the matrices that metrics take. */
import type { MultiLabel } from './metrics/multilabel.ts';
import type { Scored } from './metrics/scored.ts';
import type { Example, Outcome, TargetAnswer } from './types.ts';

export interface TargetRows {
  labels: string[];
  /** Places of the scored examples in the dataset: those with a label of the target. */
  rows: number[];
}

/** The target's answer, or undefined where the system failed or does not know the target. */
export function answerOf(outcome: Outcome | undefined, target: string): TargetAnswer | undefined {
  return outcome !== undefined && 'answer' in outcome ? outcome.answer.targets[target] : undefined;
}

/** Examples with a label of the target, and every label of truth and answers in a stable order. */
export function targetRows(examples: readonly Example[], outcomes: readonly Outcome[], target: string): TargetRows {
  const labels = new Set<string>();
  const rows: number[] = [];
  examples.forEach((example, i) => {
    const own = example.labels[target] ?? [];
    if (own.length === 0) return;
    rows.push(i);
    for (const label of own) labels.add(label);
    for (const { label } of answerOf(outcomes[i], target)?.ranked ?? []) labels.add(label);
  });
  return { labels: [...labels].sort(), rows };
}

/**
 * Probabilities by row and label. Where a system names only its first few labels, what is left of the probability is
 * spread evenly over the others, so that the proper scores stay defined.
 */
export function scoreSingle(
  examples: readonly Example[],
  outcomes: readonly Outcome[],
  target: string,
  { labels, rows }: TargetRows,
  complete: boolean,
): Scored {
  const index = new Map(labels.map((label, k) => [label, k]));
  const probabilities = new Float64Array(rows.length * labels.length);
  const truth = new Int32Array(rows.length);
  rows.forEach((i, r) => {
    truth[r] = index.get(examples[i]?.labels[target]?.[0] as string) as number;
    const answer = answerOf(outcomes[i], target);
    if (answer === undefined || answer.ranked.length === 0) return;
    const row = probabilities.subarray(r * labels.length, (r + 1) * labels.length);
    const total = answer.ranked.reduce((sum, { probability }) => sum + probability, 0);
    const others = labels.length - answer.ranked.length;
    // Never more than the last one named: what is not named stands behind it.
    const last = answer.ranked.at(-1)?.probability ?? 0;
    if (!complete && others > 0) row.fill(Math.min(last * 0.999, Math.max(0, 1 - total) / others));
    for (const { label, probability } of answer.ranked) row[index.get(label) as number] = probability;
  });
  return { labels, truth, probabilities };
}

/** True and given labels as 0/1 matrices. */
export function scoreMulti(
  examples: readonly Example[],
  outcomes: readonly Outcome[],
  target: string,
  { labels, rows }: TargetRows,
): MultiLabel {
  const index = new Map(labels.map((label, k) => [label, k]));
  const matrix = (of: (i: number) => readonly string[]) => {
    const cells = new Uint8Array(rows.length * labels.length);
    rows.forEach((i, r) => {
      for (const label of of(i)) {
        const k = index.get(label);
        if (k !== undefined) cells[r * labels.length + k] = 1;
      }
    });
    return cells;
  };
  return {
    classes: labels.length,
    truth: matrix((i) => examples[i]?.labels[target] ?? []),
    predicted: matrix((i) => {
      const answer = answerOf(outcomes[i], target);
      return answer?.labels ?? answer?.ranked.slice(0, 1).map(({ label }) => label) ?? [];
    }),
  };
}
