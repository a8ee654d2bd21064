/** What `--out` gets: summary.json and predictions.jsonl. */
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { mediansOf } from './more-models.ts';
import type { SuiteRun } from './run-suite.ts';
import type { EvalResult } from './types.ts';

/** Figures of the main system by target; targets of other views than text alone as `target@view`. */
export function summaryOf(run: SuiteRun) {
  const { main } = run;
  const first = main[0]?.result;
  const targets = Object.fromEntries(
    main.flatMap(({ result, view }) =>
      Object.entries(result.targets).map(([name, { kind: _, ...figures }]) => [targetName(name, view), figures]),
    ),
  );
  return {
    suite: run.suite.name,
    system: first?.system ?? null,
    model: first?.model ?? null,
    modelHash: first?.modelHash ?? null,
    dataHash: first?.dataHash ?? null,
    codeHash: first?.codeHash ?? null,
    seed: first?.seed ?? null,
    resamples: first?.resamples ?? null,
    n: first?.n ?? 0,
    skipped: first?.skipped ?? {},
    failures: Object.fromEntries(main.map(({ result, view }) => [view, result.failures])),
    ...(first?.emergency !== undefined && { emergency: first.emergency }),
    targets,
    systems: run.others.map(({ result, view }) => ({
      system: result.system,
      view,
      model: result.model,
      failures: result.failures,
      targets: Object.fromEntries(Object.entries(result.targets).map(([name, own]) => [name, headlines(own)])),
    })),
    comparisons: run.comparisons,
    notRun: run.notRun,
    ...(run.cost !== null && { cost: run.cost }),
    ...(run.seeds.length > 0 && { seeds: run.seeds, medians: mediansOf(run.seeds) }),
    ...(run.learning.length > 0 && { learning: run.learning }),
  };
}

export const targetName = (name: string, view: string) => (view === 'text' ? name : `${name}@${view}`);

/** The figures of a target that fit into a line. */
export function headlines(figures: EvalResult['targets'][string]) {
  if (figures.kind === 'multi') {
    const { exact, jaccard, macroF1, microF1, n, samplesF1, top1 } = figures;
    return { n, top1, microF1, macroF1, samplesF1, jaccard, exact };
  }
  const { brier, coverage97, ece, logLoss, macroF1, n, top1, top3, weightedF1 } = figures;
  return { n, top1, top3, macroF1, weightedF1, logLoss, brier, ece, coverage97 };
}

/** Writes both files; the folder is made. Rows of the main system, one line per example and view. */
export async function writeResults(run: SuiteRun, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summaryOf(run), null, 1)}\n`);
  const lines = function* () {
    for (const { result, view } of run.main)
      for (const { text: _, ...row } of result.rows) yield `${JSON.stringify({ view, ...row })}\n`;
  };
  await pipeline(lines, createWriteStream(join(folder, 'predictions.jsonl')));
}

/** The summaries of several suites in one file. */
export function writeAll(runs: readonly SuiteRun[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const suites = Object.fromEntries(runs.map((run) => [run.suite.name, summaryOf(run)]));
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify({ suites }, null, 1)}\n`);
}
