/**
 * From scored calibration rows to what the manifest keeps: sizes of the raw scores, fusion, temperatures, thresholds.
 * Temperatures and thresholds are fitted on cross-fitted answers: each row's by a fusion that has not seen it.
 */
import {
  choiceOf,
  type EvidenceBasis,
  type EvidenceSet,
  evidenceNames,
  scoreTarget,
  type TargetKnowledge,
} from '../classify/evidence-set.ts';
import { type EvidenceRow, type FusionWeights, fuse } from '../classify/fusion.ts';
import { SITUATIONS, type Situation, type SituationCalibration } from '../classify/manifest.ts';
import { type LogProbs, probabilitiesOf, sigmoid } from '../classify/scores.ts';
import { reduceTo } from '../classify/situation.ts';
import { fitScale, fitSigmoidScale, fitTemperature } from './calibrate.ts';
import { levelsByLanguage, type Promise97 } from './levels.ts';
import type { TrainingRow } from './rows.ts';
import { labelIndices, type TargetSpec } from './train-evidence.ts';
import { type FusionSample, trainFusion, withDropout } from './train-fusion.ts';

/** A calibration row with what a set that never saw it knows of it. */
export interface ScoredRow {
  row: TrainingRow;
  set: EvidenceSet;
  basis: EvidenceBasis;
}

export interface FittedTarget {
  spec: TargetSpec;
  ngramScale: number;
  headScale: number;
  crossedScale: number;
  fusion: FusionWeights;
  /** For appeals with the citizen's own choice; null: `fusion` serves them, too. */
  chosenFusion: FusionWeights | null;
  calibration: Record<Situation, SituationCalibration>;
  /** Cross-fitted, calibrated probabilities of each row in each situation. */
  answers: Record<Situation, Float64Array[]>;
}

/** How much each situation counts while fitting. */
const SITUATION_WEIGHT: Record<Situation, number> = { full: 1, text: 1, 'no-encoder': 0.3, 'no-encoder-text': 0.4 };
/** One sample in `every` is repeated with evidences missing by chance. */
const DROPOUT = { share: 0.35, weight: 0.6, every: 5 } as const;
const FOLDS = 3;
/** L-BFGS iterations of the whole fit, and of each fold's, which starts from it. */
const ITERATIONS = { whole: 60, chosen: 60, fold: 15 } as const;
/** With the citizen's own choice. */
const CHOSEN: readonly Situation[] = ['full', 'no-encoder'];

export interface FitOptions {
  seed: number;
  promise: Promise97;
  onProgress?: (stage: string, done: number, total: number) => void;
}

/** Fits all targets in order; a linked target comes after its source. */
export function fitTargets(
  scored: readonly ScoredRow[],
  specs: readonly TargetSpec[],
  options: FitOptions,
): FittedTarget[] {
  const fitted: FittedTarget[] = [];
  const folds = foldsByText(scored.map(({ row }) => row.text));
  specs.forEach((spec, t) => {
    options.onProgress?.(`fusion of ${spec.name}`, t, specs.length);
    const labels = labelIndices(
      scored.map(({ row }) => row),
      spec,
    );
    fitted.push(fitTarget(scored, spec, t, labels, folds, fitted, options));
  });
  options.onProgress?.('fusion', specs.length, specs.length);
  return fitted;
}

