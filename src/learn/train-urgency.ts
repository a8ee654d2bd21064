/**
 * Trains the detector of emergencies (src/classify/urgency/detector.ts): words and signs on all rows that say whether
 * they are emergencies, then the stack and its thresholds on calibration rows that neither saw.
 */
import type { NumberArray } from '../classify/container.ts';
import type { Situation, UrgencyManifest } from '../classify/manifest.ts';
import { categoryRisk, logOdds, urgencyDetector } from '../classify/urgency/detector.ts';
import { BUCKETS, FEATURE_NAMES, hashedFeatures, namedFeatures } from '../classify/urgency/features.ts';
import { denseExample, fitLogistic } from './fit-logistic.ts';
import { foldsByText } from './fit-targets.ts';
import type { TrainingRow } from './rows.ts';
import type { TrainedModel } from './train.ts';
import { URGENCY_PROMISE, urgencyThreshold } from './urgency-threshold.ts';

export interface TrainedUrgency {
  manifest: UrgencyManifest;
  arrays: Record<string, NumberArray>;
}

/** Penalty on the square of a weight; signs are expected to speak for an emergency before any row says so. */
const PENALTY = { named: 0.5, hashed: 0.3, stack: 0.05 } as const;
const EXPECTED = { sign: 0.7, sure: 0.5 } as const;
const FOLDS = 5;
/** Fewer emergencies than this teach nothing. */
const LEAST = 20;

const isEmergency = (row: TrainingRow) => row.labels.urgency?.[0] === 'emergency';
const flagged = (rows: readonly TrainingRow[]) => rows.filter((row) => row.labels.urgency !== undefined);

/**
 * @param rows everything that was trained on, other cities' rows included; those without the label `urgency` are left out
 * @returns null where hardly any row is an emergency
 */
export function trainUrgency(trained: TrainedModel, rows: readonly TrainingRow[]): TrainedUrgency | null {
  const known = flagged(rows);
  const scored = trained.calibration;
  const at = scored.flatMap((row, r) => (row.labels.urgency === undefined ? [] : [r]));
  const truths = at.map((r) => isEmergency(scored[r] as TrainingRow));
  if (truths.filter(Boolean).length < LEAST || truths.every(Boolean)) return null;
  const category = trained.fitted.find(({ spec }) => spec.name === 'category');
  const target = trained.fitted.find(({ spec }) => spec.name === 'urgency');
  const label = target?.spec.labels.indexOf('emergency') ?? -1;
  const rates = ratesOf(known, category?.spec.labels ?? []);
  const own = outOfSample(known, scored, trained.split);
  const stackFor = (situation: Situation) => {
    const inputs = at.map((r) => [
      own[r] as number,
      label < 0 ? 0 : logOdds(target?.answers[situation][r]?.[label] ?? 0.5),
      categoryRisk(rates, category?.answers[situation][r]),
    ]);
    return fitStack(
      inputs,
      truths,
      at.map((r) => scored[r]?.text ?? ''),
    );
  };
  const [encoder, without] = [stackFor('text'), stackFor('no-encoder-text')];
  const { bias, named, hashed } = fitText(known);
  return {
    manifest: {
      names: [...FEATURE_NAMES],
      bias,
      rates,
      stacks: { encoder: encoder.stack, 'no-encoder': without.stack },
      promise: URGENCY_PROMISE,
      measured: { encoder: encoder.measured, 'no-encoder': without.measured },
    },
    arrays: { 'urgency.named': named, 'urgency.hashed': hashed },
  };
}

/** Share of emergencies in each category, drawn to the share of all by two rows' weight. */
function ratesOf(rows: readonly TrainingRow[], labels: readonly string[]): number[] {
  const all = rows.filter(isEmergency).length / rows.length;
  return labels.map((label) => {
    const own = rows.filter((row) => row.labels.category?.includes(label) === true);
    return Number(((own.filter(isEmergency).length + 2 * all) / (own.length + 2)).toFixed(4));
  });
}

