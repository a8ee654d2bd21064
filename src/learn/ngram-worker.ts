/** Training thread: takes one class at a time and writes its weights into shared memory. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SparseRows } from './corpus.ts';
import { type DescentOptions, rowNorms, trainBinary } from './dual-descent.ts';

/** What all classes have in common; the arrays lie on shared memory. */
export interface NgramWork {
  rows: SparseRows;
  rowCost: Float32Array;
  /** One row of width + 1 weights per output, written by the threads. */
  weights: Float32Array;
  options: DescentOptions;
}

/** One output to learn: which rows count, and which of them are its own. */
export interface NgramJob {
  output: number;
  use: Uint8Array;
  positive: Uint8Array;
}

const work = workerData as NgramWork;
const norms = rowNorms(work.rows);
const stride = work.rows.width + 1;

parentPort?.on('message', (job: NgramJob) => {
  const weights = work.weights.subarray(job.output * stride, (job.output + 1) * stride);
  const options = { ...work.options, seed: work.options.seed + job.output };
  trainBinary(work.rows, norms, job.use, job.positive, weights, options, work.rowCost);
  parentPort?.postMessage(job.output);
});
