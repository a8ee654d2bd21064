/**
 * Everything a model knows before fusion, and how one appeal is scored by it. Training and serving share this code, so
 * that what the fusion was fitted on is what it meets later.
 */
import { jointEvidence, KEY_SEPARATOR, type Table, timeEvidence, valueEvidence } from './context.ts';
import { hashOf } from './crossed/features.ts';
import type { CrossedModel } from './crossed/model.ts';
import type { EvidenceRow } from './fusion.ts';
import { type HeadWeights, headScores } from './head.ts';
import type { NgramModel } from './ngram/model.ts';
import { nearestPlaces, type PlaceIndex, type PlaceNeighbour, placeVote } from './place.ts';
import { FLOOR, type LogProbs, logSoftmax, sigmoid } from './scores.ts';
import { type Near, nearestAmong, nearestVectors, type VectorIndex } from './vectors.ts';
import { NEIGHBOURS, type Neighbour, precedentVote, SAME_CHOICE } from './vote.ts';

/** One target of a model with what is counted for it. */
export interface TargetKnowledge {
  name: string;
  labels: readonly string[];
  /** Several labels may hold at once. */
  multi: boolean;
  /** Index of this target's first output in the n-gram model and the head. */
  firstOutput: number;
  /** Share of each label among the training rows; sums to 1. */
  prior: Float64Array;
  /** Factors that turn raw scores into log-odds of the right size. */
  ngramScale: number;
  headScale: number;
  crossedScale: number;
  /** One table per context column, in the order of `EvidenceSet.columns`. */
  tables: readonly Table[];
  /** All columns at once. */
  joint: Table | null;
  time: Table | null;
  /** Label of each labelled row (precedents and places share the rows); −1: none. */
  rowLabels: Int16Array;
  /** P(label | label of the source target, other columns). */
  link: TargetLink | null;
}

/** How a target follows from another one: a department from the category and the district. */
export interface TargetLink {
  source: string;
  /** By source label. */
  plain: Table;
  /** By source label and the columns at `columns`, joined; null where there are none. */
  joint: Table | null;
  columns: readonly number[];
}

export interface EvidenceSet {
  columns: readonly string[];
  targets: readonly TargetKnowledge[];
  ngram: NgramModel;
  head: HeadWeights | null;
  /** Text and context together; null where too few rows hold the citizen's own choice. */
  crossed: CrossedModel | null;
  vectors: VectorIndex | null;
  places: PlaceIndex | null;
  /** `choiceHash` of each row of `vectors`; 0: none. Null goes with `crossed`. */
  rowChoices: Uint32Array | null;
}

/** The citizen's own choice as it is kept for each row. */
export const choiceHash = (choice: string | undefined): number => (choice === undefined ? 0 : hashOf('choice', choice));

/** An appeal as the evidences see it. */
export interface EvidenceInput {
  text: string;
  context: Readonly<Record<string, string | undefined>>;
  lat?: number | undefined;
  lon?: number | undefined;
  /** ISO local time. */
  at?: string | undefined;
  /** Unit-length embedding; null: the encoder is missing, failed or too slow. */
  vector: Float32Array | null;
  /** Keyword log-probabilities by target. */
  keywords?: Readonly<Record<string, LogProbs | null>> | undefined;
  /** Neighbours from outside (the service's own confirmed appeals), by target. */
  precedents?: Readonly<Record<string, readonly Neighbour[]>> | undefined;
  /** Row of this very appeal in the model's own index, when scoring training rows. */
  ownRow?: number | undefined;
}

/** What is computed once per appeal and used for every target and every subset of evidences. */
export interface EvidenceBasis {
  input: EvidenceInput;
  ngram: Float64Array | null;
  head: Float64Array | null;
  crossed: Float64Array | null;
  near: readonly Near[];
  /** The same among rows with the same choice of the citizen. */
  nearChoice: readonly Near[];
  around: readonly PlaceNeighbour[];
}

/** Neighbours by place that are looked at; the vote by distance takes the first `PLACE_VOTERS`. */
const PLACES = 250;
const PLACE_VOTERS = 30;

