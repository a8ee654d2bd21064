/** Figures on the calibration rows, for the manifest and the card. The evaluation harness measures on its own. */
import { SITUATIONS } from '../classify/manifest.ts';
import { topIndices } from '../classify/scores.ts';
import { type FittedTarget, isIn } from './fit-targets.ts';
import type { TrainingRow } from './rows.ts';
import { labelIndices } from './train-evidence.ts';

type Figures = Record<string, number>;

/** By target and situation: rows, top1, top3, log loss, ECE (15 bins of equal width); Jaccard for multi-label targets. */
export function measureFitted(
  fitted: readonly FittedTarget[],
  rows: readonly TrainingRow[],
  multiThresholds: Readonly<Record<string, number>>,
  declared: string | undefined,
): Record<string, Record<string, Figures>> {
  return Object.fromEntries(
    fitted.map((target) => {
      const labels = labelIndices(rows, target.spec);
      const threshold = multiThresholds[target.spec.name];
      const figures = SITUATIONS.map((situation) => [
        situation,
        {
          ...singleFigures(
            target.answers[situation],
            labels.map((own, r) => (isIn(rows[r] as TrainingRow, situation, declared) ? own : [])),
          ),
          ...(threshold === undefined ? {} : { jaccard: meanJaccard(target.answers[situation], labels, threshold) }),
        },
      ]);
      return [target.spec.name, Object.fromEntries(figures)];
    }),
  );
}

function singleFigures(answers: readonly Float64Array[], labels: readonly (readonly number[])[]): Figures {
  const bins = Array.from({ length: 15 }, () => ({ n: 0, confidence: 0, right: 0 }));
  let [rows, top1, top3, loss] = [0, 0, 0, 0];
  answers.forEach((probabilities, r) => {
    const truth = labels[r] as readonly number[];
    if (truth.length === 0) return;
    const three = topIndices(probabilities, 3);
    const confidence = probabilities[three[0] as number] as number;
    const right = truth.includes(three[0] as number) ? 1 : 0;
    const bin = bins[Math.min(14, Math.floor(confidence * 15))] as (typeof bins)[number];
    bin.n++;
    bin.confidence += confidence;
    bin.right += right;
    rows++;
    top1 += right;
    if (three.some((k) => truth.includes(k))) top3++;
    loss -= Math.log(Math.max(1e-12, probabilities[truth[0] as number] as number));
  });
  const n = Math.max(1, rows);
  const ece = bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right) / n, 0);
  const round = (value: number) => Number(value.toFixed(4));
  return { rows, top1: round(top1 / n), top3: round(top3 / n), logLoss: round(loss / n), ece: round(ece) };
}

/** The labels given at a threshold: all above it, and always the most probable one. */
function given(probabilities: Float64Array, threshold: number): Set<number> {
  const labels = new Set(topIndices(probabilities, 1));
  probabilities.forEach((p, k) => {
    if (p >= threshold) labels.add(k);
  });
  return labels;
}

function meanJaccard(
  answers: readonly Float64Array[],
  labels: readonly (readonly number[])[],
  threshold: number,
): number {
  let sum = 0;
  answers.forEach((probabilities, r) => {
    const truth = labels[r] as readonly number[];
    const labelled = given(probabilities, threshold);
    const both = truth.filter((k) => labelled.has(k)).length;
    sum += both / Math.max(1, labelled.size + truth.length - both);
  });
  return Number((sum / Math.max(1, answers.length)).toFixed(4));
}

/** Threshold of each multi-label target with the best mean Jaccard index on cross-fitted answers. */
export function chooseMultiThresholds(
  fitted: readonly FittedTarget[],
  rows: readonly TrainingRow[],
): Record<string, number> {
  const chosen: Record<string, number> = {};
  for (const target of fitted) {
    if (!target.spec.multi) continue;
    const labels = labelIndices(rows, target.spec);
    let best = { threshold: 0.5, jaccard: -1 };
    for (let threshold = 0.1; threshold <= 0.7; threshold += 0.02) {
      const jaccard = meanJaccard(target.answers.full, labels, threshold);
      if (jaccard > best.jaccard) best = { threshold: Number(threshold.toFixed(2)), jaccard };
    }
    chosen[target.spec.name] = best.threshold;
  }
  return chosen;
}
