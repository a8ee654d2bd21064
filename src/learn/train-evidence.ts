/** Rows → everything a model knows before fusion. The same function serves cross-fitting and the final fit. */
import { buildTable, type CountTable, countTable, KEY_SEPARATOR, timeValues } from '../classify/context.ts';
import { crossedModel } from '../classify/crossed/model.ts';
import { choiceHash, type EvidenceSet, jointKey, type TargetKnowledge } from '../classify/evidence-set.ts';
import type { HeadWeights } from '../classify/head.ts';
import { DEFAULT_SPEC } from '../classify/ngram/features.ts';
import { type NgramWeights, ngramModel } from '../classify/ngram/model.ts';
import { indexVectors } from '../classify/vectors.ts';
import { trainNgramCached } from './ngram-cache.ts';
import type { TrainingRow } from './rows.ts';
import { CROSSED_BYTES, trainCrossed, worthCrossing } from './train-crossed.ts';
import { HEAD_DEFAULTS, trainHead } from './train-head.ts';
import { NGRAM_DEFAULTS } from './train-ngram.ts';

/** A target's name and labels, fixed before any fitting so that all folds agree. */
export interface TargetSpec {
  name: string;
  labels: readonly string[];
  multi: boolean;
  /** Target that this one follows from, if any. */
  source: string | null;
}

/** Embeddings of the rows, rows × dimension, unit length. */
export interface RowVectors {
  dimension: number;
  vectors: Float32Array;
}

export interface EvidenceTraining {
  columns: readonly string[];
  seed: number;
  threads: number;
  maxNgramBytes?: number;
  /** Where trained n-gram models are kept. */
  cacheFolder?: string | null;
  /** Row weights are multiplied by this for the n-gram model's and the head's cost. */
  ngramCost?: number;
  /** `never`: no crosses of text and context, for columns that are made up. */
  crossed?: 'if-enough' | 'always' | 'never';
  onProgress?: (stage: string, done: number, total: number) => void;
}

/** The tables behind a target, as they are written to disk. */
export interface TargetTables {
  columns: CountTable[];
  joint: CountTable | null;
  time: CountTable | null;
  linkPlain: CountTable | null;
  linkJoint: CountTable | null;
  linkColumns: number[];
}

export interface TrainedEvidence {
  set: EvidenceSet;
  ngram: NgramWeights;
  head: HeadWeights | null;
  crossed: NgramWeights | null;
  tables: TargetTables[];
}

/** Label indices of each row for one target. */
export function labelIndices(rows: readonly TrainingRow[], spec: TargetSpec): number[][] {
  const index = new Map(spec.labels.map((label, i) => [label, i]));
  return rows.map((row) => (row.labels[spec.name] ?? []).flatMap((label) => index.get(label) ?? []));
}

/** Trains the n-gram model and the head and counts everything else. */
export async function trainEvidence(
  rows: readonly TrainingRow[],
  specs: readonly TargetSpec[],
  vectors: RowVectors | null,
  training: EvidenceTraining,
): Promise<TrainedEvidence> {
  const labels = specs.map((spec) => labelIndices(rows, spec));
  const weights = Float32Array.from(rows, (row) => row.weight);
  const ngram = await trainNgramCached(
    training.cacheFolder ?? null,
    rows.map((row) => row.text),
    specs.flatMap((spec, t) => outputRows(spec, labels[t] as number[][])),
    weights,
    {
      ...NGRAM_DEFAULTS,
      cost: training.ngramCost ?? NGRAM_DEFAULTS.cost,
      maxBytes: training.maxNgramBytes ?? NGRAM_DEFAULTS.maxBytes,
      minDf: rows.length < 20_000 ? 1 : NGRAM_DEFAULTS.minDf,
      spec: DEFAULT_SPEC,
      seed: training.seed,
      threads: training.threads,
      onProgress: (done, total) => training.onProgress?.('n-grams', done, total),
    },
  );
  const targets = specs.map((spec, t) => ({
    first: firstOutput(specs, t),
    count: spec.labels.length,
    multi: spec.multi,
    linked: spec.source !== null,
    rows: labels[t] as number[][],
  }));
  const onProgress = (done: number, total: number) => training.onProgress?.('head', done, total);
  const options = { ...HEAD_DEFAULTS, seed: training.seed, onProgress };
  const head = vectors === null ? null : trainHead(vectors.vectors, vectors.dimension, targets, weights, options);
  const crossed = crosses(training, rows)
    ? trainCrossed(rows, targets, weights, {
        columns: training.columns,
        seed: training.seed,
        maxBytes: CROSSED_BYTES,
        onProgress: (done, total) => training.onProgress?.('text with context', done, total),
      })
    : null;
  return assembleEvidence(rows, specs, vectors, { ngram, head, crossed }, training.columns);
}

function crosses({ columns, crossed = 'if-enough' }: EvidenceTraining, rows: readonly TrainingRow[]): boolean {
  return crossed === 'if-enough' ? worthCrossing(rows, columns) : crossed === 'always' && columns.length > 0;
}

const firstOutput = (specs: readonly TargetSpec[], t: number) =>
  specs.slice(0, t).reduce((sum, spec) => sum + spec.labels.length, 0);

