/** Multinomial logistic regression on the embedding. */
import type { Arrays, NumberArray } from './container.ts';

/** Standardises each dimension, then one linear layer over all outputs (the labels of all targets). */
export interface HeadWeights {
  mean: Float32Array;
  /** 1 / standard deviation of each dimension. */
  inverse: Float32Array;
  /** outputs × dimension, row by row. */
  weights: Float32Array;
  biases: Float32Array;
}

/** Raw scores (logits before each target's softmax) of all outputs. */
export function headScores(head: HeadWeights, vector: ArrayLike<number>): Float64Array {
  const dimension = head.mean.length;
  const input = new Float64Array(dimension);
  for (let d = 0; d < dimension; d++)
    input[d] = ((vector[d] as number) - (head.mean[d] as number)) * (head.inverse[d] as number);
  return Float64Array.from(head.biases, (bias, o) => {
    let sum = bias;
    const base = o * dimension;
    for (let d = 0; d < dimension; d++) sum += (head.weights[base + d] as number) * (input[d] as number);
    return sum;
  });
}

export function headArrays(head: HeadWeights): Record<string, NumberArray> {
  return {
    'head.mean': head.mean,
    'head.inverse': head.inverse,
    'head.weights': head.weights,
    'head.biases': head.biases,
  };
}

export function headFrom(arrays: Arrays): HeadWeights {
  return {
    mean: arrays.get('head.mean', 'f32'),
    inverse: arrays.get('head.inverse', 'f32'),
    weights: arrays.get('head.weights', 'f32'),
    biases: arrays.get('head.biases', 'f32'),
  };
}
