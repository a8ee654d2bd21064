/** Binary logistic regression on sparse rows by L-BFGS, each weight drawn to what is expected of it. */
import { sigmoid } from '../classify/scores.ts';
import { minimise } from './lbfgs.ts';

export interface LogisticExample {
  /** Weights that the row touches; a constant is a column that every row holds, with the value 1. */
  columns: ArrayLike<number>;
  values: ArrayLike<number>;
  truth: boolean;
  /** How many rows this one counts for. */
  weight?: number;
}

export interface LogisticTraining {
  /** Half the penalty on the square of how far weight `k` is from what is expected; 0 for a constant. */
  penalty(k: number): number;
  /** One per weight: where each starts and is drawn to. */
  expected: Float64Array;
  maxIterations: number;
  tolerance: number;
}

/** @returns one weight per column */
export function fitLogistic(examples: readonly LogisticExample[], training: LogisticTraining): Float64Array {
  const { expected, maxIterations, penalty, tolerance } = training;
  return minimise(
    (weights, gradient) => {
      let loss = 0;
      for (let k = 0; k < weights.length; k++) {
        const off = (weights[k] as number) - (expected[k] as number);
        loss += 0.5 * penalty(k) * off * off;
        gradient[k] = penalty(k) * off;
      }
      for (const { columns, truth, values, weight = 1 } of examples) {
        let score = 0;
        for (let j = 0; j < columns.length; j++)
          score += (weights[columns[j] as number] as number) * (values[j] as number);
        loss += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (truth ? score : 0));
        const error = weight * (sigmoid(score) - (truth ? 1 : 0));
        for (let j = 0; j < columns.length; j++) {
          const at = columns[j] as number;
          gradient[at] = (gradient[at] as number) + error * (values[j] as number);
        }
      }
      return loss;
    },
    Float64Array.from(expected),
    { maxIterations, tolerance },
  );
}

/** A row with a value for every feature; weight 0 is the constant's, the features' follow. */
export function denseExample(features: readonly number[], truth: boolean): LogisticExample {
  return { columns: Int32Array.from({ length: features.length + 1 }, (_, k) => k), values: [1, ...features], truth };
}
