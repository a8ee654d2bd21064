/**
 * Trains the n-gram model: one-vs-rest linear classifiers for the labels of all targets over one vocabulary, on all
 * cores, then pruned and quantised to a size.
 */
import { Worker } from 'node:worker_threads';
import type { NgramSpec } from '../classify/ngram/features.ts';
import type { NgramWeights } from '../classify/ngram/model.ts';
import { buildVocabulary, type Vocabulary, vectorise } from './corpus.ts';
import type { NgramJob, NgramWork } from './ngram-worker.ts';

export interface NgramTraining {
  spec: NgramSpec;
  /** Cost of one misplaced row (C of LIBLINEAR). */
  cost: number;
  /** Least number of rows an n-gram must stand in. */
  minDf: number;
  maxColumns: number;
  /** Bytes that the pruned model may take. */
  maxBytes: number;
  seed: number;
  threads: number;
  onProgress?: (done: number, total: number) => void;
}

export const NGRAM_DEFAULTS = { cost: 1, minDf: 2, maxColumns: 220_000, maxBytes: 7_500_000 } as const;

/**
 * One output to learn: the indices of its positive rows, and `null` or the rows on which it is known at all
 * (a row without a label for this target teaches nothing).
 */
export interface OutputRows {
  positive: readonly number[];
  known: Uint8Array;
}

/** @param weights importance of each row (1: as usual) */
export async function trainNgram(
  texts: readonly string[],
  outputs: readonly OutputRows[],
  weights: Float32Array,
  training: NgramTraining,
): Promise<NgramWeights> {
  const vocabulary = buildVocabulary(texts, training.spec, training.minDf, training.maxColumns);
  const rows = vectorise(texts, vocabulary, training.spec);
  const rowCost = new Float32Array(new SharedArrayBuffer(4 * weights.length));
  rowCost.set(weights);
  const dense = new Float32Array(new SharedArrayBuffer(4 * outputs.length * (rows.width + 1)));
  const work: NgramWork = {
    rows,
    rowCost,
    weights: dense,
    options: { cost: training.cost, maxPasses: 40, tolerance: 0.1, seed: training.seed },
  };
  await runThreads(work, outputs, texts.length, training);
  return compress(dense, outputs.length, vocabulary, training.maxBytes);
}

async function runThreads(work: NgramWork, outputs: readonly OutputRows[], rows: number, training: NgramTraining) {
  // Frequent labels take longest: they go first, so that no thread ends alone on one.
  const queue = outputs.map((_, output) => output);
  queue.sort((a, b) => (outputs[b]?.positive.length ?? 0) - (outputs[a]?.positive.length ?? 0));
  let done = 0;
  const next = (worker: Worker): boolean => {
    const output = queue.shift();
    if (output === undefined) return false;
    const { positive, known } = outputs[output] as OutputRows;
    const marks = new Uint8Array(rows);
    for (const row of positive) marks[row] = 1;
    worker.postMessage({ output, use: known, positive: marks } satisfies NgramJob);
    return true;
  };
  const threads = Math.max(1, Math.min(training.threads, outputs.length));
  const run = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('./ngram-worker.ts', import.meta.url), { workerData: work });
      worker.on('error', reject);
      worker.on('message', () => {
        done++;
        training.onProgress?.(done, outputs.length);
        if (!next(worker)) worker.terminate().then(() => resolve(), reject);
      });
      if (!next(worker)) worker.terminate().then(() => resolve(), reject);
    });
  await Promise.all(Array.from({ length: threads }, run));
}

/** Keeps the largest weights of every output within the size and brings them to eight bits. */
export function compress(dense: Float32Array, outputs: number, vocabulary: Vocabulary, maxBytes: number): NgramWeights {
  const width = vocabulary.hashes.length;
  const stride = width + 1;
  const biases = Float32Array.from({ length: outputs }, (_, o) => dense[o * stride + width] as number);
  return compressWeights({ dense, biases, byOutput: stride, byColumn: 1 }, vocabulary, maxBytes);
}

/** Dense weights in either order: the weight of a column for an output lies at `output · byOutput + column · byColumn`. */
export interface DenseWeights {
  dense: Float32Array;
  biases: Float32Array;
  byOutput: number;
  byColumn: number;
}

/** Keeps the largest weights within the size and brings them to eight bits. */
export function compressWeights(weights: DenseWeights, vocabulary: Vocabulary, maxBytes: number): NgramWeights {
  const { biases, byColumn, byOutput, dense } = weights;
  const width = vocabulary.hashes.length;
  const outputs = biases.length;
  const bytesPerEntry = outputs <= 256 ? 2 : 3;
  const budget = Math.max(0, Math.floor((maxBytes - width * 7 - outputs * 8) / bytesPerEntry));
  const threshold = pruningThreshold(weights, width, budget);
  const scales = new Float32Array(outputs);
  const offsets = new Uint32Array(width + 1);
  for (let o = 0; o < outputs; o++) {
    for (let c = 0; c < width; c++) {
      const size = Math.abs(dense[o * byOutput + c * byColumn] as number);
      if (size > threshold) offsets[c + 1] = (offsets[c + 1] as number) + 1;
      if (size > (scales[o] as number)) scales[o] = size;
    }
  }
  for (let c = 0; c < width; c++) offsets[c + 1] = (offsets[c + 1] as number) + (offsets[c] as number);
  const total = offsets[width] as number;
  const quantised = new Int8Array(total);
  const ids = outputs <= 256 ? new Uint8Array(total) : new Uint16Array(total);
  const at = offsets.slice();
  for (let o = 0; o < outputs; o++) {
    const scale = scales[o] as number;
    for (let c = 0; c < width; c++) {
      const weight = dense[o * byOutput + c * byColumn] as number;
      if (Math.abs(weight) <= threshold) continue;
      const place = at[c] as number;
      ids[place] = o;
      quantised[place] = Math.sign(weight) * Math.round(127 * Math.sqrt(Math.abs(weight) / scale));
      at[c] = place + 1;
    }
  }
  const low = vocabulary.idf.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = vocabulary.idf.reduce((a, b) => Math.max(a, b), 0);
  const range = Math.max(high - low, 1e-6);
  return {
    hashes: vocabulary.hashes,
    idf: Uint8Array.from(vocabulary.idf, (v) => Math.round(((v - low) / range) * 255)),
    idfRange: width > 0 ? Float32Array.of(low, low + range) : Float32Array.of(0, 1),
    offsets,
    outputs: ids,
    quantised,
    scales,
    biases,
  };
}

/** Absolute weight above which about `budget` weights lie, read off a histogram of logarithms. */
function pruningThreshold({ dense, biases, byColumn, byOutput }: DenseWeights, width: number, budget: number): number {
  const STEPS = 2000;
  const histogram = new Float64Array(STEPS);
  const step = (size: number) => Math.max(0, Math.min(STEPS - 1, Math.floor((Math.log10(size) + 8) * 200)));
  for (let o = 0; o < biases.length; o++)
    for (let c = 0; c < width; c++) {
      const size = Math.abs(dense[o * byOutput + c * byColumn] as number);
      if (size > 1e-8) histogram[step(size)] = (histogram[step(size)] as number) + 1;
    }
  let kept = 0;
  for (let s = STEPS - 1; s >= 0; s--) {
    kept += histogram[s] as number;
    if (kept > budget) return 10 ** ((s + 1) / 200 - 8);
  }
  return 1e-8;
}
