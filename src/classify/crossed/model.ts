/** The linear model over text and context together, stored as the n-gram model is. */
import { idfOf, type NgramWeights, weightReader } from '../ngram/model.ts';
import { type CrossedInput, forEachFeature, NEEDS } from './features.ts';

export interface CrossedModel {
  readonly outputs: number;
  /** Raw scores of all outputs; null where nothing is known beside the text: then it would only repeat other evidence. */
  score(input: CrossedInput): Float64Array | null;
}

/** One appeal's known features: columns and values. */
export interface CrossedRow {
  columns: number[];
  values: number[];
}

/** Length of each kind of feature, by what it needs. Set by judgement: no other lengths were tried. */
const LENGTH: Readonly<Record<number, number>> = {
  [NEEDS.text]: 1,
  [NEEDS.declared]: 0.7,
  [NEEDS.text | NEEDS.declared]: 0.7,
  [NEEDS.columns]: 0.3,
  [NEEDS.columns | NEEDS.declared]: 0.4,
  [NEEDS.place]: 0.3,
  [NEEDS.place | NEEDS.declared]: 0.3,
  [NEEDS.time]: 0.2,
};

/** Features with text in them are weighted by TF-IDF and brought to one length; the others count as they stand. */
export function crossedRow(
  input: CrossedInput,
  columnOf: (hash: number) => number | undefined,
  idf: (column: number) => number,
): CrossedRow {
  const found = new Map<number, { count: number; needs: number }>();
  forEachFeature(input, (hash, needs) => {
    const column = columnOf(hash);
    if (column === undefined) return;
    const seen = found.get(column);
    if (seen === undefined) found.set(column, { count: 1, needs });
    else seen.count++;
  });
  const norms = new Map<number, number>();
  const columns = [...found.keys()];
  const values = columns.map((column) => {
    const { count, needs } = found.get(column) as { count: number; needs: number };
    if ((needs & NEEDS.text) === 0) return LENGTH[needs] as number;
    const value = (1 + Math.log(count)) * idf(column);
    norms.set(needs, (norms.get(needs) ?? 0) + value * value);
    return value;
  });
  columns.forEach((column, i) => {
    const { needs } = found.get(column) as { needs: number };
    if ((needs & NEEDS.text) !== 0)
      values[i] = ((values[i] as number) * (LENGTH[needs] as number)) / Math.sqrt(norms.get(needs) as number);
  });
  return { columns, values };
}

export function crossedModel(weights: NgramWeights): CrossedModel {
  const { biases, offsets, outputs } = weights;
  const index = new Map<number, number>();
  weights.hashes.forEach((hash, column) => {
    index.set(hash, column);
  });
  const weightAt = weightReader(weights);
  return {
    outputs: biases.length,
    score(input) {
      if (input.values[0] === undefined && (input.lat === undefined || input.lon === undefined)) return null;
      const row = crossedRow(
        input,
        (hash) => index.get(hash),
        (column) => idfOf(weights, column),
      );
      const scores = Float64Array.from(biases);
      row.columns.forEach((column, i) => {
        const value = row.values[i] as number;
        for (let e = offsets[column] as number; e < (offsets[column + 1] as number); e++) {
          const output = outputs[e] as number;
          scores[output] = (scores[output] as number) + weightAt(e) * value;
        }
      });
      return scores;
    },
  };
}