/** Counts the tables and joins them with trained weights. */
export function assembleEvidence(
  rows: readonly TrainingRow[],
  specs: readonly TargetSpec[],
  vectors: RowVectors | null,
  trained: Pick<TrainedEvidence, 'ngram' | 'head' | 'crossed'>,
  columns: readonly string[],
): TrainedEvidence {
  const { crossed, head, ngram } = trained;
  const labels = specs.map((spec) => labelIndices(rows, spec));
  const tables = specs.map((spec, t) => buildTables(rows, spec, labels[t] as number[][], specs, columns));
  // Precedents and places share their rows: those that stand for real appeals.
  const kept = rows.flatMap((row, r) => (row.precedent === false ? [] : [r]));
  const real = kept.map((r) => rows[r] as TrainingRow);
  const targets = specs.map((spec, t) => ({
    ...knowledge(spec, firstOutput(specs, t), labels[t] as number[][], rows, tables[t] as TargetTables),
    rowLabels: Int16Array.from(kept, (r) => labels[t]?.[r]?.[0] ?? -1),
  }));
  const placed = real.some((row) => row.lat !== undefined && row.lon !== undefined);
  const set: EvidenceSet = {
    columns,
    targets,
    ngram: ngramModel(ngram, DEFAULT_SPEC),
    head,
    crossed: crossed === null ? null : crossedModel(crossed),
    rowChoices:
      crossed === null ? null : Uint32Array.from(real, (row) => choiceHash(row.context[columns[0] as string])),
    vectors: vectors === null ? null : indexVectors(pickRows(vectors, kept), vectors.dimension),
    places: placed
      ? {
          lat: Float32Array.from(real, (row) => row.lat ?? Number.NaN),
          lon: Float32Array.from(real, (row) => row.lon ?? Number.NaN),
        }
      : null,
  };
  return { set, ...trained, tables };
}

/** The vectors of some rows, one after the other. */
export function pickRows({ dimension, vectors }: RowVectors, indices: readonly number[]): Float32Array {
  const picked = new Float32Array(indices.length * dimension);
  indices.forEach((row, at) => {
    picked.set(vectors.subarray(row * dimension, (row + 1) * dimension), at * dimension);
  });
  return picked;
}

function outputRows(spec: TargetSpec, labels: readonly (readonly number[])[]) {
  const known = Uint8Array.from(labels, (own) => (own.length > 0 ? 1 : 0));
  const positive: number[][] = spec.labels.map(() => []);
  labels.forEach((own, row) => {
    for (const label of own) positive[label]?.push(row);
  });
  return positive.map((rows) => ({ positive: rows, known }));
}

function buildTables(
  rows: readonly TrainingRow[],
  spec: TargetSpec,
  labels: readonly (readonly number[])[],
  specs: readonly TargetSpec[],
  columns: readonly string[],
): TargetTables {
  const pairs = (keysOf: (row: TrainingRow) => readonly (string | null | undefined)[]) =>
    buildTable(
      rows.flatMap((row, r) =>
        keysOf(row).flatMap((key) =>
          typeof key === 'string' ? (labels[r] as number[]).map((label) => [key, label, row.weight] as const) : [],
        ),
      ),
    );
  const source = specs.find((other) => other.name === spec.source);
  // The first column is taken for the citizen's own choice: what it says of the source is in the source already.
  const linkColumns = columns.map((_, i) => i).slice(1);
  const rest = (row: TrainingRow) => jointKey(linkColumns.map((c) => row.context[columns[c] as string]));
  const sourceLabels = (row: TrainingRow) => (source === undefined ? [] : (row.labels[source.name] ?? []));
  return {
    columns: columns.map((column) => pairs((row) => [row.context[column]])),
    joint: columns.length > 1 ? pairs((row) => [jointKey(columns.map((column) => row.context[column]))]) : null,
    time: rows.some((row) => row.at !== undefined) ? pairs((row) => timeValues(row.at ?? '')) : null,
    linkPlain: source === undefined ? null : pairs(sourceLabels),
    linkJoint:
      source === undefined || linkColumns.length === 0
        ? null
        : pairs((row) => {
            const key = rest(row);
            return key === null ? [] : sourceLabels(row).map((label) => label + KEY_SEPARATOR + key);
          }),
    linkColumns,
  };
}

function knowledge(
  spec: TargetSpec,
  firstOutput: number,
  labels: readonly (readonly number[])[],
  rows: readonly TrainingRow[],
  tables: TargetTables,
): TargetKnowledge {
  const count = spec.labels.length;
  // Half a row for each label: one that only the calibration rows hold must not be impossible.
  const prior = new Float64Array(count).fill(0.5);
  labels.forEach((own, r) => {
    for (const label of own) prior[label] = (prior[label] as number) + (rows[r]?.weight ?? 1);
  });
  const total = prior.reduce((a, b) => a + b, 0);
  const table = (data: CountTable | null) => (data === null ? null : countTable(data, count));
  return {
    name: spec.name,
    labels: spec.labels,
    multi: spec.multi,
    firstOutput,
    prior: prior.map((value) => value / total),
    ngramScale: 3,
    headScale: 1,
    crossedScale: 1,
    tables: tables.columns.map((data) => countTable(data, count)),
    joint: table(tables.joint),
    time: table(tables.time),
    rowLabels: new Int16Array(0),
    link:
      spec.source === null || tables.linkPlain === null
        ? null
        : {
            source: spec.source,
            plain: countTable(tables.linkPlain, count),
            joint: table(tables.linkJoint),
            columns: tables.linkColumns,
          },
  };
}
