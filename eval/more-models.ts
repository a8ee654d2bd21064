/** Figures that need several models: medians over training seeds, and the learning curve. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../src/errors.ts';
import { readRows } from '../src/table-file.ts';
import { CACHE, modelEntrant } from './entrants.ts';
import type { EvalOptions } from './options.ts';
import { type LearningPoint, measure, type RunOptions, type SeedFigures, type SuiteRun } from './run-suite.ts';
import type { Training } from './suites/suite.ts';
import { trainedModel } from './train.ts';
import type { EvalResult } from './types.ts';
import { targetName } from './write.ts';

/** Figures that are followed over seeds. */
const FOLLOWED = [
  'top1',
  'top3',
  'macroF1',
  'weightedF1',
  'ece',
  'coverage97',
  'microF1',
  'samplesF1',
  'jaccard',
] as const;
/** Intervals of these models are not shown. */
const RESAMPLES = 100;
/** Shares of the training rows. */
const SHARES = [0.1, 0.25, 0.5];

const trainingOf = ({ suite }: SuiteRun): Training => {
  if (suite.training === null) throw problem('invalid-config', `${suite.title} has nothing to train on`);
  return suite.training;
};

const cacheOf = ({ encoder }: EvalOptions) => ({
  cache: join(CACHE, 'models'),
  ...(encoder !== undefined && { encoder }),
});

/** The suite's model trained and measured with every seed. */
export async function withSeeds(run: SuiteRun, options: EvalOptions, runOptions: RunOptions): Promise<SeedFigures[]> {
  const figures: SeedFigures[] = [];
  for (const seed of options.seeds) {
    const folder = await trainedModel({ training: trainingOf(run), seed, ...cacheOf(options) });
    const targets: SeedFigures['targets'] = {};
    let model = '';
    for (const view of run.suite.views) {
      const result = await measureModel(run, folder, `seed ${seed}`, view, runOptions);
      model = result.model;
      for (const [name, own] of Object.entries(result.targets)) targets[targetName(name, view.name)] = followed(own);
    }
    figures.push({ seed, model, targets });
  }
  return figures;
}

function followed(figures: EvalResult['targets'][string]): Record<string, number> {
  const all = figures as unknown as Record<string, { value: number } | undefined>;
  return Object.fromEntries(FOLLOWED.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name].value]])));
}

/** Median over the seeds of each figure of each target. */
export function mediansOf(seeds: readonly SeedFigures[]): SeedFigures['targets'] {
  const median = (values: readonly number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const middle = Math.floor(sorted.length / 2);
    const upper = sorted[middle] ?? Number.NaN;
    return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
  };
  const [first] = seeds;
  return Object.fromEntries(
    Object.entries(first?.targets ?? {}).map(([target, figures]) => [
      target,
      Object.fromEntries(
        Object.keys(figures).map((name) => [name, median(seeds.flatMap((own) => own.targets[target]?.[name] ?? []))]),
      ),
    ]),
  );
}

/** Top-1 of models trained on the earlier part of the rows, and of the suite's own model. */
export async function learningCurve(
  run: SuiteRun,
  options: EvalOptions,
  runOptions: RunOptions,
): Promise<LearningPoint[]> {
  const training = trainingOf(run);
  const lines: string[] = [];
  for (const file of training.files) for await (const { raw } of readRows(file)) lines.push(raw);
  const points: LearningPoint[] = [];
  const [view] = run.suite.views;
  if (view === undefined) return points;
  for (const share of SHARES) {
    const rows = Math.round(share * lines.length);
    // Every n-th row: the newest rows resemble the test most, and a curve over time would measure that.
    const part = Array.from({ length: rows }, (_, i) => lines[Math.floor((i * lines.length) / rows)]);
    const folder = join(CACHE, 'learning');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${run.suite.name}-${rows}.jsonl`);
    writeFileSync(file, `${part.join('\n')}\n`);
    const model = await trainedModel({
      training: { ...training, files: [file] },
      seed: options.seed,
      ...cacheOf(options),
    });
    points.push({ rows, top1: tops(await measureModel(run, model, `${rows} rows`, view, runOptions)) });
  }
  const whole = run.main[0]?.result;
  return whole === undefined ? points : [...points, { rows: lines.length, top1: tops(whole) }];
}

const tops = ({ targets }: EvalResult) =>
  Object.fromEntries(Object.entries(targets).map(([name, { top1 }]) => [name, top1.value]));

async function measureModel(
  run: SuiteRun,
  folder: string,
  name: string,
  view: SuiteRun['suite']['views'][number],
  options: RunOptions,
): Promise<EvalResult> {
  const entrant = { ...modelEntrant(run.suite, folder, name), resamples: RESAMPLES };
  return await measure(run.suite, view, entrant, options);
}
