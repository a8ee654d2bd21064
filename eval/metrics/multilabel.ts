/** Metrics where several labels may hold at once. Rows are 0/1 matrices, n × k, row by row. */

export interface MultiLabel {
  classes: number;
  truth: Uint8Array;
  predicted: Uint8Array;
}

export interface MultiLabelFigures {
  /** 2·TP / (2·TP + FP + FN) over all cells. */
  microF1: number;
  /** Mean over the classes that occur in truth or answers. */
  macroF1: number;
  /** Mean over the rows of 2·|T∩P| / (|T| + |P|); a row without labels on either side counts 0. */
  samplesF1: number;
  /** Mean over the rows of |T∩P| / |T∪P|; 0 for a row without labels on either side. */
  jaccard: number;
  /** Share of rows with exactly the right set. */
  exact: number;
}

/** As `f1_score` and `jaccard_score` of scikit-learn with `average` micro, macro and samples, `zero_division=0`. */
export function multiLabelFigures(data: MultiLabel): MultiLabelFigures {
  const rows = multiLabelRows(data);
  const n = rows.f1.length;
  const { classes, predicted, truth } = data;
  let hits = 0;
  let size = 0;
  let macro = 0;
  let named = 0;
  for (let c = 0; c < classes; c++) {
    let hit = 0;
    let both = 0;
    for (let i = 0; i < n; i++) {
      const t = truth[i * classes + c] as number;
      const p = predicted[i * classes + c] as number;
      hit += t & p;
      both += t + p;
    }
    hits += hit;
    size += both;
    if (both === 0) continue;
    macro += (2 * hit) / both;
    named += 1;
  }
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / n;
  return {
    microF1: size === 0 ? 0 : (2 * hits) / size,
    macroF1: named === 0 ? 0 : macro / named,
    samplesF1: mean(rows.f1),
    jaccard: mean(rows.jaccard),
    exact: mean(rows.exact),
  };
}

/** F1, Jaccard index and exactness of each row; and the counts that micro-F1 is made of. */
export function multiLabelRows({ classes, predicted, truth }: MultiLabel) {
  const n = truth.length / classes;
  const f1 = new Float64Array(n);
  const jaccard = new Float64Array(n);
  const exact = new Float64Array(n);
  const hit = new Float64Array(n);
  const size = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let both = 0;
    let sum = 0;
    for (let c = i * classes; c < (i + 1) * classes; c++) {
      const t = truth[c] as number;
      const p = predicted[c] as number;
      both += t & p;
      sum += t + p;
    }
    const union = sum - both;
    hit[i] = both;
    size[i] = sum;
    f1[i] = sum === 0 ? 0 : (2 * both) / sum;
    jaccard[i] = union === 0 ? 0 : both / union;
    exact[i] = union === both ? 1 : 0;
  }
  return { f1, jaccard, exact, hit, size };
}