function fitTarget(
  scored: readonly ScoredRow[],
  spec: TargetSpec,
  t: number,
  labels: readonly (readonly number[])[],
  folds: readonly number[],
  before: readonly FittedTarget[],
  options: FitOptions,
): FittedTarget {
  const scales = rawScales(scored, t, labels, spec);
  const knowledge = new Map<EvidenceSet, TargetKnowledge>();
  for (const { set } of scored)
    if (!knowledge.has(set)) knowledge.set(set, { ...(set.targets[t] as TargetKnowledge), ...scales });
  const source = before.find((other) => other.spec.name === spec.source);
  const rowsIn = (situation: Situation) =>
    scored.map(({ basis, set }, r) =>
      scoreTarget(
        set,
        knowledge.get(set) as TargetKnowledge,
        reduceTo(basis, situation),
        () => true,
        source?.answers[situation][r] ?? null,
      ),
    );
  // Without an encoder the situations with it look the same as those without: they are fitted on once.
  const encoder = scored.some(({ basis }) => basis.head !== null);
  const learned = SITUATIONS.filter((situation) => encoder || situation.startsWith('no-encoder'));
  const rows = Object.fromEntries(learned.map((s) => [s, rowsIn(s)])) as Record<Situation, EvidenceRow[]>;
  for (const situation of SITUATIONS) rows[situation] ??= rows[situation === 'full' ? 'no-encoder' : 'no-encoder-text'];
  const columns = scored[0]?.set.columns ?? [];
  const names = evidenceNames(columns);
  // Where too few rows hold a choice to learn from its crosses, the table of choices is all that is said of it.
  const choicesIn = (situation: Situation) =>
    scored.map(({ basis, set }) =>
      set.crossed === null ? -1 : choiceOf(knowledge.get(set) as TargetKnowledge, reduceTo(basis, situation), columns),
    );
  const choices = Object.fromEntries(SITUATIONS.map((s) => [s, choicesIn(s)])) as Record<Situation, number[]>;
  const fitFusion = (
    use: (r: number) => boolean,
    iterations: number,
    start?: FusionWeights,
    situations: readonly Situation[] = learned,
  ) => {
    const samples = situations.flatMap((situation) =>
      rows[situation].flatMap((evidence, r): FusionSample[] => {
        const row = scored[r]?.row;
        if (!use(r) || row === undefined) return [];
        const weight = SITUATION_WEIGHT[situation] * row.weight;
        const choice = choices[situation][r] as number;
        return [{ evidence, labels: labels[r] ?? [], choice, textLength: row.text.length, weight }];
      }),
    );
    const dropped = withDropout(
      samples.filter((_, i) => i % DROPOUT.every === 0),
      DROPOUT.share,
      DROPOUT.weight,
      options.seed,
    );
    const training = { labels: spec.labels.length, multi: spec.multi, seed: options.seed, maxIterations: iterations };
    return trainFusion(names, [...samples, ...dropped], start === undefined ? training : { ...training, start });
  };
  const fusion = fitFusion(() => true, ITERATIONS.whole);
  const eachFold = (start: FusionWeights, situations?: readonly Situation[]) =>
    Array.from({ length: FOLDS }, (_, fold) => fitFusion((r) => folds[r] !== fold, ITERATIONS.fold, start, situations));
  const crossed = eachFold(fusion);
  // One set of weights for all situations is a compromise; where choices are plenty, those with one get their own.
  const chosen = learned.filter((situation) => CHOSEN.includes(situation));
  const plenty = scored.every(({ set }) => set.crossed !== null);
  const declared = (r: number) => isIn(scored[r]?.row as TrainingRow, 'full', columns[0]);
  const chosenFusion = plenty ? fitFusion(declared, ITERATIONS.chosen, fusion, chosen) : null;
  const chosenCrossed = chosenFusion === null ? null : eachFold(chosenFusion, chosen);
  const answers = {} as Record<Situation, Float64Array[]>;
  const calibration = {} as Record<Situation, SituationCalibration>;
  for (const situation of SITUATIONS) {
    // Only rows that are in this situation by themselves tell how sure an answer is in it.
    const inside = scored.map(({ row }) => isIn(row, situation, scored[0]?.set.columns[0]));
    const known = labels.map((own, r) => (inside[r] === true ? own : []));
    const scores = rows[situation].map((evidence, r) =>
      fuse(
        ((CHOSEN.includes(situation) ? chosenCrossed : null) ?? crossed)[folds[r] as number] as FusionWeights,
        evidence,
        scored[r]?.row.text.length ?? 0,
        choices[situation][r],
      ),
    );
    const temperature = spec.multi
      ? { scale: fitSigmoidScale(scores, labels), doubt: 0, flat: 1 }
      : fitTemperature(
          scores,
          known.map((own) => own[0] ?? -1),
        );
    answers[situation] = scores.map((row) =>
      spec.multi ? row.map((s) => sigmoid(temperature.scale * s)) : probabilitiesOf(row, temperature),
    );
    calibration[situation] = {
      ...temperature,
      levels: levelsByLanguage(
        answers[situation],
        known,
        scored.map(({ row }) => row.language),
        options.promise,
      ),
    };
  }
  return { spec, ...scales, fusion, chosenFusion, calibration, answers };
}

/** A row without the citizen's own choice cannot tell how sure answers with it are. */
export function isIn(row: TrainingRow, situation: Situation, declared: string | undefined): boolean {
  const withContext = situation === 'full' || situation === 'no-encoder';
  return !withContext || declared === undefined || row.context[declared] !== undefined;
}

/** Brings margins and logits to the size of log-odds, on the calibration rows. */
function rawScales(
  scored: readonly ScoredRow[],
  t: number,
  labels: readonly (readonly number[])[],
  spec: TargetSpec,
): Pick<FittedTarget, 'ngramScale' | 'headScale' | 'crossedScale'> {
  const fitFor = (of: (basis: EvidenceBasis) => Float64Array | null, otherwise: number) => {
    const own: Float64Array[] = [];
    const truths: (readonly number[])[] = [];
    scored.forEach(({ basis, set }, r) => {
      const scores = of(basis);
      const target = set.targets[t] as TargetKnowledge;
      if (scores === null || (labels[r]?.length ?? 0) === 0) return;
      own.push(scores.slice(target.firstOutput, target.firstOutput + target.labels.length));
      truths.push(labels[r] as readonly number[]);
    });
    if (own.length < 20) return otherwise;
    if (spec.multi) return fitSigmoidScale(own, truths);
    return fitScale(
      own,
      truths.map((label) => label[0] ?? -1),
      0.05,
      30,
    );
  };
  return {
    ngramScale: fitFor((basis) => basis.ngram, 3),
    headScale: fitFor((basis) => basis.head, 1),
    crossedScale: fitFor((basis) => basis.crossed, 1),
  };
}

/** Fold of each row by its text, so that equal texts are never on both sides. */
export function foldsByText(texts: readonly string[], folds = FOLDS): number[] {
  const seen = new Map<string, number>();
  return texts.map((text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    const fold = seen.size % folds;
    seen.set(text, fold);
    return fold;
  });
}

/** Log-probabilities as probabilities. */
export const plain = (logs: LogProbs): Float64Array => logs.map(Math.exp);
