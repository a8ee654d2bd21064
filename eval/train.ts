/** Models that an evaluation needs and nobody has trained yet: `npm run train` on the suite's data, kept in var/eval. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileHash, folderHash, ROOT, trainingHash } from './hashes.ts';
import type { Training } from './suites/suite.ts';

export interface TrainJob {
  training: Training;
  seed: number;
  /** Folder of kept models. */
  cache: string;
  /** Encoder by name, as `npm run train` takes it. */
  encoder?: string;
}

/**
 * The folder of a model trained on these files by this code with this encoder and seed; trains it if it is not kept.
 * @throws Error when the training program fails
 */
export async function trainedModel(job: TrainJob): Promise<string> {
  const { calibration, context, files, labels, lexicon, taxonomy, text } = job.training;
  const encoder = job.encoder ?? 'bagyt-encoder';
  const inputs = [...files, ...(calibration === null ? [] : [calibration]), ...lexicon];
  const key = createHash('sha256')
    .update(JSON.stringify([inputs.map(fileHash), text, labels, context, job.seed, encoder, trainingHash()]))
    .update(folderHash(join(ROOT, 'models', encoder)))
    .digest('hex')
    .slice(0, 16);
  const out = join(job.cache, key);
  if (existsSync(join(out, 'manifest.json'))) return out;
  mkdirSync(dirname(out), { recursive: true });
  const draft = `${out}.${process.pid}`;
  const several = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value]);
  await run([
    ...several('--data', files),
    ...(calibration === null ? [] : ['--calibration', calibration]),
    ...['--text', text, '--labels', labels.join(',')],
    ...(context.length === 0 ? [] : ['--context', context.join(',')]),
    ...several('--lexicon', lexicon),
    ...(taxonomy === null ? [] : ['--taxonomy', taxonomy]),
    ...['--encoder', encoder, '--seed', String(job.seed), '--keep-vectors', '--out', draft],
  ]);
  renameSync(draft, out);
  return out;
}

async function run(args: readonly string[]): Promise<void> {
  const program = [...['--import', './scripts/check-node.mjs'], 'scripts/train.ts', ...args];
  await new Promise<void>((done, fail) => {
    // What it prints about its progress is for the same terminal; its table would mix with ours.
    const child = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', fail);
    child.on('close', (code, signal) =>
      code === 0 ? done() : fail(new Error(`npm run train ended with ${code ?? signal}`)),
    );
  });
}
