/** `npm run eval`: see eval/options.ts for what it can be asked, eval/README.md for what it answers. */
import { join, resolve } from 'node:path';
import { Problem } from '../src/errors.ts';
import { startProgress } from '../src/progress.ts';
import { runCommand } from '../src/run-command.ts';
import { encoderMissing, mainEntrant, otherEntrants } from './entrants.ts';
import { codeHash, ROOT } from './hashes.ts';
import { learningCurve, withSeeds } from './more-models.ts';
import { type EvalOptions, readOptions, USAGE } from './options.ts';
import { writeReport } from './report/report.ts';
import { runSuite, type SuiteRun } from './run-suite.ts';
import { bishkekSuite } from './suites/bishkek.ts';
import { fileSuite } from './suites/file.ts';
import { kg24Suite } from './suites/kg24.ts';
import { spbSuite } from './suites/spb.ts';
import type { Suite } from './suites/suite.ts';
import { terminalReport } from './table.ts';
import { writeAll, writeResults } from './write.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

async function openSuite(name: EvalOptions['suites'][number], options: EvalOptions): Promise<Suite> {
  const { context, data, labels = [], limit, suites, text } = options;
  if (name === 'bishkek') return await bishkekSuite(limit);
  if (name === 'file')
    return await fileSuite(resolve(data ?? ''), { text, labels, context, ...(limit !== undefined && { limit }) });
  const below = suites.length > 1 || data === undefined;
  const folder = resolve(data ?? join(ROOT, '../shared/benchmarks'), below ? name : '.');
  return name === 'spb' ? await spbSuite(folder, limit) : await kg24Suite(folder, limit);
}

async function runOne(name: EvalOptions['suites'][number], options: EvalOptions): Promise<SuiteRun> {
  const suite = await openSuite(name, options);
  const { entrant, folder } = await mainEntrant(suite, options);
  const missing = folder === null ? null : encoderMissing(folder);
  if (missing !== null) say(`The encoder ${missing} is not there: what is measured is the model without it`);
  const others = otherEntrants(suite, options, folder, say);
  const runOptions = {
    seed: options.seed,
    codeHash: codeHash(),
    ...(options.slices !== undefined && { slices: options.slices }),
    ...(options.resamples !== undefined && { resamples: options.resamples }),
    progress: startProgress,
  };
  const run = await runSuite(suite, entrant, others, runOptions);
  if (folder !== null && options.seeds.length > 1) run.seeds = await withSeeds(run, options, runOptions);
  if (folder !== null && options.learningCurve) run.learning = await learningCurve(run, options, runOptions);
  return run;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const runs: SuiteRun[] = [];
  let missing = 0;
  for (const name of options.suites) {
    try {
      const run = await runOne(name, options);
      runs.push(run);
      process.stdout.write(`${terminalReport(run)}\n\n`);
      if (options.out !== undefined) {
        const out = options.suites.length > 1 ? join(options.out, name) : options.out;
        await writeResults(run, out);
        writeReport(run, out, new Date());
        say(`${join(out, 'report.html')}, report.md, report.json, summary.json, predictions.jsonl`);
      }
    } catch (error) {
      // Of several suites, one whose data is not here is said and does not end the others.
      if (!(error instanceof Problem)) throw error;
      say(`${name}: ${error.message}`);
      missing += 1;
    }
  }
  if (options.out !== undefined && options.suites.length > 1) writeAll(runs, options.out);
  return missing > 0 ? 1 : 0;
}

await runCommand(main, 2);
