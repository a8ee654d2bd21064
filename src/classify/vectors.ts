/** Embeddings of labelled rows in eight bits, and the nearest of them: a shortlist by sign codes, then the cosine. */
import { topIndices } from './scores.ts';
import { nearestCodes, type SignCodes, signCodes } from './sign-codes.ts';

export interface VectorIndex {
  dimension: number;
  /** rows × dimension, each value · 127 / scale. */
  vectors: Int8Array;
  /** Largest absolute component of all vectors. */
  scale: number;
  codes: SignCodes;
}

export interface Near {
  row: number;
  /** Cosine, as far as eight bits tell it. */
  similarity: number;
}

/** Rows in the shortlist per row asked for; at 20 the shortlist of 8,486 written appeals held every one of the nearest 24. */
const SHORTLIST = 20;

/** @param vectors rows × dimension, unit length each */
export function indexVectors(vectors: Float32Array, dimension: number): VectorIndex {
  let scale = 1e-9;
  for (const value of vectors) if (Math.abs(value) > scale) scale = Math.abs(value);
  return indexBytes(
    Int8Array.from(vectors, (value) => Math.round((value * 127) / scale)),
    dimension,
    scale,
  );
}

/** An index of vectors that are in eight bits already. */
export function indexBytes(vectors: Int8Array, dimension: number, scale: number): VectorIndex {
  return { dimension, vectors, scale, codes: signCodes(vectors, dimension) };
}

/**
 * The rows of highest cosine with `query` (unit length).
 * @param skip a row that must not be found: the appeal itself
 */
export function nearestVectors(index: VectorIndex, query: ArrayLike<number>, count: number, skip = -1): Near[] {
  const q = inUnitsOf(index, query);
  const shortlist = nearestCodes(index.codes, q, (count + 1) * SHORTLIST).filter((row) => row !== skip);
  return scan(index, q, count, shortlist);
}

/** The rows of highest cosine with `query` among those given: an exact scan of them. */
export function nearestAmong(
  index: VectorIndex,
  query: ArrayLike<number>,
  count: number,
  rows: readonly number[],
): Near[] {
  return scan(index, inUnitsOf(index, query), count, rows);
}

function inUnitsOf({ dimension, scale }: VectorIndex, query: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: dimension }, (_, d) => ((query[d] as number) * 127) / scale);
}

function scan(
  { dimension, scale, vectors }: VectorIndex,
  q: Float64Array,
  count: number,
  rows: readonly number[],
): Near[] {
  const unit = (scale / 127) ** 2;
  const similarities = rows.map((row) => {
    let sum = 0;
    for (let d = 0; d < dimension; d++) sum += (vectors[row * dimension + d] as number) * (q[d] as number);
    return sum * unit;
  });
  return topIndices(similarities, Math.min(count, rows.length)).map((at) => ({
    row: rows[at] as number,
    similarity: similarities[at] as number,
  }));
}
