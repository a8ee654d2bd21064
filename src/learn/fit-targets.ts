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
import type { FusionWeights } from '../classify/fusion.ts';
import { SITUATIONS, type Situation, type SituationCalibration } from '../classify/manifest.ts';
import { type LogProbs, probabilitiesOf, sigmoid } from '../classify/scores.ts';
import { onlyChoice, reduceTo } from '../classify/situation.ts';
import { fitScale, fitSigmoidScale, fitTemperature } from './calibrate.ts';
import { fitFusions, type Pattern } from './fit-fusions.ts';
import { levelsByLanguage, type Promise97 } from './levels.ts';
import type { TrainingRow } from './rows.ts';
import { labelIndices, type TargetSpec } from './train-evidence.ts';

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
  /** For the usual sets of evidences, the richest first. */
  fusions: FusionWeights[];
  calibration: Record<Situation, SituationCalibration>;
  /** Cross-fitted, calibrated probabilities of each row in each situation. */
  answers: Record<Situation, Float64Array[]>;
}

/** How much each situation counts in the general fusion. */
const SITUATION_WEIGHT: Record<Situation, number> = { full: 1, text: 1, 'no-encoder': 0.3, 'no-encoder-text': 0.4 };
const FOLDS = 3;
/** With the citizen's own choice. */
const CHOSEN: readonly Situation[] = ['full', 'no-encoder'];

type Scales = Pick<FittedTarget, 'ngramScale' | 'headScale' | 'crossedScale'>;

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
  const source = before.find((other) => other.spec.name === spec.source);
  const { alone, patterns } = patternsOf(scored, t, scales, source);
  const fusions = fitFusions(
    scored.map(({ row }, r) => ({
      labels: labels[r] ?? [],
      textLength: row.text.length,
      weight: row.weight,
      fold: folds[r] as number,
    })),
    [...new Set(SITUATIONS.map((situation) => patterns[situation])), ...alone],
    {
      names: evidenceNames(scored[0]?.set.columns ?? []),
      labels: spec.labels.length,
      multi: spec.multi,
      seed: options.seed,
      folds: FOLDS,
    },
  );
  const answers = {} as Record<Situation, Float64Array[]>;
  const calibration = {} as Record<Situation, SituationCalibration>;
  for (const situation of SITUATIONS) {
    const pattern = patterns[situation];
    // Only rows that are in this situation by themselves tell how sure an answer is in it.
    const known = labels.map((own, r) => (pattern.inside[r] === true ? own : []));
    const scores = fusions.crossScores(pattern);
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
  return { spec, ...scales, fusion: fusions.general, fusions: fusions.own, calibration, answers };
}

/** What a target's evidences say of every row: in each situation, and with the citizen's choice as the only context. */
function patternsOf(
  scored: readonly ScoredRow[],
  t: number,
  scales: Scales,
  source: FittedTarget | undefined,
): { patterns: Record<Situation, Pattern>; alone: Pattern[] } {
  const columns = scored[0]?.set.columns ?? [];
  const knowledge = new Map<EvidenceSet, TargetKnowledge>();
  for (const { set } of scored)
    if (!knowledge.has(set)) knowledge.set(set, { ...(set.targets[t] as TargetKnowledge), ...scales });
  const patternOf = (situation: Situation, weight: number, choiceAlone = false): Pattern => {
    const seen = scored.map(({ basis, set }, r) => {
      const reduced = reduceTo(basis, situation);
      const known = choiceAlone ? onlyChoice(reduced, set) : reduced;
      const target = knowledge.get(set) as TargetKnowledge;
      return {
        evidence: scoreTarget(set, target, known, () => true, source?.answers[situation][r] ?? null),
        // Where too few rows hold a choice to learn from its crosses, the table of choices is all that is said of it.
        choice: set.crossed === null ? -1 : choiceOf(target, known, columns),
      };
    });
    return {
      evidence: seen.map(({ evidence }) => evidence),
      choices: seen.map(({ choice }) => choice),
      inside: scored.map(({ row }) => isIn(row, situation, columns[0])),
      weight,
    };
  };
  // Without an encoder the situations with it look the same as those without: they are fitted on once.
  const encoder = scored.some(({ basis }) => basis.head !== null);
  const learned = SITUATIONS.filter((situation) => encoder || situation.startsWith('no-encoder'));
  const patterns = Object.fromEntries(learned.map((s) => [s, patternOf(s, SITUATION_WEIGHT[s])])) as Record<
    Situation,
    Pattern
  >;
  for (const situation of SITUATIONS)
    patterns[situation] ??= patterns[situation === 'full' ? 'no-encoder' : 'no-encoder-text'];
  const alone = learned.filter((situation) => CHOSEN.includes(situation)).map((s) => patternOf(s, 0, true));
  return { patterns, alone };
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
): Scales {
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
