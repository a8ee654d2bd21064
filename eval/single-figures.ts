/** All figures of one single-label target. */
import { LEVELS, type Level } from '../src/classify/contract.ts';
import { type Interval, percentileInterval, RESAMPLED, type Resampled, resampleFigures } from './metrics/bootstrap.ts';
import { calibrationError, equalMassBins, equalWidthBins } from './metrics/calibration.ts';
import {
  balancedAccuracy,
  confusionPairs,
  countClasses,
  macroF1,
  perClass,
  topAccuracy,
  weightedF1,
} from './metrics/classification.ts';
import { brierScores, logLosses, mean } from './metrics/probability.ts';
import { hits, type Ranked, rankRows, type Scored, selectRows } from './metrics/scored.ts';
import { augrc, aurc, coverageAt, type RiskPoint, riskCoverage } from './metrics/selective.ts';
import { answerOf, scoreSingle, targetRows } from './scoring.ts';
import { sliceFigures, sliceValues } from './slices.ts';
import type { Dataset, Outcome, SingleFigures, Split } from './types.ts';

/** Points of the risk–coverage curve that are kept; enough for a line on paper. */
const CURVE_POINTS = 200;
/** Confusion pairs, and examples of each. */
const PAIRS = 30;
const PAIR_EXAMPLES = 3;

export interface FigureOptions {
  complete: boolean;
  seed: number;
  resamples: number;
  /** Only these slices; absent: all. */
  slices?: readonly string[];
}

export function singleFigures(
  dataset: Dataset,
  outcomes: readonly Outcome[],
  target: string,
  options: FigureOptions,
): SingleFigures {
  const { examples } = dataset;
  const placed = targetRows(examples, outcomes, target);
  const scored = scoreSingle(examples, outcomes, target, placed, options.complete);
  const ranked = rankRows(scored);
  const right = hits(ranked);
  const curve = riskCoverage(ranked.confidence, right);
  const { labels, rows } = placed;
  const values = rows.map((i) => sliceValues(examples[i] as (typeof examples)[number], outcomes[i]));
  const id = (row: number) => examples[rows[row] as number]?.id ?? '';
  const counts = countClasses(ranked);
  return {
    kind: 'single',
    n: rows.length,
    classes: labels.length,
    ...intervals(scored, ranked, curve, options),
    eceMass: calibrationError(equalMassBins(ranked.confidence, right)),
    augrc: augrc(ranked.confidence, right),
    ...acceptable(dataset, target, scored, ranked, rows),
    ...duplicates(dataset, ranked, rows),
    ...levels(outcomes, target, ranked, rows),
    bins: equalWidthBins(ranked.confidence, right),
    curve: thin(curve),
    perClass: perClass(counts)
      .map((figures, k) => ({ label: labels[k] as string, ...figures }))
      .filter(({ support }, k) => support > 0 || (counts.called[k] as number) > 0)
      .sort((a, b) => b.support - a.support),
    confusions: confusionPairs(ranked)
      .slice(0, PAIRS)
      .map((pair) => ({
        truth: labels[pair.truth] as string,
        predicted: labels[pair.predicted] ?? null,
        count: pair.rows.length,
        examples: pair.rows.slice(0, PAIR_EXAMPLES).map(id),
      })),
    slices: sliceFigures(ranked, values, options.slices, options.seed),
  };
}

function intervals(
  scored: Scored,
  ranked: Ranked,
  curve: readonly RiskPoint[],
  { resamples, seed }: FigureOptions,
): Record<Resampled, Interval> {
  const losses = { logLoss: logLosses(scored), brier: brierScores(scored) };
  const counts = countClasses(ranked);
  const right = hits(ranked);
  const values: Record<Resampled, number> = {
    top1: topAccuracy(ranked, 1),
    top3: topAccuracy(ranked, 3),
    macroF1: macroF1(counts),
    weightedF1: weightedF1(counts),
    balancedAccuracy: balancedAccuracy(counts),
    ece: calibrationError(equalWidthBins(ranked.confidence, right)),
    logLoss: mean(losses.logLoss),
    brier: mean(losses.brier),
    aurc: aurc(ranked.confidence, right),
    coverage90: coverageAt(curve, 0.9).coverage,
    coverage95: coverageAt(curve, 0.95).coverage,
    coverage97: coverageAt(curve, 0.97).coverage,
    coverage99: coverageAt(curve, 0.99).coverage,
  };
  const samples = resampleFigures(ranked, losses, seed, resamples);
  const entries = RESAMPLED.map((name) => [name, percentileInterval(values[name], samples[name])]);
  return Object.fromEntries(entries) as Record<Resampled, Interval>;
}

function acceptable(dataset: Dataset, target: string, { labels }: Scored, ranked: Ranked, rows: readonly number[]) {
  const also = rows.map((i) => dataset.examples[i]?.acceptable?.[target] ?? []);
  if (also.every((list) => list.length === 0)) return {};
  const right = also.filter((list, r) => {
    const said = labels[ranked.predicted[r] as number];
    return ranked.rank[r] === 0 || (said !== undefined && list.includes(said));
  });
  return { top1Acceptable: right.length / rows.length };
}

function duplicates({ examples }: Dataset, ranked: Ranked, rows: readonly number[]) {
  if (rows.some((i) => examples[i]?.seen === undefined)) return {};
  const part = (seen: boolean) => {
    const chosen = rows.flatMap((i, r) => (examples[i]?.seen === seen ? [r] : []));
    return splitFigures(selectRows(ranked, chosen));
  };
  return { duplicates: { seen: part(true), unseen: part(false) } };
}

function splitFigures(ranked: Ranked): Split {
  return {
    n: ranked.truth.length,
    top1: topAccuracy(ranked, 1),
    top3: topAccuracy(ranked, 3),
    macroF1: macroF1(countClasses(ranked)),
  };
}

function levels(outcomes: readonly Outcome[], target: string, ranked: Ranked, rows: readonly number[]) {
  const own = rows.map((i) => answerOf(outcomes[i], target)?.level);
  if (own.every((level) => level === undefined)) return {};
  const figures = (level: Level) => {
    // An answer that failed is a search for the dispatcher.
    const chosen = own.flatMap((value, r) => ((value ?? 'manual') === level ? [r] : []));
    const part = selectRows(ranked, chosen);
    return { share: chosen.length / rows.length, top1: topAccuracy(part, 1), top3: topAccuracy(part, 3) };
  };
  return {
    levels: Object.fromEntries(LEVELS.map((level) => [level, figures(level)])) as Record<
      Level,
      ReturnType<typeof figures>
    >,
  };
}

function thin(curve: readonly RiskPoint[]): RiskPoint[] {
  const step = Math.max(1, Math.floor(curve.length / CURVE_POINTS));
  return curve.filter((_, i) => i % step === 0 || i === curve.length - 1);
}
