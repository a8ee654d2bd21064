/** Metrics of a single-label classifier's decisions. Definitions follow scikit-learn's metrics guide, section 3.3.2. */
import type { Ranked } from './scored.ts';

/** Share of rows whose true class is among the `count` most probable (top-k accuracy). NaN without rows. */
export function topAccuracy({ rank }: Ranked, count: number): number {
  let right = 0;
  for (const r of rank) if (r < count) right += 1;
  return right / rank.length;
}

/** Rows by true and predicted class. */
export interface ClassCounts {
  /** Rows that truly are of the class. */
  support: Float64Array;
  /** Rows that were called so. */
  called: Float64Array;
  /** Both. */
  hit: Float64Array;
}

export function countClasses({ classes, predicted, truth }: Ranked): ClassCounts {
  const counts = {
    support: new Float64Array(classes),
    called: new Float64Array(classes),
    hit: new Float64Array(classes),
  };
  for (let i = 0; i < truth.length; i++) {
    const own = truth[i] as number;
    const said = predicted[i] as number;
    counts.support[own] = (counts.support[own] as number) + 1;
    if (said >= 0) counts.called[said] = (counts.called[said] as number) + 1;
    if (said === own) counts.hit[own] = (counts.hit[own] as number) + 1;
  }
  return counts;
}

export interface ClassFigures {
  /** tp / (tp + fp); 0 where the class was never called. */
  precision: number;
  /** tp / (tp + fn); 0 where the class never occurs. */
  recall: number;
  /** 2·tp / (2·tp + fp + fn). */
  f1: number;
  support: number;
}

/** Precision, recall and F1 of each class, in the order of the labels. */
export function perClass({ called, hit, support }: ClassCounts): ClassFigures[] {
  const share = (a: number, b: number) => (b === 0 ? 0 : a / b);
  return Array.from(support, (own, c) => ({
    precision: share(hit[c] as number, called[c] as number),
    recall: share(hit[c] as number, own),
    f1: share(2 * (hit[c] as number), own + (called[c] as number)),
    support: own,
  }));
}

/**
 * Unweighted mean of F1 over the classes that occur in truth or answers (what `f1_score(average='macro')` does:
 * a class that nobody named and that never occurs has no F1).
 */
export function macroF1({ called, hit, support }: ClassCounts): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < support.length; c++) {
    const size = (support[c] as number) + (called[c] as number);
    if (size === 0) continue;
    sum += (2 * (hit[c] as number)) / size;
    classes += 1;
  }
  return classes === 0 ? Number.NaN : sum / classes;
}

/** Mean of F1 weighted by the classes' support (`f1_score(average='weighted')`). */
export function weightedF1({ called, hit, support }: ClassCounts): number {
  let sum = 0;
  let total = 0;
  for (let c = 0; c < support.length; c++) {
    const own = support[c] as number;
    if (own > 0) sum += (own * 2 * (hit[c] as number)) / (own + (called[c] as number));
    total += own;
  }
  return sum / total;
}

/** Mean recall over the classes that occur (Brodersen et al., ICPR 2010; `balanced_accuracy_score`). */
export function balancedAccuracy({ hit, support }: ClassCounts): number {
  let sum = 0;
  let classes = 0;
  for (let c = 0; c < support.length; c++) {
    if (support[c] === 0) continue;
    sum += (hit[c] as number) / (support[c] as number);
    classes += 1;
  }
  return sum / classes;
}

/** Two classes that are taken for each other, and the rows where it happened. */
export interface ConfusionPair {
  truth: number;
  /** −1: no answer. */
  predicted: number;
  rows: number[];
}

/** Wrong answers by (truth, predicted), the most frequent first. */
export function confusionPairs({ predicted, truth }: Ranked): ConfusionPair[] {
  const pairs = new Map<string, ConfusionPair>();
  truth.forEach((own, i) => {
    const said = predicted[i] as number;
    if (said === own) return;
    const pair = pairs.get(`${own} ${said}`) ?? { truth: own, predicted: said, rows: [] };
    pair.rows.push(i);
    pairs.set(`${own} ${said}`, pair);
  });
  return [...pairs.values()].sort((a, b) => b.rows.length - a.rows.length || a.truth - b.truth);
}
