/** Selective prediction: what is gained by answering only where the system is sure. */

/** A point of the curve: answering the `coverage` surest share of rows, `risk` of the answers are wrong. */
export interface RiskPoint {
  coverage: number;
  risk: number;
  /** Least confidence that is answered. */
  threshold: number;
}

/** Rows by falling confidence; equal confidences keep their order. */
export function orderByConfidence(confidence: ArrayLike<number>): Int32Array {
  return Int32Array.from({ length: confidence.length }, (_, i) => i).sort(
    (a, b) => (confidence[b] as number) - (confidence[a] as number) || a - b,
  );
}

/**
 * Risk–coverage curve (El-Yaniv and Wiener, JMLR 2010), one point per distinct confidence: rows of equal confidence
 * are answered together or not at all.
 */
export function riskCoverage(confidence: ArrayLike<number>, hit: ArrayLike<number>): RiskPoint[] {
  const n = confidence.length;
  const points: RiskPoint[] = [];
  let wrong = 0;
  orderByConfidence(confidence).forEach((row, i, order) => {
    wrong += 1 - (hit[row] as number);
    const next = order[i + 1];
    const threshold = confidence[row] as number;
    if (next !== undefined && confidence[next] === threshold) return;
    points.push({ coverage: (i + 1) / n, risk: wrong / (i + 1), threshold });
  });
  return points;
}

/**
 * Area under the risk–coverage curve, AURC = (1/n) Σ_i (errors among the i surest) / i
 * (Geifman, Uziel, El-Yaniv, ICLR 2019). Rows of equal confidence share the mean of their errors.
 */
export function aurc(confidence: ArrayLike<number>, hit: ArrayLike<number>): number {
  let area = 0;
  let i = 0;
  let wrong = 0;
  for (const { errors, size } of tiedGroups(confidence, hit)) {
    for (let j = 1; j <= size; j++) area += (wrong + (errors * j) / size) / (i + j);
    wrong += errors;
    i += size;
  }
  return area / confidence.length;
}

/**
 * Area under the generalised risk–coverage curve, AUGRC = ∫ P(wrong and answered) d coverage = (1/n) Σ_i (errors
 * among the i surest) / n, in the trapezoidal form of Traub et al., "Overcoming Common Flaws in the Evaluation of
 * Selective Classification Systems", NeurIPS 2024. Half the error rate for a random order.
 */
export function augrc(confidence: ArrayLike<number>, hit: ArrayLike<number>): number {
  const n = confidence.length;
  let area = 0;
  let wrong = 0;
  for (const { errors, size } of tiedGroups(confidence, hit)) {
    area += size * (wrong + errors / 2);
    wrong += errors;
  }
  return area / (n * n);
}

function tiedGroups(confidence: ArrayLike<number>, hit: ArrayLike<number>): { size: number; errors: number }[] {
  const groups: { size: number; errors: number }[] = [];
  let last = Number.NaN;
  for (const row of orderByConfidence(confidence)) {
    const own = confidence[row] as number;
    if (own !== last) groups.push({ size: 0, errors: 0 });
    last = own;
    const group = groups.at(-1) as { size: number; errors: number };
    group.size += 1;
    group.errors += 1 - (hit[row] as number);
  }
  return groups;
}

/** Largest share of rows that can be answered so that at least `precision` of the answers are right; 0 if none can. */
export function coverageAt(
  curve: readonly RiskPoint[],
  precision: number,
): { coverage: number; threshold: number | null } {
  const point = curve.findLast(({ risk }) => 1 - risk >= precision - 1e-12);
  return point === undefined
    ? { coverage: 0, threshold: null }
    : { coverage: point.coverage, threshold: point.threshold };
}
