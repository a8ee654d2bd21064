/** Fits the words of texts with two problems (src/classify/joint-words.ts). */
import { JOINT_BUCKETS, jointFeatures, jointScore } from '../classify/joint-words.ts';
import { fitLogistic } from './fit-logistic.ts';
import { foldsByText } from './fit-targets.ts';

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
    const columns = Int32Array.from([JOINT_BUCKETS, ...features.keys()]);
    return { columns, values: Float64Array.from([1, ...features.values()]), truth: two, weight: two ? TWO : 1 };
  });
  const penalty = (k: number) => (k === JOINT_BUCKETS ? 0 : PENALTY);
  const expected = new Float64Array(JOINT_BUCKETS + 1);
  return Float32Array.from(fitLogistic(examples, { penalty, expected, maxIterations: 60, tolerance: 1e-5 }));
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
