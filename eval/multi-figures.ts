/** All figures of one multi-label target. */
import { type Interval, percentileInterval, resample, strataOf } from './metrics/bootstrap.ts';
import { type MultiLabel, multiLabelFigures, multiLabelRows } from './metrics/multilabel.ts';
import { answerOf, scoreMulti, targetRows } from './scoring.ts';
import type { FigureOptions } from './single-figures.ts';
import { sliceFigures, sliceValues } from './slices.ts';
import type { Dataset, MultiFigures, Outcome } from './types.ts';

/** Strata are the rows' first labels: the set of all labels would leave most strata with one row. */
export function multiFigures(
  dataset: Dataset,
  outcomes: readonly Outcome[],
  target: string,
  options: FigureOptions,
): MultiFigures {
  const { examples } = dataset;
  const placed = targetRows(examples, outcomes, target);
  const data = scoreMulti(examples, outcomes, target, placed);
  const firstIsRight = Float64Array.from(placed.rows, (i) => {
    const first = answerOf(outcomes[i], target)?.ranked[0]?.label;
    return first !== undefined && examples[i]?.labels[target]?.includes(first) === true ? 1 : 0;
  });
  const first = placed.rows.map((i) => placed.labels.indexOf(examples[i]?.labels[target]?.[0] as string));
  const ranked = {
    classes: placed.labels.length,
    truth: Int32Array.from(first),
    predicted: new Int32Array(first.length).fill(-1),
    confidence: new Float64Array(first.length),
    rank: Int32Array.from(firstIsRight, (right) => (right === 1 ? 0 : placed.labels.length)),
  };
  const values = placed.rows.map((i) => sliceValues(examples[i] as (typeof examples)[number], outcomes[i]));
  return {
    kind: 'multi',
    n: placed.rows.length,
    classes: placed.labels.length,
    ...intervals(data, firstIsRight, first, options),
    slices: sliceFigures(ranked, values, options.slices, options.seed),
  };
}

const NAMES = ['top1', 'microF1', 'macroF1', 'samplesF1', 'jaccard', 'exact'] as const;

function intervals(
  data: MultiLabel,
  firstIsRight: Float64Array,
  strata: readonly number[],
  { resamples, seed }: FigureOptions,
): Record<(typeof NAMES)[number], Interval> {
  const rows = multiLabelRows(data);
  const n = firstIsRight.length;
  const samples = NAMES.map(() => new Float64Array(resamples));
  const classes = macroByWeights(data);
  let b = 0;
  resample(strataOf(strata), resamples, seed, (counts) => {
    const sums = [0, 0, 0, 0, 0, 0];
    const add = (at: number, value: number) => {
      sums[at] = (sums[at] as number) + value;
    };
    for (let i = 0; i < n; i++) {
      const c = counts[i] as number;
      if (c === 0) continue;
      add(0, c * (firstIsRight[i] as number));
      add(1, c * (rows.hit[i] as number));
      add(2, c * (rows.size[i] as number));
      add(3, c * (rows.f1[i] as number));
      add(4, c * (rows.jaccard[i] as number));
      add(5, c * (rows.exact[i] as number));
    }
    const [top1 = 0, hit = 0, size = 0, f1 = 0, jaccard = 0, exact = 0] = sums;
    const figures = [top1 / n, (2 * hit) / size, classes(counts), f1 / n, jaccard / n, exact / n];
    samples.forEach((array, s) => {
      array[b] = figures[s] as number;
    });
    b += 1;
  });
  const values = { top1: firstIsRight.reduce((a, c) => a + c, 0) / n, ...multiLabelFigures(data) };
  const entries = NAMES.map((name, s) => [name, percentileInterval(values[name], samples[s] as Float64Array)]);
  return Object.fromEntries(entries) as Record<(typeof NAMES)[number], Interval>;
}

/** Macro-F1 of rows that stand `counts` times; visits only the cells that are not 0. */
function macroByWeights({ classes, predicted, truth }: MultiLabel): (counts: Uint16Array) => number {
  const cells: { row: number; label: number; hit: number; size: number }[] = [];
  truth.forEach((t, cell) => {
    const p = predicted[cell] as number;
    if (t + p > 0) cells.push({ row: Math.floor(cell / classes), label: cell % classes, hit: t & p, size: t + p });
  });
  const hit = new Float64Array(classes);
  const size = new Float64Array(classes);
  return (counts) => {
    hit.fill(0);
    size.fill(0);
    for (const cell of cells) {
      const c = counts[cell.row] as number;
      hit[cell.label] = (hit[cell.label] as number) + c * cell.hit;
      size[cell.label] = (size[cell.label] as number) + c * cell.size;
    }
    let sum = 0;
    let named = 0;
    for (let k = 0; k < classes; k++) {
      if (size[k] === 0) continue;
      sum += (2 * (hit[k] as number)) / (size[k] as number);
      named += 1;
    }
    return sum / named;
  };
}
