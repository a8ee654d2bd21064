/** Trained n-gram models, kept by what they were trained on: another encoder or context does not change them. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArrays, unpackArrays } from '../classify/container.ts';
import { type NgramWeights, ngramArrays, ngramWeights } from '../classify/ngram/model.ts';
import { type NgramTraining, type OutputRows, trainNgram } from './train-ngram.ts';

/** Raised when the learner changes, so that models of the old one are not taken for its own. */
const LEARNER = 1;

/** `trainNgram`, or its result from an earlier run on the very same rows and settings. */
export async function trainNgramCached(
  cacheFolder: string | null,
  texts: readonly string[],
  outputs: readonly OutputRows[],
  weights: Float32Array,
  training: NgramTraining,
): Promise<NgramWeights> {
  if (cacheFolder === null) return await trainNgram(texts, outputs, weights, training);
  const path = join(cacheFolder, `${ngramKey(texts, outputs, weights, training)}.ngrams`);
  if (existsSync(path)) return ngramWeights(unpackArrays(readFileSync(path)));
  const trained = await trainNgram(texts, outputs, weights, training);
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(`${path}.partial`, packArrays(ngramArrays(trained)));
  renameSync(`${path}.partial`, path);
  return trained;
}

/** Everything that the weights depend on; threads and progress are not part of it. */
export function ngramKey(
  texts: readonly string[],
  outputs: readonly OutputRows[],
  weights: Float32Array,
  { spec, cost, minDf, maxColumns, maxBytes, seed }: NgramTraining,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ LEARNER, spec, cost, minDf, maxColumns, maxBytes, seed }));
  for (const text of texts) hash.update(text).update('\0');
  for (const { positive, known } of outputs) hash.update(Int32Array.from(positive)).update(known);
  hash.update(new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength));
  return hash.digest('hex').slice(0, 24);
}
