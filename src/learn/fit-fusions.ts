/**
 * The fusions of one target: a general one for any subset of evidences, and one for each usual set of them, which need
 * not compromise. Scores for temperatures and thresholds come from fusions that have not seen the row.
 */
import { type EvidenceRow, type FusionWeights, fills, fuse, fusionFor, onlyNeeded } from '../classify/fusion.ts';
import { type FusionSample, trainFusion, withDropout } from './train-fusion.ts';

/** The calibration rows as they look with certain things known of each appeal. */
export interface Pattern {
  evidence: readonly EvidenceRow[];
  /** Label that the citizen chose; −1: none. */
  choices: readonly number[];
  /** Rows that truly are like this; the others only look so. */
  inside: readonly boolean[];
  /** What it counts in the general fusion; 0: left to a fusion of its own. */
  weight: number;
}

/** What is the same for a row in all patterns. */
export interface FusionRow {
  labels: readonly number[];
  textLength: number;
  weight: number;
  /** Rows of equal text are in the same fold. */
  fold: number;
}

export interface FusionsOptions {
  names: readonly string[];
  labels: number;
  multi: boolean;
  seed: number;
  folds: number;
}

export interface FittedFusions {
  general: FusionWeights;
  /** The richest first, as `fusionFor` takes them. */
  own: FusionWeights[];
  /** Fused scores of the rows of a pattern, each by a fusion that has not seen it. */
  crossScores(pattern: Pattern): Float64Array[];
}

/** One sample in `every` is repeated with evidences missing by chance. */
const DROPOUT = { share: 0.35, weight: 0.6, every: 5 } as const;
/** L-BFGS iterations of a whole fit; of a fold's fit, from the start and from the whole fit. */
const ITERATIONS = { whole: 60, ownFold: 40, generalFold: 15 } as const;
/** Fewer rows than this teach no fusion of their own. */
const LEAST_OWN = 1_500;
/**
 * An evidence belongs to a pattern if so many of its rows have it: one set of those that nearly always stand there, one
 * with those that often do, as keywords do.
 */
const USUAL = [0.05, 0.95] as const;

interface Own {
  whole: FusionWeights;
  folds: FusionWeights[];
}

export function fitFusions(
  rows: readonly FusionRow[],
  patterns: readonly Pattern[],
  options: FusionsOptions,
): FittedFusions {
  const training = { labels: options.labels, multi: options.multi, seed: options.seed };
  const eachFold = (learn: (use: (r: number) => boolean) => FusionWeights) =>
    Array.from({ length: options.folds }, (_, fold) => learn((r) => rows[r]?.fold !== fold));
  const fitGeneral = (use: (r: number) => boolean, maxIterations: number, start?: FusionWeights) => {
    const samples = patterns.flatMap((pattern) => samplesOf(rows, pattern, pattern.weight, use));
    const dropped = withDropout(
      samples.filter((_, i) => i % DROPOUT.every === 0),
      DROPOUT.share,
      DROPOUT.weight,
      options.seed,
    );
    const more = start === undefined ? {} : { start };
    return trainFusion(options.names, [...samples, ...dropped], { ...training, maxIterations, ...more });
  };
  const general = fitGeneral(() => true, ITERATIONS.whole);
  const own = new Map<string, Own>();
  if (!options.multi)
    for (const pattern of patterns)
      for (const share of USUAL) {
        const needs = usual(pattern, options.names, share);
        if (own.has(needs.join()) || needs.length === 0) continue;
        const asked = { evidence: options.names, needs };
        const filled = pattern.evidence.map((row, r) => pattern.inside[r] === true && fills(asked, row));
        if (rows.filter(({ labels }, r) => filled[r] === true && labels.length > 0).length < LEAST_OWN) continue;
        const only = { ...pattern, evidence: pattern.evidence.map((row) => onlyNeeded(asked, row)) };
        const learn = (use: (r: number) => boolean, maxIterations: number) => {
          const samples = samplesOf(rows, only, 1, (r) => filled[r] === true && use(r));
          return trainFusion(options.names, samples, { ...training, maxIterations, needs });
        };
        const folds = eachFold((use) => learn(use, ITERATIONS.ownFold));
        own.set(needs.join(), { whole: learn(() => true, ITERATIONS.whole), folds });
      }
  const ordered = [...own.values()].sort((a, b) => b.whole.needs.length - a.whole.needs.length);
  const wholes = ordered.map(({ whole }) => whole);
  let generalFolds: FusionWeights[] | null = null;
  return {
    general,
    own: wholes,
    crossScores: ({ choices, evidence }) =>
      evidence.map((row, r) => {
        const { fold, textLength } = rows[r] as FusionRow;
        const serving = fusionFor(general, wholes, row);
        const chosen = ordered[wholes.indexOf(serving.fusion)];
        if (chosen === undefined) generalFolds ??= eachFold((use) => fitGeneral(use, ITERATIONS.generalFold, general));
        const fusion = (chosen?.folds ?? generalFolds)?.[fold] as FusionWeights;
        return fuse(fusion, serving.row, textLength, choices[r]);
      }),
  };
}

/** Evidences that so many rows of a pattern have. */
function usual({ evidence, inside }: Pattern, names: readonly string[], share: number): string[] {
  const own = evidence.filter((_, r) => inside[r] === true);
  return names.filter((_, e) => own.filter((row) => row[e] != null).length >= share * Math.max(1, own.length));
}

function samplesOf(
  rows: readonly FusionRow[],
  { choices, evidence }: Pattern,
  weight: number,
  use: (r: number) => boolean,
): FusionSample[] {
  if (weight === 0) return [];
  return rows.flatMap((row, r) =>
    use(r)
      ? [
          {
            evidence: evidence[r] as EvidenceRow,
            labels: row.labels,
            choice: choices[r] as number,
            textLength: row.textLength,
            weight: weight * row.weight,
          },
        ]
      : [],
  );
}
