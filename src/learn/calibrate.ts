/** One temperature per situation, fitted on scores that the fusion was not fitted on (Guo et al., ICML 2017). */
import { logSumExp } from '../classify/scores.ts';

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