/** Names of a target's evidences in the order in which rows hold them. */
export function evidenceNames(columns: readonly string[]): string[] {
  return [
    'ngram',
    'head',
    'precedents',
    'precedents:choice',
    'keywords',
    'crossed',
    ...columns.map((column) => `context:${column}`),
    'context:joint',
    'context:time',
    'context:place',
    'linked',
    'linked:place',
  ];
}

export function evidenceBasis(set: EvidenceSet, input: EvidenceInput): EvidenceBasis {
  const { vector, ownRow = -1 } = input;
  const scored = set.ngram.score(input.text);
  const choice = choiceHash(input.context[set.columns[0] ?? '']);
  const { at, context, lat, lon, text } = input;
  return {
    input,
    ngram: scored.known > 0 ? scored.scores : null,
    head: vector !== null && set.head !== null ? headScores(set.head, vector) : null,
    crossed: set.crossed?.score({ text, values: set.columns.map((column) => context[column]), lat, lon, at }) ?? null,
    near: vector !== null && set.vectors !== null ? nearestVectors(set.vectors, vector, NEIGHBOURS, ownRow) : [],
    nearChoice:
      vector === null || set.vectors === null
        ? []
        : nearestAmong(set.vectors, vector, NEIGHBOURS, rowsOfChoice(set, choice, ownRow)),
    around:
      set.places !== null && input.lat !== undefined && input.lon !== undefined
        ? nearestPlaces(set.places, input.lat, input.lon, PLACES, ownRow)
        : [],
  };
}

/** Rows whose citizen chose the same. */
function rowsOfChoice({ rowChoices }: EvidenceSet, choice: number, skip: number): number[] {
  const rows: number[] = [];
  if (choice !== 0)
    rowChoices?.forEach((own, row) => {
      if (own === choice && row !== skip) rows.push(row);
    });
  return rows;
}

/**
 * Scores one target.
 * @param allowed evidences that may be used, by name
 * @param source fused probabilities of the link's source target, if it has one
 */
export function scoreTarget(
  set: EvidenceSet,
  target: TargetKnowledge,
  basis: EvidenceBasis,
  allowed: (name: string) => boolean,
  source: ArrayLike<number> | null,
): EvidenceRow {
  const { input } = basis;
  const part = (scores: Float64Array | null, scale: number) =>
    scores === null ? null : distribution(target, scores, scale);
  const columns = set.columns.map((column, i) => {
    const value = input.context[column];
    const table = target.tables[i];
    if (value === undefined || table === undefined) return null;
    const same = target.labels.indexOf(value);
    return valueEvidence(table, target.prior, value, same < 0 ? undefined : same);
  });
  const makers: (() => LogProbs | null)[] = [
    () => part(basis.ngram, target.ngramScale),
    () => part(basis.head, target.headScale),
    () => precedentVote(neighbours(target, basis), target.prior),
    () => choiceVote(target, basis, columns[0] ?? null),
    () => input.keywords?.[target.name] ?? null,
    () => part(basis.crossed, target.crossedScale),
    ...columns.map((evidence) => () => evidence),
    () => joint(set, target, input, columns),
    () => (target.time === null || input.at === undefined ? null : timeEvidence(target.time, target.prior, input.at)),
    () => placeVote(basis.around.slice(0, PLACE_VOTERS), target.rowLabels, target.prior, 1),
    () => (source === null ? null : linked(set, target, input, source)),
    () => (source === null ? null : linkedPlace(set, target, basis, source)),
  ];
  const names = evidenceNames(set.columns);
  return makers.map((make, i) => (allowed(names[i] as string) ? make() : null));
}

function distribution(target: TargetKnowledge, scores: Float64Array, scale: number): LogProbs {
  const own = scores.subarray(target.firstOutput, target.firstOutput + target.labels.length);
  if (!target.multi) return logSoftmax(own, scale).map((value) => Math.max(FLOOR, value));
  return Float64Array.from(own, (score) => Math.max(FLOOR, Math.log(sigmoid(scale * score))));
}

