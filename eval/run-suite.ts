/** A suite with all the systems that were asked for, on each of its views. */
import { type CostView, costView } from './cost.ts';
import { seenThrough } from './dataset.ts';
import { compare, type EvaluateOptions, evaluate } from './evaluate.ts';
import type { Suite, View } from './suites/suite.ts';
import type { Comparison, EvalResult, System } from './types.ts';

/** A result, and what was seen of the data. */
export interface ViewedResult {
  view: string;
  result: EvalResult;
}

export interface SuiteRun {
  suite: Suite;
  /** The system that is measured, once per view. */
  main: ViewedResult[];
  /** Parts of it, keywords alone, peers. */
  others: ViewedResult[];
  /** The others against the main system, on the suite's headline target. */
  comparisons: (Comparison & { view: string })[];
  /** Systems that could not run, and why. */
  notRun: { system: string; why: string }[];
  cost: CostView | null;
  /** Top-1 by target for models trained on fewer rows; empty: not measured. */
  learning: LearningPoint[];
  /** Main figures per training seed; empty: one seed. */
  seeds: SeedFigures[];
}

export interface LearningPoint {
  rows: number;
  top1: Record<string, number>;
}

export interface SeedFigures {
  seed: number;
  model: string;
  targets: Record<string, Record<string, number>>;
}

/** A system that is built when its turn comes, so that only one model at a time holds memory. */
export interface Entrant {
  name: string;
  /** Views that it takes part in; absent: all. */
  views?: readonly string[];
  /** Fewer resamples for systems that are only compared with. */
  resamples?: number;
  open(view: View): Promise<System>;
}

export interface RunOptions extends Omit<EvaluateOptions, 'onProgress'> {
  progress(label: string, total: number): { update(done: number): void; stop(): void };
}

/** @throws what opening the main system throws; another system that cannot be opened is listed as not run */
export async function runSuite(
  suite: Suite,
  main: Entrant,
  others: readonly Entrant[],
  options: RunOptions,
): Promise<SuiteRun> {
  const run: SuiteRun = {
    suite,
    main: [],
    others: [],
    comparisons: [],
    notRun: [],
    cost: null,
    learning: [],
    seeds: [],
  };
  for (const view of suite.views) {
    if (main.views?.includes(view.name) === false) continue;
    run.main.push({ view: view.name, result: await measure(suite, view, main, options) });
  }
  for (const entrant of others)
    for (const view of suite.views) {
      if (entrant.views?.includes(view.name) === false) continue;
      try {
        run.others.push({ view: view.name, result: await measure(suite, view, entrant, options) });
      } catch (error) {
        run.notRun.push({ system: entrant.name, why: error instanceof Error ? error.message : String(error) });
        break;
      }
    }
  run.comparisons = run.others.flatMap(({ result, view }) => {
    const own = run.main.find((other) => other.view === view)?.result;
    const compared = own === undefined ? null : compare(result, own, suite.headline);
    return compared === null ? [] : [{ ...compared, view }];
  });
  run.cost = costView(suite, run.main);
  return run;
}

/** One system on one view of a suite. */
export async function measure(suite: Suite, view: View, entrant: Entrant, options: RunOptions): Promise<EvalResult> {
  const system = await entrant.open(view);
  const dataset = seenThrough(suite.dataset, view.columns);
  const progress = options.progress(`${suite.name} · ${view.name} · ${entrant.name}`, dataset.examples.length);
  try {
    const resamples = entrant.resamples ?? options.resamples;
    return await evaluate(system, dataset, {
      ...options,
      ...(resamples !== undefined && { resamples }),
      onProgress: (done) => progress.update(done),
    });
  } finally {
    progress.stop();
    await system.close?.();
  }
}
