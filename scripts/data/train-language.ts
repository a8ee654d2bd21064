/**
 * `npm run train:language`: fits src/intake/language-weights.json on the written appeals' train split and prints the
 * confusion on their calibration split.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { logSoftmax } from '../../src/classify/scores.ts';
import { BUCKETS, type LanguageWeights, languageFeatures, MODELLED } from '../../src/intake/language-model.ts';
import { words } from '../../src/intake/words.ts';
import { minimise } from '../../src/learn/lbfgs.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const OUT = join(ROOT, 'src/intake/language-weights.json');
/** Penalty on the square of a weight, chosen on the calibration split; mixed rows are few and count double. */
const PENALTY = 0.05;
const MIXED = 1.5;

interface Row {
  text: string;
  language: string;
}

const rows = readFileSync(join(ROOT, 'data/appeals/train.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const examples = rows.flatMap(({ language, text }) => {
  const truth = (MODELLED as readonly string[]).indexOf(language);
  const found = words(text);
  return truth < 0 || found.length === 0 ? [] : [{ truth, features: [...languageFeatures(found)] }];
});

const classes = MODELLED.length;
const biasAt = classes * BUCKETS;
const fitted = minimise(
  (x, gradient) => {
    let loss = 0;
    for (let i = 0; i < x.length; i++) {
      const penalty = i < biasAt ? PENALTY : 0;
      loss += 0.5 * penalty * (x[i] as number) ** 2;
      gradient[i] = penalty * (x[i] as number);
    }
    for (const { features, truth } of examples) {
      const scores = new Float64Array(classes);
      for (let k = 0; k < classes; k++) {
        scores[k] = x[biasAt + k] as number;
        for (const [bucket, value] of features)
          scores[k] = (scores[k] as number) + (x[k * BUCKETS + bucket] as number) * value;
      }
      const weight = MODELLED[truth] === 'mixed' ? MIXED : 1;
      const logs = logSoftmax(scores);
      loss -= weight * (logs[truth] as number);
      for (let k = 0; k < classes; k++) {
        const error = weight * (Math.exp(logs[k] as number) - (k === truth ? 1 : 0));
        gradient[biasAt + k] = (gradient[biasAt + k] as number) + error;
        for (const [bucket, value] of features) {
          const at = k * BUCKETS + bucket;
          gradient[at] = (gradient[at] as number) + error * value;
        }
      }
    }
    return loss;
  },
  new Float64Array(classes * BUCKETS + classes),
  { maxIterations: 120, tolerance: 1e-6 },
);

const scale = fitted.subarray(0, biasAt).reduce((top, weight) => Math.max(top, Math.abs(weight)), 0);
const bytes = Int8Array.from(fitted.subarray(0, biasAt), (weight) => Math.round((127 * weight) / scale));
const weights: LanguageWeights = {
  scale,
  biases: [...fitted.subarray(biasAt)].map((bias) => Number(bias.toFixed(4))),
  bytes: Buffer.from(bytes.buffer).toString('base64'),
};
writeFileSync(OUT, `${JSON.stringify(weights, null, 2)}\n`);
// In a process of its own, which reads the weights as everybody does: what is measured is what is kept.
execFileSync(process.execPath, [join(import.meta.dirname, 'measure-language.ts')], { stdio: 'inherit' });
