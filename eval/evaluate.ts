/** An evaluation: a function from a system, a dataset and a seed to a result. Nothing else goes in. */

import { RESAMPLES, strataOf } from './metrics/bootstrap.ts';
import { mcnemar, pairedBootstrap } from './metrics/compare.ts';
import { multiFigures } from './multi-figures.ts';
import { answerOf } from './scoring.ts';
import { singleFigures } from './single-figures.ts';
import type {
  Comparison,
  Dataset,
  EmergencyFigures,
  EvalResult,
  Example,
  ExampleRow,
  Outcome,
  System,
  TargetFigures,
} from './types.ts';

export interface EvaluateOptions {
  seed: number;
  resamples?: number;
  /** Only these slices; absent: all. */
  slices?: readonly string[];
  /** Hash of the code that is measured. */
  codeHash: string;
  onProgress?: (done: number) => void;
}

/** Labels of a row that are kept in predictions. */
const KEPT = 5;

/** @throws nothing for a failing system: failures are outcomes, counted in the result */
export async function evaluate(system: System, dataset: Dataset, options: EvaluateOptions): Promise<EvalResult> {
  const outcomes = await system.answer(dataset.examples, options.onProgress);
  const resamples = options.resamples ?? RESAMPLES;
  const figureOptions = {
    complete: system.complete,
    seed: options.seed,
    resamples,
    ...(options.slices !== undefined && { slices: options.slices }),
  };
  const targets: Record<string, TargetFigures> = {};
  for (const { multi, name } of dataset.targets) {
    // A target that the system knows nothing of has no figures; one that it fails on has.
    if (outcomes.every((outcome) => 'answer' in outcome && outcome.answer.targets[name] === undefined)) continue;
    if (!dataset.examples.some((example) => (example.labels[name]?.length ?? 0) > 0)) continue;
    targets[name] = multi
      ? multiFigures(dataset, outcomes, name, figureOptions)
      : singleFigures(dataset, outcomes, name, figureOptions);
  }
  return {
    system: system.name,
    model: system.version,
    modelHash: system.hash,
    dataset: dataset.name,
    dataHash: dataset.hash,
    codeHash: options.codeHash,
    seed: options.seed,
    resamples,
    n: dataset.examples.length,
    failures: countFailures(outcomes),
    skipped: dataset.skipped,
    targets,
    ...emergencies(dataset.examples, outcomes),
    rows: dataset.examples.map((example, i) => toRow(example, outcomes[i] as Outcome, Object.keys(targets))),
  };
}

function countFailures(outcomes: readonly Outcome[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const cause = 'failure' in outcome ? outcome.failure : outcome.answer.degraded;
    if (cause !== undefined) counts[cause] = (counts[cause] ?? 0) + 1;
  }
  return counts;
}

/** How many of the emergencies were raised; only where the data labels them and the system speaks of urgency. */
function emergencies(examples: readonly Example[], outcomes: readonly Outcome[]): { emergency?: EmergencyFigures } {
  const labelled = examples.some((example) => example.emergency !== undefined);
  const speaks = outcomes.some((outcome) => 'answer' in outcome && outcome.answer.urgency !== undefined);
  if (!labelled || !speaks) return {};
  let n = 0;
  let raised = 0;
  let both = 0;
  examples.forEach((example, i) => {
    const outcome = outcomes[i];
    const said = outcome !== undefined && 'answer' in outcome && outcome.answer.urgency === 'emergency';
    if (example.emergency === true) n += 1;
    if (said) raised += 1;
    if (said && example.emergency === true) both += 1;
  });
  return { emergency: { n, recall: both / n, precision: both / raised } };
}

function toRow(example: Example, outcome: Outcome, targets: readonly string[]): ExampleRow {
  const answer = 'answer' in outcome ? outcome.answer : undefined;
  const row: ExampleRow = {
    id: example.id,
    text: example.text,
    ...(answer?.language !== undefined && { language: answer.language }),
    ...('failure' in outcome && { failure: outcome.failure }),
    ...(answer?.degraded !== undefined && { degraded: answer.degraded }),
    ...(answer?.urgency !== undefined && { urgency: answer.urgency }),
    ...(example.emergency !== undefined && { emergency: example.emergency }),
    targets: {},
  };
  for (const target of targets) {
    const truth = example.labels[target];
    if (truth === undefined || truth.length === 0) continue;
    const own = answerOf(outcome, target);
    const ranked = (own?.ranked ?? []).slice(0, KEPT);
    row.targets[target] = {
      truth,
      predicted: ranked[0]?.label ?? null,
      confidence: ranked[0]?.probability ?? 0,
      correct: truth.includes(ranked[0]?.label ?? ''),
      top3: ranked.slice(0, 3).some(({ label }) => truth.includes(label)),
      ...(own?.level !== undefined && { level: own.level }),
      ...(own?.labels !== undefined && { labels: own.labels }),
      ranked,
      ...(own?.parts !== undefined && { parts: own.parts }),
    };
  }
  return row;
}

/** Compares two results on the rows that both scored, by id: McNemar's test and the paired bootstrap of top-1. */
export function compare(first: EvalResult, second: EvalResult, target: string): Comparison | null {
  const others = new Map(second.rows.map((row) => [row.id, row.targets[target]]));
  const pairs = first.rows.flatMap((row) => {
    const a = row.targets[target];
    const b = others.get(row.id);
    return a === undefined || b === undefined ? [] : [{ a, b }];
  });
  if (pairs.length === 0) return null;
  const hit = (correct: boolean) => (correct ? 1 : 0);
  const one = pairs.map(({ a }) => hit(a.correct));
  const two = pairs.map(({ b }) => hit(b.correct));
  const classes = [...new Set(pairs.map(({ a }) => a.truth[0]))];
  const strata = strataOf(pairs.map(({ a }) => classes.indexOf(a.truth[0])));
  return {
    target,
    first: first.system,
    second: second.system,
    mcnemar: mcnemar(one, two),
    difference: pairedBootstrap(one, two, strata, first.seed, first.resamples),
  };
}
