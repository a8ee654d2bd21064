/** Trains the model over text and context together (src/classify/crossed). */
import { type CrossedInput, forEachFeature, NEEDS } from '../classify/crossed/features.ts';
import { crossedRow } from '../classify/crossed/model.ts';
import type { NgramWeights } from '../classify/ngram/model.ts';
import type { SparseRows, Vocabulary } from './corpus.ts';
import type { TrainingRow } from './rows.ts';
import type { HeadTarget } from './train-head.ts';
import { compressWeights } from './train-ngram.ts';
import { trainSparse } from './train-sparse.ts';

export interface CrossedTraining {
  /** Context columns, the citizen's own choice first. */
  columns: readonly string[];
  seed: number;
  maxBytes: number;
  onProgress?: (done: number, total: number) => void;
}

/** A target and whether it follows from another one. */
export interface CrossedTarget extends HeadTarget {
  linked: boolean;
}

/** Fewer rows than this with the citizen's own choice cannot fill a table of words by choices. */
export const CROSSED_ROWS = 4000;
export const CROSSED_BYTES = 6_000_000;

/** Weights held in memory while learning, at most (each takes eight bytes). */
const MOST_WEIGHTS = 60_000_000;
const LEAST_ROWS = 2;
const LEARNING = { epochs: 6, decay: 0 } as const;
/**
 * Step of the finest target, and of those that follow from it, which have fewer labels and overfit the map sooner.
 * Both chosen on the calibration rows of St Petersburg.
 */
const RATE = { own: 0.15, linked: 0.08 } as const;
/** How often a row is learned without its district and place, so that answers without them are right, too. */
const MISSING = [{ bit: NEEDS.columns | NEEDS.place, share: 0.15 }] as const;

/** Whether enough rows hold the first context column. */
export function worthCrossing(rows: readonly TrainingRow[], columns: readonly string[]): boolean {
  const [declared] = columns;
  if (declared === undefined) return false;
  return rows.filter((row) => row.precedent !== false && row.context[declared] !== undefined).length >= CROSSED_ROWS;
}

export function crossedInput(row: TrainingRow, columns: readonly string[]): CrossedInput {
  const { at, context, lat, lon, text } = row;
  return { text, values: columns.map((column) => context[column]), lat, lon, at };
}

/** @param targets all targets' labels by row, over consecutive outputs */
export function trainCrossed(
  rows: readonly TrainingRow[],
  targets: readonly CrossedTarget[],
  rowWeights: Float32Array,
  training: CrossedTraining,
): NgramWeights {
  const inputs = rows.map((row) => crossedInput(row, training.columns));
  const outputs = Math.max(...targets.map((target) => target.first + target.count));
  const { needs, vocabulary } = buildFeatures(inputs, Math.floor(MOST_WEIGHTS / outputs));
  const { biases, weights } = trainSparse(sparseRows(inputs, vocabulary), targets, rowWeights, {
    ...LEARNING,
    learningRates: targets.map(({ linked }) => (linked ? RATE.linked : RATE.own)),
    seed: training.seed,
    needs,
    missing: MISSING,
    ...(training.onProgress === undefined ? {} : { onProgress: training.onProgress }),
  });
  return compressWeights({ dense: weights, biases, byOutput: 1, byColumn: outputs }, vocabulary, training.maxBytes);
}

/** The most frequent features that stand in at least two rows. */
function buildFeatures(inputs: readonly CrossedInput[], most: number): { vocabulary: Vocabulary; needs: Uint8Array } {
  const counts = new Map<number, { rows: number; last: number; needs: number }>();
  inputs.forEach((input, r) => {
    forEachFeature(input, (hash, needs) => {
      const known = counts.get(hash);
      if (known === undefined) counts.set(hash, { rows: 1, last: r, needs });
      else if (known.last !== r) {
        known.rows++;
        known.last = r;
      }
    });
  });
  let entries = [...counts].filter(([, { rows }]) => rows >= LEAST_ROWS);
  if (entries.length > most) entries = entries.sort((a, b) => b[1].rows - a[1].rows).slice(0, most);
  entries.sort((a, b) => a[0] - b[0]);
  return {
    needs: Uint8Array.from(entries, ([, { needs }]) => needs),
    vocabulary: {
      hashes: Uint32Array.from(entries, ([hash]) => hash),
      idf: Float32Array.from(entries, ([, { rows }]) => Math.log((1 + inputs.length) / (1 + rows)) + 1),
    },
  };
}

function sparseRows(inputs: readonly CrossedInput[], { hashes, idf }: Vocabulary): SparseRows {
  const index = new Map<number, number>();
  hashes.forEach((hash, column) => {
    index.set(hash, column);
  });
  const rows = inputs.map((input) =>
    crossedRow(
      input,
      (hash) => index.get(hash),
      (column) => idf[column] as number,
    ),
  );
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, r) => {
    offsets[r + 1] = (offsets[r] as number) + row.columns.length;
  });
  const columns = new Int32Array(offsets[rows.length] as number);
  const values = new Float32Array(columns.length);
  rows.forEach((row, r) => {
    columns.set(row.columns, offsets[r]);
    values.set(row.values, offsets[r]);
  });
  return { offsets, columns, values, width: hashes.length };
}
