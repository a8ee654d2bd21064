/** Is what comes in still what the model knows? A recent window against the time before it. */
import { words } from '../../src/intake/words.ts';
import { centroidShift, histogram, stabilityIndex, stabilityNoise, unknownRate } from '../metrics/drift.ts';
import type { Intake } from './window.ts';

export interface DriftSignal {
  name: 'categories' | 'confidence' | 'centroid' | 'unknown-words';
  value: number;
  /** Above this the alert is raised; higher where few rows drift by chance alone. */
  limit: number;
  alert: boolean;
  meaning: string;
}

/**
 * Limits. 0.25: "act" of the stability index (Siddiqi, 2006). The centroid's and the words' are set at about three
 * times what two random halves of the written appeals differ by.
 */
export const DRIFT_LIMITS = { stability: 0.25, centroid: 0.05, unknownRise: 0.05 } as const;

/** Fewer rows than this in either window: nothing is said. */
export const LEAST_ROWS = 100;
const BINS = 10;

/** Signals that can be told; a signal whose data is missing is left out. */
export function driftSignals(reference: Intake, recent: Intake): DriftSignal[] {
  const signals: DriftSignal[] = [];
  const add = (name: DriftSignal['name'], value: number, limit: number, meaning: string) => {
    signals.push({ name, value, limit, alert: value > limit, meaning });
  };
  const enough = (of: (intake: Intake) => number) => Math.min(of(reference), of(recent)) >= LEAST_ROWS;
  const total = ({ categories }: Intake) => [...categories.values()].reduce((a, b) => a + b, 0);
  if (enough(total)) {
    const names = [...new Set([...reference.categories.keys(), ...recent.categories.keys()])];
    const counts = ({ categories }: Intake) => names.map((name) => categories.get(name) ?? 0);
    const noise = stabilityNoise(names.length, total(reference), total(recent));
    const value = stabilityIndex(counts(reference), counts(recent));
    // Twice what chance alone gives: with few appeals and many categories 0.25 is nothing.
    add('categories', value, Math.max(DRIFT_LIMITS.stability, 2 * noise), 'stability index of suggested categories');
  }
  if (enough(({ confidences }) => confidences.length)) {
    const noise = stabilityNoise(BINS, reference.confidences.length, recent.confidences.length);
    const value = stabilityIndex(histogram(reference.confidences, BINS), histogram(recent.confidences, BINS));
    add('confidence', value, Math.max(DRIFT_LIMITS.stability, 2 * noise), 'stability index of confidences in ten bins');
  }
  if (enough(({ vectors }) => vectors.length))
    add(
      'centroid',
      centroidShift(reference.vectors, recent.vectors),
      DRIFT_LIMITS.centroid,
      '1 − cosine of the mean embeddings of confirmed appeals',
    );
  if (enough(({ texts }) => texts.length)) {
    const value = riseOfUnknownWords(reference.texts, recent.texts);
    add('unknown-words', value, DRIFT_LIMITS.unknownRise, 'rise of the share of words never seen before');
  }
  return signals;
}

/**
 * Share of words of the recent texts that the reference does not hold, less the same share of the reference's own
 * newer half against its older half: some words are always new.
 */
function riseOfUnknownWords(reference: readonly string[], recent: readonly string[]): number {
  const forms = (texts: readonly string[]) => texts.flatMap((text) => words(text).map(({ folded }) => folded));
  // Newest first: the older half is known, the newer half is what came next then.
  const half = Math.floor(reference.length / 2);
  const known = new Set(forms(reference.slice(half)));
  const before = unknownRate(forms(reference.slice(0, half)), (word) => known.has(word));
  const now = unknownRate(forms(recent), (word) => known.has(word));
  return now - before;
}

/** The signals in Prometheus' text format, for the node exporter's textfile collector. */
export function driftMetrics(signals: readonly DriftSignal[]): string {
  const lines = (metric: string, help: string, value: (signal: DriftSignal) => number) => [
    `# HELP ${metric} ${help}`,
    `# TYPE ${metric} gauge`,
    ...signals.map((signal) => `${metric}{signal="${signal.name}"} ${value(signal)}`),
  ];
  return [
    ...lines('bagyt_drift', 'How far what comes in has moved, by signal', ({ value }) => value),
    ...lines('bagyt_drift_limit', 'Value above which the alert is raised', ({ limit }) => limit),
    ...lines('bagyt_drift_alert', '1 where the limit is passed', ({ alert }) => (alert ? 1 : 0)),
    '',
  ].join('\n');
}
