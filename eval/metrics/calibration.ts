/**
 * Is a stated 90% right nine times in ten? Expected calibration error of the first class's probability:
 * ECE = Σ_b (n_b / n) · |accuracy_b − mean confidence_b| (Naeini, Cooper, Hauskrecht, AAAI 2015; Guo et al., ICML 2017).
 */

export interface ReliabilityBin {
  /** Confidences in the bin, lower bound included only in the first bin: (from, to]. */
  from: number;
  to: number;
  count: number;
  /** Mean of the confidences in the bin; NaN where it is empty. */
  confidence: number;
  /** Share of right answers in the bin; NaN where it is empty. */
  accuracy: number;
}

/** Bins of the literature and of this project's targets. */
export const BINS = 15;

/** Bin of a confidence among `bins` of equal width over 0…1. */
export function widthBin(confidence: number, bins: number): number {
  return Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1));
}

/** Bins of equal width. */
export function equalWidthBins(
  confidence: ArrayLike<number>,
  hit: ArrayLike<number>,
  bins: number = BINS,
): ReliabilityBin[] {
  const sums = new Float64Array(bins);
  const right = new Float64Array(bins);
  const counts = new Float64Array(bins);
  for (let i = 0; i < confidence.length; i++) {
    const b = widthBin(confidence[i] as number, bins);
    sums[b] = (sums[b] as number) + (confidence[i] as number);
    right[b] = (right[b] as number) + (hit[i] as number);
    counts[b] = (counts[b] as number) + 1;
  }
  return Array.from(counts, (count, b) => ({
    from: b / bins,
    to: (b + 1) / bins,
    count,
    confidence: (sums[b] as number) / count,
    accuracy: (right[b] as number) / count,
  }));
}

/**
 * Bins of equal mass: the rows by rising confidence, cut at ⌊b·n/bins⌋ (Nguyen and O'Connor, EMNLP 2015). Robust where
 * most confidences lie near 1.
 */
export function equalMassBins(
  confidence: ArrayLike<number>,
  hit: ArrayLike<number>,
  bins: number = BINS,
): ReliabilityBin[] {
  const n = confidence.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => (confidence[a] as number) - (confidence[b] as number) || a - b,
  );
  return Array.from({ length: bins }, (_, b) => {
    const rows = order.subarray(Math.floor((b * n) / bins), Math.floor(((b + 1) * n) / bins));
    let sum = 0;
    let right = 0;
    for (const i of rows) {
      sum += confidence[i] as number;
      right += hit[i] as number;
    }
    const at = (i: number | undefined) => (i === undefined ? Number.NaN : (confidence[i] as number));
    return {
      from: at(rows[0]),
      to: at(rows.at(-1)),
      count: rows.length,
      confidence: sum / rows.length,
      accuracy: right / rows.length,
    };
  });
}

/** ECE of bins; 0…1. NaN without rows. */
export function calibrationError(bins: readonly ReliabilityBin[]): number {
  let sum = 0;
  let total = 0;
  for (const { accuracy, confidence, count } of bins) {
    if (count > 0) sum += count * Math.abs(accuracy - confidence);
    total += count;
  }
  return sum / total;
}
