/**
 * Training from labelled rows to a model folder: targets → evidences on rows that calibration never saw → fusion,
 * temperatures and thresholds on the calibration rows → evidences again on all rows → files.
 */
import type { Embedder } from '../classify/embed/embedder.ts';
import { evidenceBasis } from '../classify/evidence-set.ts';
import { listEvidence } from '../classify/keyword-evidence.ts';
import type { Lexicon } from '../classify/keywords/lexicon.ts';
import { problem } from '../errors.ts';
import { seededRandom } from './dual-descent.ts';
import { embedRows } from './embed-rows.ts';
import { type FittedTarget, fitTargets, foldsByText, type ScoredRow } from './fit-targets.ts';
import { DEFAULT_PROMISE, type Promise97 } from './levels.ts';
import { SECOND_TOPIC, type TrainingRow } from './rows.ts';
import {
  type EvidenceTraining,
  pickRows,
  type RowVectors,
  type TargetSpec,
  type TrainedEvidence,
  trainEvidence,
} from './train-evidence.ts';

export interface TrainOptions {
  labels: readonly string[];
  /** Categorical context columns, the citizen's own choice first. */
  columns: readonly string[];
  embedder: Embedder | null;
  lexicon: Lexicon | null;
  cacheFolder: string | null;
  seed: number;
  threads: number;
  promise?: Promise97;
  maxNgramBytes?: number;
  /** `never`: the first context column is made up, and nothing is learned from its crosses with the text. */
  crossed?: 'if-enough' | 'always' | 'never';
  onProgress?: (stage: string, done: number, total: number) => void;
}

export interface TrainedModel {
  evidence: TrainedEvidence;
  fitted: FittedTarget[];
  /** The rows that the fusion was fitted on, with their answers inside `fitted`, and the evidences that never saw them. */
  calibration: TrainingRow[];
  scored: ScoredRow[];
  /** Rows to learn from that were kept off the evidences of `scored`: those with a second topic, which are few. */
  kept: ScoredRow[];
  /** How calibration rows were kept apart: their own file, a random part, or folds. */
  split: 'file' | 'held-out' | 'cross-fitted';
  rows: number;
}

/** Up to this many rows calibration is cross-fitted: every row trains and every row calibrates. */
const CROSS_FIT_ROWS = 15_000;
const FOLDS = 5;
const HELD_OUT = 0.1;

/**
 * @param rows to learn from
 * @param calibration rows of a later time to fuse on; null: kept off `rows` by the program
 * @param extra rows that only ever train: another city's, made-up variants
 */