/** Score of each calibration row by a text model that has not seen it. */
function outOfSample(known: readonly TrainingRow[], scored: readonly TrainingRow[], split: TrainedModel['split']) {
  const texts = scored.map(({ text }) => text);
  const folds = split === 'cross-fitted' ? foldsByText(texts, FOLDS) : scored.map(() => 0);
  const scores = new Float64Array(scored.length);
  for (const fold of new Set(folds)) {
    const held = new Set(texts.filter((_, r) => folds[r] === fold));
    const { bias, named, hashed } = fitText(known.filter(({ text }) => !held.has(text)));
    const detector = urgencyDetector({ names: [...FEATURE_NAMES], bias } as UrgencyManifest, named, hashed);
    folds.forEach((own, r) => {
      if (own === fold) scores[r] = detector.scoreText(texts[r] as string).score;
    });
  }
  return scores;
}

interface TextWeights {
  bias: number;
  named: Float32Array;
  hashed: Float32Array;
}

/** Logistic regression over named and hashed features, each drawn to what is expected of it. */
function fitText(rows: readonly TrainingRow[]): TextWeights {
  const index = new Map(FEATURE_NAMES.map((name, i) => [name, i + 1]));
  const first = FEATURE_NAMES.length + 1;
  const examples = rows.map((row) => {
    const named = namedFeatures(row.text);
    const { buckets, values } = hashedFeatures(row.text);
    return {
      columns: Int32Array.from([
        0,
        ...named.map(({ name }) => index.get(name) as number),
        ...buckets.map((bucket) => first + bucket),
      ]),
      values: Float64Array.from([1, ...named.map(({ value }) => value), ...values]),
      // How surely a mapped row belongs to its category says nothing of danger: every row counts as one.
      truth: isEmergency(row),
    };
  });
  const expected = new Float64Array(first + BUCKETS);
  FEATURE_NAMES.forEach((name, i) => {
    expected[i + 1] = name === 'sure' ? EXPECTED.sure : name.startsWith('sign:') ? EXPECTED.sign : 0;
  });
  const penalty = (k: number) => (k === 0 ? 0 : k < first ? PENALTY.named : PENALTY.hashed);
  const x = fitLogistic(examples, { penalty, expected, maxIterations: 80, tolerance: 1e-5 });
  return {
    bias: x[0] as number,
    named: Float32Array.from(x.subarray(1, first)),
    hashed: Float32Array.from(x.subarray(first)),
  };
}

/** The second regression; its weights never turn a warning around, so none is below zero. */
function fitStack(inputs: readonly (readonly number[])[], truths: readonly boolean[], texts: readonly string[]) {
  const examples = inputs.map((input, r) => denseExample(input, truths[r] === true));
  const training = {
    penalty: (k: number) => (k === 0 ? 0 : PENALTY.stack),
    expected: new Float64Array((inputs[0]?.length ?? 0) + 1),
    maxIterations: 100,
    tolerance: 1e-7,
  };
  const regress = (use: (r: number) => boolean) =>
    fitLogistic(
      examples.filter((_, r) => use(r)),
      training,
    ).map((weight, k) => (k === 0 ? weight : Math.max(0, weight)));
  const folds = foldsByText(texts, FOLDS);
  const scores = new Float64Array(inputs.length);
  for (const fold of new Set(folds)) {
    const weights = regress((r) => folds[r] !== fold);
    inputs.forEach((input, r) => {
      if (folds[r] === fold) scores[r] = scoreOf(weights, input);
    });
  }
  const { emergency, high, measured } = urgencyThreshold(scores, truths);
  return { stack: { weights: Array.from(regress(() => true)), emergency, high }, measured };
}

function scoreOf(weights: ArrayLike<number>, input: readonly number[]): number {
  return input.reduce((sum, value, k) => sum + (weights[k + 1] as number) * value, weights[0] as number);
}
