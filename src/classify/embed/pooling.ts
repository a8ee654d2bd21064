/**
 * Hidden states of one text → one unit-length vector.
 * @param hidden tokens × dimension, row by row
 * @param mask 1 where a token stands, 0 where padding does
 */
export function poolAndNormalise(
  hidden: ArrayLike<number>,
  mask: readonly number[],
  dimension: number,
  pooling: 'mean' | 'cls',
): Float32Array {
  const vector = new Float32Array(dimension);
  let tokens = 0;
  for (let t = 0; t < (pooling === 'cls' ? 1 : mask.length); t++) {
    if (mask[t] === 0) continue;
    tokens++;
    for (let d = 0; d < dimension; d++) vector[d] = (vector[d] as number) + (hidden[t * dimension + d] as number);
  }
  let squares = 0;
  for (let d = 0; d < dimension; d++) {
    vector[d] = (vector[d] as number) / Math.max(1, tokens);
    squares += (vector[d] as number) ** 2;
  }
  const length = Math.sqrt(squares) || 1;
  for (let d = 0; d < dimension; d++) vector[d] = (vector[d] as number) / length;
  return vector;
}
