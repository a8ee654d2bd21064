/** Fits the fusion (src/classify/fusion.ts) by L-BFGS on rows that no evidence was trained on. */
import { CHOICE_COVARIATES, choiceCovariates } from '../classify/choice.ts';
import { covariates, type EvidenceRow, type FusionWeights, textEvidence } from '../classify/fusion.ts';
import { logSumExp } from '../classify/scores.ts';
import { seededRandom } from './dual-descent.ts';
import { minimise } from './lbfgs.ts';

/** One row to learn from; `labels` holds one index, or several (or none) for a multi-label target. */
export interface FusionSample {
  evidence: EvidenceRow;
  labels: readonly number[];
  /** Label that the citizen chose; −1: none. */
  choice: number;
  textLength: number;
  weight: number;
}

export interface FusionTraining {
  labels: number;
  multi: boolean;
  seed: number;
  maxIterations: number;
  /** Where to start; absent: an even pool of all evidences. */
  start?: FusionWeights;
  /** Evidences that all samples have, and no others; absent: any subset. */
  needs?: readonly string[];
}

/** L2 penalties in units of one row's loss: on interactions, on length, on plain probabilities, on label biases. */
const PENALTY = { main: 0.5, interaction: 2, length: 10, linear: 2, bias: 4, choice: 1 } as const;

interface Prepared {
  x: number[];
  present: number[];
  labels: readonly number[];
  choice: number;
  /** Covariates of the choice; empty where there is none. */
  y: number[];
  /** Of each present evidence: log-probabilities and probabilities of all labels. */
  logs: Float32Array[];
  plain: Float32Array[];
  weight: number;
}

export function trainFusion(
  names: readonly string[],
  samples: readonly FusionSample[],
  training: FusionTraining,
): FusionWeights {
  const e = names.length;
  const width = e + 2;
  const size = e * width + e + training.labels + CHOICE_COVARIATES;
  const text = textEvidence(names);
  const seen = new Map<Float64Array, { log: Float32Array; plain: Float32Array }>();
  const rows = samples.filter((s) => s.labels.length > 0 || training.multi).map((s) => prepare(s, text, seen));
  const scores = new Float64Array(training.labels);
  const total = rows.reduce((sum, row) => sum + row.weight, 0);
  const penalty = penalties(e, width, size).fill(PENALTY.choice, size - CHOICE_COVARIATES);
  const center = new Float64Array(size);
  const used = Math.max(1, Math.max(...rows.map((row) => row.present.length), 1));
  for (let i = 0; i < e; i++) center[i * width] = 1 / used;
  const objective = (p: Float64Array, gradient: Float64Array) => {
    gradient.fill(0);
    let loss = 0;
    for (const row of rows) loss += addRow(row, p, gradient, scores, e, width, training.multi);
    for (let i = 0; i < size; i++) {
      const off = (p[i] as number) - (center[i] as number);
      loss += (penalty[i] as number) * off * off;
      gradient[i] = ((gradient[i] as number) + 2 * (penalty[i] as number) * off) / total;
    }
    return loss / total;
  };
  const start = training.start === undefined ? center : flatten(training.start, e, width, size);
  const best = minimise(objective, start, { maxIterations: training.maxIterations, tolerance: 1e-5 });
  const chosen = samples.some(({ choice }) => choice >= 0);
  return unflatten(best, names, width, training.labels, chosen, training.needs ?? []);
}

function prepare(
  sample: FusionSample,
  text: readonly number[],
  seen: Map<Float64Array, { log: Float32Array; plain: Float32Array }>,
): Prepared {
  const present = sample.evidence.flatMap((evidence, i) => (evidence === null ? [] : [i]));
  // The same evidence stands in several samples (situations, dropout): its exponentials are taken once.
  const arrays = present.map((i) => {
    const evidence = sample.evidence[i] as Float64Array;
    const known = seen.get(evidence);
    if (known !== undefined) return known;
    const made = { log: Float32Array.from(evidence), plain: Float32Array.from(evidence, Math.exp) };
    seen.set(evidence, made);
    return made;
  });
  return {
    x: covariates(sample.evidence, sample.textLength),
    present,
    labels: sample.labels,
    choice: sample.choice,
    y: sample.choice < 0 ? [] : choiceCovariates(sample.evidence, text, sample.choice),
    logs: arrays.map((pair) => pair.log),
    plain: arrays.map((pair) => pair.plain),
    weight: sample.weight,
  };
}

