/**
 * Multinomial logistic regression on sparse rows for all targets at once, by AdaGrad (Duchi, Hazan & Singer, "Adaptive
 * Subgradient Methods", JMLR 2011): rare features keep large steps, which is what crosses of words and choices need.
 */
import { sigmoid } from '../classify/scores.ts';
import type { SparseRows } from './corpus.ts';
import { seededRandom } from './dual-descent.ts';
import { type HeadTarget, NEGLIGIBLE } from './train-head.ts';

export interface SparseTraining {
  epochs: number;
  /** One per target. */
  learningRates: readonly number[];
  /** L2 penalty of a touched weight, per step. */
  decay: number;
  seed: number;
  /** What each column needs (bits), and how often each bit is taken away from a row while learning. */
  needs: Uint8Array;
  missing: readonly { bit: number; share: number }[];
  onProgress?: (done: number, total: number) => void;
}

/**
 * @returns weights, columns × outputs (row by row), and one bias per output
 */
export function trainSparse(
  rows: SparseRows,
  targets: readonly HeadTarget[],
  rowWeights: Float32Array,
  training: SparseTraining,
): { weights: Float32Array; biases: Float32Array } {
  const { offsets, columns, values, width } = rows;
  const outputs = Math.max(...targets.map((target) => target.first + target.count));
  const weights = new Float32Array(width * outputs);
  const squares = new Float32Array(width * outputs).fill(1e-3);
  const biases = new Float32Array(outputs);
  const biasSquares = new Float32Array(outputs).fill(1);
  const random = seededRandom(training.seed);
  const n = offsets.length - 1;
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const scores = new Float32Array(outputs);
  const active = new Int32Array(outputs);
  const errors = new Float32Array(outputs);
  const rates = new Float32Array(outputs);
  targets.forEach(({ count, first }, t) => {
    rates.fill(training.learningRates[t] as number, first, first + count);
  });
  const used = new Int32Array(Math.max(1, longest(offsets)));
  for (let epoch = 0; epoch < training.epochs; epoch++) {
    const falling = 1 - epoch / training.epochs;
    for (let i = n - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    for (let i = 0; i < n; i++) {
      const r = order[i] as number;
      let gone = 0;
      for (const { bit, share } of training.missing) if (random() < share) gone |= bit;
      let count = 0;
      for (let e = offsets[r] as number; e < (offsets[r + 1] as number); e++)
        if (((training.needs[columns[e] as number] as number) & gone) === 0) used[count++] = e;
      scores.set(biases);
      for (let u = 0; u < count; u++) {
        const e = used[u] as number;
        const base = (columns[e] as number) * outputs;
        const value = values[e] as number;
        for (let k = 0; k < outputs; k++) scores[k] = (scores[k] as number) + value * (weights[base + k] as number);
      }
      const some = collectErrors(targets, r, rowWeights[r] as number, scores, active, errors);
      for (let a = 0; a < some; a++) {
        const k = active[a] as number;
        const g = errors[a] as number;
        biasSquares[k] = (biasSquares[k] as number) + g * g;
        const rate = 0.2 * falling * (rates[k] as number);
        biases[k] = (biases[k] as number) - (rate * g) / Math.sqrt(biasSquares[k] as number);
      }
      for (let u = 0; u < count; u++) {
        const e = used[u] as number;
        const base = (columns[e] as number) * outputs;
        const value = values[e] as number;
        for (let a = 0; a < some; a++) {
          const k = active[a] as number;
          const at = base + k;
          const w = weights[at] as number;
          const g = (errors[a] as number) * value + training.decay * w;
          const s = (squares[at] as number) + g * g;
          squares[at] = s;
          weights[at] = w - (falling * (rates[k] as number) * g) / Math.sqrt(s);
        }
      }
    }
    training.onProgress?.(epoch + 1, training.epochs);
  }
  return { weights, biases };
}

function longest(offsets: Int32Array): number {
  let most = 0;
  for (let r = 0; r + 1 < offsets.length; r++)
    most = Math.max(most, (offsets[r + 1] as number) - (offsets[r] as number));
  return most;
}

/** Turns scores into the errors p − truth that are worth a step; returns how many there are. */
function collectErrors(
  targets: readonly HeadTarget[],
  row: number,
  weight: number,
  scores: Float32Array,
  active: Int32Array,
  errors: Float32Array,
): number {
  let some = 0;
  for (const { first, count, multi, rows } of targets) {
    const labels = rows[row] as readonly number[];
    if (labels.length === 0) continue;
    let top = Number.NEGATIVE_INFINITY;
    for (let k = first; k < first + count; k++) top = Math.max(top, scores[k] as number);
    let total = 0;
    for (let k = first; k < first + count; k++) {
      scores[k] = multi ? sigmoid(scores[k] as number) : Math.exp((scores[k] as number) - top);
      total += scores[k] as number;
    }
    for (let k = 0; k < count; k++) {
      const p = (scores[first + k] as number) / (multi ? 1 : total);
      const truth = labels.includes(k) ? 1 : 0;
      if (truth === 0 && p < NEGLIGIBLE) continue;
      active[some] = first + k;
      errors[some++] = weight * (p - truth);
    }
  }
  return some;
}
