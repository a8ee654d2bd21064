/** `npm run eval:gate -- --candidate V [--baseline W]`: exits 1 and says why when a model may not be released. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from '../../src/classify/load-model.ts';
import { problem } from '../../src/errors.ts';
import { startProgress } from '../../src/progress.ts';
import { runCommand } from '../../src/run-command.ts';
import { findModel, modelEntrant } from '../entrants.ts';
import { codeHash, ROOT } from '../hashes.ts';
import { measure } from '../run-suite.ts';
import { bishkekSuite } from '../suites/bishkek.ts';
import { TEXT_ONLY } from '../suites/suite.ts';
import { fixed, textTable } from '../table.ts';
import { judge } from './gate.ts';
import { writeGate } from './gate-file.ts';

const RELEASED = join(ROOT, 'models/released');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { candidate: { type: 'string' }, baseline: { type: 'string' }, limit: { type: 'string' } },
  });
  if (values.candidate === undefined)
    throw problem(
      'invalid-config',
      'npm run eval:gate -- --candidate V [--baseline W]; the baseline is models/released',
    );
  const folder = findModel(values.candidate);
  const baselineFolder = baselineOf(folder, values.baseline);
  const suite = await bishkekSuite(values.limit === undefined ? undefined : Number(values.limit));
  const options = { seed: 1, codeHash: codeHash(), progress: startProgress };
  const candidate = await measure(suite, TEXT_ONLY, modelEntrant(suite, folder, 'candidate'), options);
  const baseline =
    baselineFolder === null
      ? null
      : await measure(suite, TEXT_ONLY, modelEntrant(suite, baselineFolder, 'baseline'), options);
  const result = judge(candidate, baseline, suite.headline);
  writeGate(folder, result, candidate, baseline, new Date());
  const rows = result.checks.map(({ baseline: old, candidate: own, limit, passed, what }) => [
    what,
    passed ? 'passes' : 'FAILS',
    fixed(own ?? undefined),
    fixed(old ?? undefined),
    limit,
  ]);
  process.stdout.write(`${textTable(['check', 'verdict', 'candidate', 'baseline', 'limit'], rows)}\n\n`);
  const against = baseline === null ? 'on its own: there is no other release' : `against ${baseline.model}`;
  const verdict = result.passed ? 'may be released' : 'may not be released';
  process.stdout.write(`${candidate.model} ${verdict} (${against}); ${join(folder, 'gate.json')}\n`);
  return result.passed ? 0 : 1;
}

/** The named baseline, or the released model; null when that is the candidate itself or there is none. */
function baselineOf(candidate: string, named: string | undefined): string | null {
  if (named !== undefined) return findModel(named);
  if (!existsSync(join(RELEASED, 'manifest.json'))) return null;
  return readManifest(RELEASED).version === readManifest(candidate).version ? null : RELEASED;
}

await runCommand(main, 2);