export async function trainModel(
  rows: readonly TrainingRow[],
  calibration: readonly TrainingRow[] | null,
  extra: readonly TrainingRow[],
  options: TrainOptions,
): Promise<TrainedModel> {
  const all = [...rows, ...(calibration ?? []), ...extra];
  if (rows.length === 0) throw problem('invalid-data', 'There is no row to train on');
  const specs = targetSpecs([...rows, ...(calibration ?? [])], options.labels);
  const vectors =
    options.embedder === null
      ? null
      : await embedRows(
          all.map((row) => row.text),
          options.embedder,
          options.cacheFolder,
          (done, total) => options.onProgress?.('embedding', done, total),
        );
  const data: Data = { rows: all, vectors };
  const own = rows.map((_, i) => i);
  const later = (calibration ?? []).map((_, i) => rows.length + i);
  const added = extra.map((_, i) => rows.length + later.length + i);
  const scored: ScoredRow[] = [];
  const kept: ScoredRow[] = [];
  const rounds = plan(rows, own, later, options.seed);
  for (const [round, { train, score }] of rounds.folds.entries()) {
    const onProgress = (stage: string, done: number, total: number) =>
      options.onProgress?.(`${stage} ${round + 1}/${rounds.folds.length + 1}`, done, total);
    // Where every row is scored in some fold there is nothing to keep apart.
    const two = rounds.split === 'cross-fitted' ? [] : train.filter((r) => all[r]?.labels[SECOND_TOPIC] !== undefined);
    const apart = new Set(two);
    const learned = [...train.filter((r) => !apart.has(r)), ...added];
    const evidence = await fitEvidence(data, learned, specs, { ...training(options), onProgress });
    kept.push(...two.map((r) => scoreRow(evidence, data, r, options.lexicon)));
    scored.push(...score.map((r) => scoreRow(evidence, data, r, options.lexicon)));
  }
  const fitted = fitTargets(scored, specs, {
    seed: options.seed,
    promise: options.promise ?? DEFAULT_PROMISE,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  const evidence = await fitEvidence(data, [...own, ...later, ...added], specs, {
    ...training(options),
    onProgress: (stage, done, total) =>
      options.onProgress?.(`${stage} ${rounds.folds.length + 1}/${rounds.folds.length + 1}`, done, total),
  });
  return {
    evidence,
    fitted,
    calibration: scored.map(({ row }) => row),
    scored,
    kept,
    split: rounds.split,
    rows: all.length,
  };
}

interface Data {
  rows: readonly TrainingRow[];
  vectors: RowVectors | null;
}

function training(options: TrainOptions): EvidenceTraining {
  const { cacheFolder, columns, crossed = 'if-enough', seed, threads, maxNgramBytes } = options;
  return { cacheFolder, columns, crossed, seed, threads, ...(maxNgramBytes === undefined ? {} : { maxNgramBytes }) };
}

/** Labels of every target; several at once in any row make it multi-label. The finest target is the others' source. */
export function targetSpecs(rows: readonly TrainingRow[], names: readonly string[]): TargetSpec[] {
  const specs = names.map((name) => {
    const labels = [...new Set(rows.flatMap((row) => row.labels[name] ?? []))].sort();
    if (labels.length < 2) throw problem('invalid-data', `Target "${name}" has fewer than two labels`);
    return { name, labels, multi: rows.some((row) => (row.labels[name]?.length ?? 0) > 1), source: null };
  });
  const single = specs.filter((spec) => !spec.multi).sort((a, b) => b.labels.length - a.labels.length);
  const finest = single[0];
  const linked = (spec: TargetSpec) => !spec.multi && spec !== finest && finest !== undefined;
  return [
    ...(finest === undefined ? [] : [finest]),
    ...specs
      .filter((spec) => spec !== finest)
      .map((spec) => (linked(spec) ? { ...spec, source: finest?.name ?? null } : spec)),
  ];
}

/** Which rows train and which are scored, round by round. */
function plan(rows: readonly TrainingRow[], own: number[], later: number[], seed: number) {
  if (later.length > 0) return { split: 'file' as const, folds: [{ train: own, score: later }] };
  if (rows.length <= CROSS_FIT_ROWS) {
    const fold = foldsByText(
      rows.map((row) => row.text),
      FOLDS,
    );
    const folds = Array.from({ length: FOLDS }, (_, f) => ({
      train: own.filter((r) => fold[r] !== f),
      score: own.filter((r) => fold[r] === f),
    }));
    return {
      split: 'cross-fitted' as const,
      folds: folds.filter(({ train, score }) => train.length * score.length > 0),
    };
  }
  const random = seededRandom(seed);
  const chosen = new Map<string, boolean>();
  const held = own.map((r) => {
    const text = rows[r]?.text ?? '';
    if (!chosen.has(text)) chosen.set(text, random() < HELD_OUT);
    return chosen.get(text) === true;
  });
  const part = (kept: boolean) => own.filter((r) => held[r] === kept);
  return { split: 'held-out' as const, folds: [{ train: part(false), score: part(true) }] };
}

function fitEvidence(data: Data, indices: readonly number[], specs: readonly TargetSpec[], training: EvidenceTraining) {
  const { vectors } = data;
  const rows = indices.map((i) => data.rows[i] as TrainingRow);
  if (vectors === null) return trainEvidence(rows, specs, null, training);
  const own = { dimension: vectors.dimension, vectors: pickRows(vectors, indices) };
  return trainEvidence(rows, specs, own, training);
}

function scoreRow(evidence: TrainedEvidence, data: Data, r: number, lexicon: Lexicon | null): ScoredRow {
  const row = data.rows[r] as TrainingRow;
  const size = data.vectors?.dimension ?? 0;
  const basis = evidenceBasis(evidence.set, {
    text: row.text,
    context: row.context,
    lat: row.lat,
    lon: row.lon,
    at: row.at,
    vector: data.vectors === null ? null : data.vectors.vectors.subarray(r * size, (r + 1) * size),
    keywords: listEvidence(lexicon, row.text, evidence.set.targets),
  });
  return { row, set: evidence.set, basis };
}
