/** Trains the head: multinomial (or one-vs-rest) logistic regression on embeddings by Adam on minibatches. */
import type { HeadWeights } from '../classify/head.ts';
import { sigmoid } from '../classify/scores.ts';
import { seededRandom } from './dual-descent.ts';

/** A block of outputs that share one softmax, or one sigmoid each. */
export interface HeadTarget {
  first: number;
  count: number;
  multi: boolean;
  /** Label indices of each row; empty: unlabelled. */
  rows: readonly (readonly number[])[];
}

export interface HeadTraining {
  epochs: number;
  /** Rows per step. */
  batch: number;
  learningRate: number;
  /** L2 penalty on the weights, decoupled (Loshchilov & Hutter 2019). */
  decay: number;
  seed: number;
  onProgress?: (done: number, total: number) => void;
}

/** Probability of a wrong label below which it is left alone. */
export const NEGLIGIBLE = 5e-4;

export const HEAD_DEFAULTS = { epochs: 12, batch: 64, learningRate: 0.01, decay: 0.002 } as const;

/** @param vectors rows × dimension */
export function trainHead(
  vectors: Float32Array,
  dimension: number,
  targets: readonly HeadTarget[],
  rowWeights: Float32Array,
  training: HeadTraining,
): HeadWeights {
  const n = rowWeights.length;
  const { mean, inverse } = standardise(vectors, dimension, n);
  const outputs = Math.max(...targets.map((target) => target.first + target.count));
  const stride = dimension + 1;
  const size = outputs * stride;
  const parameters = new Float32Array(size);
  const gradient = new Float32Array(size);
  const first = new Float32Array(size);
  const second = new Float32Array(size);
  const random = seededRandom(training.seed);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const input = new Float32Array(stride);
  const scores = new Float32Array(outputs);
  const steps = Math.ceil(n / training.batch) * training.epochs;
  let step = 0;
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < n; from += training.batch) {
      const to = Math.min(n, from + training.batch);
      gradient.fill(0);
      for (let i = from; i < to; i++) {
        const row = order[i] as number;
        const base = row * dimension;
        for (let d = 0; d < dimension; d++)
          input[d] = ((vectors[base + d] as number) - (mean[d] as number)) * (inverse[d] as number);
        input[dimension] = 1;
        for (const target of targets)
          accumulate(target, row, (rowWeights[row] as number) / (to - from), input, parameters, scores, gradient);
      }
      step++;
      adam(parameters, gradient, first, second, step, training, 0.5 * (1 + Math.cos((Math.PI * step) / steps)), stride);
    }
    training.onProgress?.(epoch + 1, training.epochs);
  }
  return split(parameters, outputs, dimension, mean, inverse);
}

function accumulate(
  target: HeadTarget,
  row: number,
  weight: number,
  input: Float32Array,
  parameters: Float32Array,
  scores: Float32Array,
  gradient: Float32Array,
): void {
  const labels = target.rows[row] as readonly number[];
  if (labels.length === 0) return;
  const stride = input.length;
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < target.count; k++) {
    const base = (target.first + k) * stride;
    let sum = 0;
    for (let d = 0; d < stride; d++) sum += (parameters[base + d] as number) * (input[d] as number);
    scores[k] = sum;
    if (sum > top) top = sum;
  }
  let total = 0;
  for (let k = 0; k < target.count; k++) {
    scores[k] = target.multi ? sigmoid(scores[k] as number) : Math.exp((scores[k] as number) - top);
    total += scores[k] as number;
  }
  for (let k = 0; k < target.count; k++) {
    const p = target.multi ? (scores[k] as number) : (scores[k] as number) / total;
    const truth = labels.includes(k) ? 1 : 0;
    // What is as good as ruled out teaches nothing and would cost most of the time.
    if (truth === 0 && p < NEGLIGIBLE) continue;
    const error = (p - truth) * weight;
    const base = (target.first + k) * stride;
    for (let d = 0; d < stride; d++) gradient[base + d] = (gradient[base + d] as number) + error * (input[d] as number);
  }
}

function adam(
  parameters: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  step: number,
  training: HeadTraining,
  schedule: number,
  stride: number,
): void {
  const rate = (training.learningRate * schedule * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
  const decay = training.learningRate * schedule * training.decay;
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i] as number;
    const m = 0.9 * (first[i] as number) + 0.1 * g;
    const v = 0.999 * (second[i] as number) + 0.001 * g * g;
    first[i] = m;
    second[i] = v;
    const shrink = i % stride === stride - 1 ? 0 : decay * (parameters[i] as number);
    parameters[i] = (parameters[i] as number) - (rate * m) / (Math.sqrt(v) + 1e-8) - shrink;
  }
}

function standardise(vectors: Float32Array, dimension: number, n: number) {
  const mean = new Float32Array(dimension);
  const inverse = new Float32Array(dimension);
  for (let d = 0; d < dimension; d++) {
    let sum = 0;
    let squares = 0;
    for (let r = 0; r < n; r++) {
      const value = vectors[r * dimension + d] as number;
      sum += value;
      squares += value * value;
    }
    mean[d] = sum / n;
    inverse[d] = 1 / Math.sqrt(Math.max(1e-8, squares / n - (sum / n) ** 2));
  }
  return { mean, inverse };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swap;
  }
}

function split(
  parameters: Float32Array,
  outputs: number,
  dimension: number,
  mean: Float32Array,
  inverse: Float32Array,
): HeadWeights {
  const weights = new Float32Array(outputs * dimension);
  const biases = new Float32Array(outputs);
  for (let o = 0; o < outputs; o++) {
    weights.set(parameters.subarray(o * (dimension + 1), o * (dimension + 1) + dimension), o * dimension);
    biases[o] = parameters[o * (dimension + 1) + dimension] as number;
  }
  return { mean, inverse, weights, biases };
}