/** Adds one row's loss and gradient; `scores` is working space. */
function addRow(
  row: Prepared,
  p: Float64Array,
  gradient: Float64Array,
  scores: Float64Array,
  e: number,
  width: number,
  multi: boolean,
): number {
  const { choice, labels, logs, plain, present, weight, x, y } = row;
  const n = scores.length;
  const biases = e * width + e;
  for (let k = 0; k < n; k++) scores[k] = p[biases + k] as number;
  for (let slot = 0; slot < present.length; slot++) {
    const i = present[slot] as number;
    let a = 0;
    for (let j = 0; j < width; j++) a += (p[i * width + j] as number) * (x[j] as number);
    const b = p[e * width + i] as number;
    const log = logs[slot] as Float32Array;
    const probability = plain[slot] as Float32Array;
    for (let k = 0; k < n; k++)
      scores[k] = (scores[k] as number) + a * (log[k] as number) + b * (probability[k] as number);
  }
  const bonus = biases + n;
  for (let j = 0; j < y.length; j++)
    scores[choice] = (scores[choice] as number) + (p[bonus + j] as number) * (y[j] as number);
  const loss = multi ? sigmoidErrors(scores, labels) : softmaxErrors(scores, labels);
  for (let slot = 0; slot < present.length; slot++) {
    const i = present[slot] as number;
    const log = logs[slot] as Float32Array;
    const probability = plain[slot] as Float32Array;
    let byLog = 0;
    let byPlain = 0;
    for (let k = 0; k < n; k++) {
      byLog += (scores[k] as number) * (log[k] as number);
      byPlain += (scores[k] as number) * (probability[k] as number);
    }
    for (let j = 0; j < width; j++)
      gradient[i * width + j] = (gradient[i * width + j] as number) + weight * byLog * (x[j] as number);
    gradient[e * width + i] = (gradient[e * width + i] as number) + weight * byPlain;
  }
  for (let k = 0; k < n; k++) gradient[biases + k] = (gradient[biases + k] as number) + weight * (scores[k] as number);
  for (let j = 0; j < y.length; j++)
    gradient[bonus + j] = (gradient[bonus + j] as number) + weight * (scores[choice] as number) * (y[j] as number);
  return weight * loss;
}

/** Replaces scores by p − truth; returns the cross-entropy. */
function softmaxErrors(scores: Float64Array, labels: readonly number[]): number {
  const z = logSumExp(scores);
  const truth = labels[0] as number;
  const loss = z - (scores[truth] as number);
  for (let k = 0; k < scores.length; k++) scores[k] = Math.exp((scores[k] as number) - z);
  scores[truth] = (scores[truth] as number) - 1;
  return loss;
}

function sigmoidErrors(scores: Float64Array, labels: readonly number[]): number {
  let loss = 0;
  for (let k = 0; k < scores.length; k++) {
    const s = scores[k] as number;
    // log(1 + e^s) without overflow.
    loss += Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)));
    scores[k] = 1 / (1 + Math.exp(-s));
  }
  for (const label of labels) {
    // The score itself is gone; its logit is s = log(p / (1 − p)).
    const p = Math.min(1 - 1e-15, Math.max(1e-15, scores[label] as number));
    loss -= Math.log(p / (1 - p));
    scores[label] = (scores[label] as number) - 1;
  }
  return loss;
}

function penalties(e: number, width: number, size: number): Float64Array {
  const penalty = new Float64Array(size).fill(PENALTY.bias);
  for (let i = 0; i < e; i++) {
    for (let j = 0; j < width; j++)
      penalty[i * width + j] = j === 0 ? PENALTY.main : j === width - 1 ? PENALTY.length : PENALTY.interaction;
    penalty[e * width + i] = PENALTY.linear;
  }
  return penalty;
}

function flatten(fusion: FusionWeights, e: number, width: number, size: number): Float64Array {
  const flat = new Float64Array(size);
  fusion.logWeights.forEach((row, i) => {
    flat.set(row, i * width);
  });
  flat.set(fusion.linearWeights, e * width);
  flat.set(fusion.biases, e * width + e);
  flat.set(fusion.choiceWeights, e * width + e + fusion.biases.length);
  return flat;
}

function unflatten(
  flat: Float64Array,
  names: readonly string[],
  width: number,
  labels: number,
  chosen: boolean,
  needs: readonly string[],
): FusionWeights {
  const e = names.length;
  const round = (value: number) => Number(value.toFixed(6));
  // What was never there keeps the weight it started with, which nothing bears out.
  const known = (i: number) => needs.length === 0 || needs.includes(names[i] as string);
  return {
    evidence: [...names],
    needs: [...needs],
    logWeights: names.map((_, i) =>
      [...flat.subarray(i * width, (i + 1) * width)].map((value) => (known(i) ? round(value) : 0)),
    ),
    linearWeights: [...flat.subarray(e * width, e * width + e)].map(round),
    biases: [...flat.subarray(e * width + e, e * width + e + labels)].map(round),
    choiceWeights: chosen ? [...flat.subarray(flat.length - CHOICE_COVARIATES)].map(round) : [],
  };
}

/** A copy of the row with each evidence left out by chance, never all of them. */
export function dropEvidence(row: EvidenceRow, share: number, random: () => number): EvidenceRow {
  const kept = row.map((evidence) => (evidence === null || random() < share ? null : evidence));
  return kept.some((evidence) => evidence !== null) ? kept : row;
}

/** Adds to the samples a copy each with random evidences missing, so that any subset of evidences works. */
export function withDropout(samples: readonly FusionSample[], share: number, weight: number, seed: number) {
  const random = seededRandom(seed);
  return samples.map((s) => ({ ...s, evidence: dropEvidence(s.evidence, share, random), weight: s.weight * weight }));
}