function neighbours(target: TargetKnowledge, { near, input }: EvidenceBasis): Neighbour[] {
  const own = near.map(({ row, similarity }) => ({ label: target.rowLabels[row] as number, similarity }));
  const all = [...(input.precedents?.[target.name] ?? []), ...own];
  return all.sort((a, b) => b.similarity - a.similarity).slice(0, NEIGHBOURS);
}

/** The vote of the nearest among those whose citizen chose the same, backed by what that choice usually means. */
function choiceVote(target: TargetKnowledge, { nearChoice }: EvidenceBasis, choice: LogProbs | null): LogProbs | null {
  if (choice === null) return null;
  const own = nearChoice.map(({ row, similarity }) => ({ label: target.rowLabels[row] as number, similarity }));
  return precedentVote(own, choice.map(Math.exp), SAME_CHOICE);
}

function joint(
  set: EvidenceSet,
  target: TargetKnowledge,
  input: EvidenceInput,
  columns: readonly (LogProbs | null)[],
): LogProbs | null {
  if (target.joint === null) return null;
  const key = jointKey(set.columns.map((column) => input.context[column]));
  if (key === null) return null;
  const backoff = columns.find((evidence) => evidence !== null);
  return backoff === undefined || backoff === null ? null : jointEvidence(target.joint, backoff, key);
}

/** Label of this target that the citizen chose: their own choice is the first column; −1: none. */
export function choiceOf(target: TargetKnowledge, { input }: EvidenceBasis, columns: readonly string[]): number {
  const value = input.context[columns[0] ?? ''];
  return value === undefined || target.multi ? -1 : target.labels.indexOf(value);
}

/** Key of several values in a table, null if one is missing. */
export function jointKey(values: readonly (string | undefined)[]): string | null {
  return values.every((value) => value !== undefined) ? values.join(KEY_SEPARATOR) : null;
}

const LINK_SMOOTHING = 3;

/** log Σ_s P(s) · P(label | s, other columns), each with Dirichlet smoothing towards the coarser. */
function linked(
  set: EvidenceSet,
  target: TargetKnowledge,
  input: EvidenceInput,
  source: ArrayLike<number>,
): LogProbs | null {
  const link = target.link;
  const from = set.targets.find((other) => other.name === link?.source);
  if (link === null || from === undefined) return null;
  const rest = jointKey(link.columns.map((c) => input.context[set.columns[c] as string]));
  const mixture = new Float64Array(target.labels.length);
  for (let s = 0; s < from.labels.length; s++) {
    const p = source[s] as number;
    if (p < 1e-4) continue;
    const name = from.labels[s] as string;
    const plain = new Float64Array(mixture.length);
    const seen = link.plain.add(name, plain) + 1;
    for (let k = 0; k < plain.length; k++) plain[k] = ((plain[k] as number) + (target.prior[k] as number)) / seen;
    let weights = plain;
    let total = 1;
    if (link.joint !== null && rest !== null) {
      weights = plain.map((value) => LINK_SMOOTHING * value);
      total = link.joint.add(name + KEY_SEPARATOR + rest, weights) + LINK_SMOOTHING;
    }
    for (let k = 0; k < mixture.length; k++) mixture[k] = (mixture[k] as number) + (p * (weights[k] as number)) / total;
  }
  return mixture.map((value) => Math.max(FLOOR, Math.log(value + 1e-9)));
}

/** The vote of the places around, each counted by how probable its source label is here. */
function linkedPlace(
  set: EvidenceSet,
  target: TargetKnowledge,
  basis: EvidenceBasis,
  source: ArrayLike<number>,
): LogProbs | null {
  const from = set.targets.find((other) => other.name === target.link?.source);
  if (from === undefined || basis.around.length === 0) return null;
  return placeVote(basis.around, target.rowLabels, target.prior, 0.05, (row) => {
    const label = from.rowLabels[row] as number;
    return label < 0 ? 0 : (source[label] as number);
  });
}
