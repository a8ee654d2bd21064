/** Embeddings of labelled rows in eight bits, searched exactly (brute force): 38,000 × 256 take about 10 ms. */
import { topIndices } from './scores.ts';

export interface VectorIndex {
  dimension: number;
  /** rows × dimension, each value · 127 / scale. */
  vectors: Int8Array;
  /** Largest absolute component of all vectors. */
  scale: number;
}

export interface Near {
  row: number;
  /** Cosine, as far as eight bits tell it. */
  similarity: number;
}

/** @param vectors rows × dimension, unit length each */
export function indexVectors(vectors: Float32Array, dimension: number): VectorIndex {
  let scale = 1e-9;
  for (const value of vectors) if (Math.abs(value) > scale) scale = Math.abs(value);
  return { dimension, scale, vectors: Int8Array.from(vectors, (value) => Math.round((value * 127) / scale)) };
}

/**
 * The rows of highest cosine with `query` (unit length).
 * @param skip a row that must not be found: the appeal itself
 */
export function nearestVectors(index: VectorIndex, query: ArrayLike<number>, count: number, skip = -1): Near[] {
  const { dimension, vectors, scale } = index;
  const rows = Math.floor(vectors.length / dimension);
  const q = Float32Array.from({ length: dimension }, (_, d) => ((query[d] as number) * scale) / 127);
  const similarities = new Float32Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    const base = r * dimension;
    for (let d = 0; d < dimension; d++) sum += (vectors[base + d] as number) * (q[d] as number);
    similarities[r] = sum;
  }
  if (skip >= 0) similarities[skip] = Number.NEGATIVE_INFINITY;
  return topIndices(similarities, Math.min(count, rows - (skip >= 0 ? 1 : 0))).map((row) => ({
    row,
    similarity: similarities[row] as number,
  }));
}
