/**
 * Linear two-class classifiers by dual coordinate descent with shrinking: Hsieh et al., "A Dual Coordinate Descent
 * Method for Large-scale Linear SVM" (ICML 2008), L2-regularised squared hinge loss, as in LIBLINEAR's solver 1.
 */
import type { SparseRows } from './corpus.ts';

export interface DescentOptions {
  /** Cost of one violated row. */
  cost: number;
  /** Passes over the rows at most. */
  maxPasses: number;
  /** Stop when the projected gradients' range falls below this. */
  tolerance: number;
  seed: number;
}

/** Small seeded generator (mulberry32): the same seed gives the same model. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Squared length of each row plus the bias column's 1. */
export function rowNorms(rows: SparseRows): Float32Array {
  const n = rows.offsets.length - 1;
  const norms = new Float32Array(n);
  for (let r = 0; r < n; r++) {
    let sum = 1;
    for (let j = rows.offsets[r] as number; j < (rows.offsets[r + 1] as number); j++)
      sum += (rows.values[j] as number) ** 2;
    norms[r] = sum;
  }
  return norms;
}

/**
 * Trains one class against the rest.
 * @param positive 1 where the row belongs to the class; rows with `use` 0 are left out
 * @param weights  out: one weight per column, the bias last (length width + 1); must be zero at the start
 */
export function trainBinary(
  rows: SparseRows,
  norms: Float32Array,
  use: Uint8Array,
  positive: Uint8Array,
  weights: Float32Array,
  options: DescentOptions,
  rowCost?: Float32Array,
): void {
  const { offsets, columns, values, width } = rows;
  const random = seededRandom(options.seed);
  const active: number[] = [];
  for (let r = 0; r < use.length; r++) if (use[r] === 1) active.push(r);
  const order = Int32Array.from(active);
  const alpha = new Float32Array(use.length);
  let size = order.length;
  let bound = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < options.maxPasses; pass++) {
    let largest = 0;
    for (let i = 0; i < size; i++) {
      const j = i + Math.floor(random() * (size - i));
      const swap = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swap;
    }
    for (let i = 0; i < size; i++) {
      const r = order[i] as number;
      const y = positive[r] === 1 ? 1 : -1;
      const from = offsets[r] as number;
      const to = offsets[r + 1] as number;
      let score = weights[width] as number;
      for (let k = from; k < to; k++) score += (weights[columns[k] as number] as number) * (values[k] as number);
      const a = alpha[r] as number;
      const diagonal = 0.5 / (options.cost * (rowCost === undefined ? 1 : (rowCost[r] as number)));
      const gradient = y * score - 1 + diagonal * a;
      if (a === 0 && gradient > bound) {
        // Shrinking: far on the right side already; looked at again once the rest has converged.
        size--;
        order[i] = order[size] as number;
        order[size] = r;
        i--;
        continue;
      }
      const projected = a === 0 ? Math.min(gradient, 0) : gradient;
      if (Math.abs(projected) > largest) largest = Math.abs(projected);
      if (Math.abs(projected) < 1e-10) continue;
      const next = Math.max(a - gradient / ((norms[r] as number) + diagonal), 0);
      const step = (next - a) * y;
      if (step === 0) continue;
      alpha[r] = next;
      weights[width] = (weights[width] as number) + step;
      for (let k = from; k < to; k++) {
        const c = columns[k] as number;
        weights[c] = (weights[c] as number) + step * (values[k] as number);
      }
    }
    if (largest <= options.tolerance) {
      if (size === order.length) return;
      size = order.length;
      bound = Number.POSITIVE_INFINITY;
    } else bound = largest;
  }
}
