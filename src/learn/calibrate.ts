/** Temperatures per situation, fitted on scores that the fusion was not fitted on (Guo et al., ICML 2017). */
import { logSumExp, probabilitiesOf, type Temperature } from '../classify/scores.ts';

/** Golden-section search of a minimum of `f` on [low, high]. */
export function searchMinimum(f: (x: number) => number, low: number, high: number, steps = 40): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let a = low;
  let b = high;
  let c = b - ratio * (b - a);
  let d = a + ratio * (b - a);
  let fc = f(c);
  let fd = f(d);
  for (let i = 0; i < steps; i++) {
    if (fc < fd) {
      b = d;
      d = c;
      fd = fc;
      c = b - ratio * (b - a);
      fc = f(c);
    } else {
      a = c;
      c = d;
      fc = fd;
      d = a + ratio * (b - a);
      fd = f(d);
    }
  }
  return (a + b) / 2;
}

/** Factor on the scores (1 / temperature) that minimises the cross-entropy; 1 where there is nothing to fit on. */
export function fitScale(scores: readonly Float64Array[], truths: readonly number[], low = 0.2, high = 5): number {
  const rows = scores.flatMap((row, i) => ((truths[i] ?? -1) >= 0 ? [{ row, truth: truths[i] as number }] : []));
  if (rows.length < 20) return 1;
  const loss = (logScale: number) => {
    const scale = Math.exp(logScale);
    let sum = 0;
    for (const { row, truth } of rows) {
      const scaled = row.map((value) => value * scale);
      sum += logSumExp(scaled) - (scaled[truth] as number);
    }
    return sum / rows.length;
  };
  return Math.exp(searchMinimum(loss, Math.log(low), Math.log(high)));
}

/** What is tried for a mixture of temperatures, as factors on the single best one; steps for the share; rows looked at. */
const MIXTURES = {
  sharper: [1, 1.15, 1.3, 1.5, 1.8, 2.4],
  flatter: [0.25, 0.4, 0.6, 0.8],
  steps: 12,
  rows: 4_000,
} as const;
const MOST_DOUBT = 0.7;

/** The mixture of least cross-entropy; a single temperature where there is little to fit on. */
export function fitTemperature(scores: readonly Float64Array[], truths: readonly number[]): Temperature {
  const single = { scale: fitScale(scores, truths), doubt: 0, flat: 1 };
  const known = scores.flatMap((row, i) => ((truths[i] ?? -1) >= 0 ? [{ row, truth: truths[i] as number }] : []));
  if (known.length < 200) return single;
  const every = Math.ceil(known.length / MIXTURES.rows);
  const rows = known.filter((_, i) => i % every === 0);
  const ofTruth = (scale: number) =>
    rows.map(({ row, truth }) => probabilitiesOf(row, { ...single, scale })[truth] as number);
  const sharp = MIXTURES.sharper.map((factor) => ({
    scale: single.scale * factor,
    truth: ofTruth(single.scale * factor),
  }));
  const flat = MIXTURES.flatter.map((factor) => ({
    scale: single.scale * factor,
    truth: ofTruth(single.scale * factor),
  }));
  const tried = sharp.flatMap((own) =>
    flat.map((other) => {
      const loss = (doubt: number) =>
        own.truth.reduce((sum, p, i) => sum - Math.log((1 - doubt) * p + doubt * (other.truth[i] as number)), 0);
      const doubt = searchMinimum(loss, 0, MOST_DOUBT, MIXTURES.steps);
      return { temperature: { scale: own.scale, doubt, flat: other.scale }, loss: loss(doubt) };
    }),
  );
  return tried.reduce((best, next) => (next.loss < best.loss ? next : best)).temperature;
}

/** The same for labels that hold independently: one sigmoid each. */
export function fitSigmoidScale(scores: readonly Float64Array[], labels: readonly (readonly number[])[]): number {
  const loss = (logScale: number) => {
    const scale = Math.exp(logScale);
    let sum = 0;
    scores.forEach((row, i) => {
      row.forEach((value, k) => {
        const s = value * scale;
        sum += Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s))) - (labels[i]?.includes(k) ? s : 0);
      });
    });
    return sum;
  };
  return Math.exp(searchMinimum(loss, Math.log(0.2), Math.log(20)));
}
