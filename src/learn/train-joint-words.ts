/** Fits the words of texts with two problems (src/classify/joint-words.ts). */
import { JOINT_BUCKETS, jointFeatures, jointScore } from '../classify/joint-words.ts';
import { sigmoid } from '../classify/scores.ts';
import { foldsByText } from './fit-targets.ts';
import { minimise } from './lbfgs.ts';

const PENALTY = 0.1;
/** Texts with two problems are one in twenty; each counts for three. */
const TWO = 3;
const FOLDS = 5;

export interface JointText {
  text: string;
  two: boolean;
}

/** @returns one weight per bucket, the constant last */
export function fitJointWords(rows: readonly JointText[]): Float32Array {
  const examples = rows.map(({ text, two }) => {
    const features = jointFeatures(text);
    return { buckets: Int32Array.from(features.keys()), values: Float64Array.from(features.values()), two };
  });
  const fitted = minimise(
    (weights, gradient) => {
      let loss = 0;
      for (let k = 0; k < JOINT_BUCKETS; k++) {
        loss += 0.5 * PENALTY * (weights[k] as number) ** 2;
        gradient[k] = PENALTY * (weights[k] as number);
      }
      gradient[JOINT_BUCKETS] = 0;
      for (const { buckets, two, values } of examples) {
        let score = weights[JOINT_BUCKETS] as number;
        for (let j = 0; j < buckets.length; j++)
          score += (weights[buckets[j] as number] as number) * (values[j] as number);
        const cost = two ? TWO : 1;
        loss += cost * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - (two ? score : 0));
        const error = cost * (sigmoid(score) - (two ? 1 : 0));
        gradient[JOINT_BUCKETS] = (gradient[JOINT_BUCKETS] as number) + error;
        for (let j = 0; j < buckets.length; j++) {
          const at = buckets[j] as number;
          gradient[at] = (gradient[at] as number) + error * (values[j] as number);
        }
      }
      return loss;
    },
    new Float64Array(JOINT_BUCKETS + 1),
    { maxIterations: 60, tolerance: 1e-5 },
  );
  return Float32Array.from(fitted);
}

/** Score of each row by weights that have not seen its text. */
export function crossJointScores(rows: readonly JointText[]): number[] {
  const folds = foldsByText(
    rows.map(({ text }) => text),
    FOLDS,
  );
  const weights = Array.from({ length: FOLDS }, (_, fold) =>
    fitJointWords(rows.filter((_row, r) => folds[r] !== fold)),
  );
  return rows.map(({ text }, r) => jointScore(text, weights[folds[r] as number] as Float32Array));
}
