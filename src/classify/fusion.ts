/**
 * Fusion: a stacked conditional logistic regression over the evidences' log-probabilities (Wolpert, "Stacked
 * Generalization", 1992; a log-linear opinion pool with learned weights).
 *
 *   score(k) = Σ_e (a_e · x) · log p_e(k)  +  Σ_e b_e · p_e(k)  +  c_k  +  [k is the citizen's choice] · d · y
 *
 * x holds 1, the presence of each other evidence, and the text's length, so that what remains is weighted anew when an
 * evidence is missing; y how the text bears the choice out (choice.ts).
 *
 * One fusion, trained with random evidence dropout (src/learn/train-fusion.ts), serves any subset of evidences. The usual
 * subsets have fusions of their own, which weigh them better: see `fusionFor`.
 */
import { problem } from '../errors.ts';
import { choiceCovariates } from './choice.ts';
import type { FusionManifest } from './manifest.ts';
import type { LogProbs } from './scores.ts';

export interface FusionWeights {
  /** Names of the evidences, in the order of the weights. */
  evidence: readonly string[];
  /** Per evidence: weights over x (length evidence.length + 2). */
  logWeights: readonly (readonly number[])[];
  /** Per evidence: weight of the plain probability. */
  linearWeights: readonly number[];
  /** Per label. */
  biases: readonly number[];
  /** Over `choiceCovariates`; empty: none. */
  choiceWeights: readonly number[];
  /** Evidences without which these weights mean nothing, and beside which they know no other; empty: serves any subset. */
  needs: readonly string[];
}

/** One appeal's evidences in the order of `FusionWeights.evidence`; null: missing. */
export type EvidenceRow = readonly (LogProbs | null)[];

/** Lengths beyond these (characters) count as these: weights must not be extrapolated to what was never seen. */
const LENGTHS = { shortest: 25, longest: 400 } as const;

/** The covariates x of one row: constant, presence of each evidence, and log10 of the text's length against 100. */
export function covariates(row: EvidenceRow, textLength: number): number[] {
  const length = Math.min(LENGTHS.longest, Math.max(LENGTHS.shortest, textLength));
  return [1, ...row.map((e) => (e === null ? 0 : 1)), Math.log10(length / 100)];
}

/** Raw weight of each evidence's log-probabilities in this row. */
export function evidenceWeights(fusion: FusionWeights, row: EvidenceRow, textLength: number): number[] {
  const x = covariates(row, textLength);
  return row.map((evidence, e) => {
    if (evidence === null) return 0;
    let weight = 0;
    const weights = fusion.logWeights[e] as readonly number[];
    for (let i = 0; i < x.length; i++) weight += (weights[i] as number) * (x[i] as number);
    // In a combination of evidences that training never met the sum may fall below zero: then it says nothing. For
    // evidences that always stand together a weight below zero is meant: it takes back what others say twice.
    return fusion.needs.length > 0 ? weight : Math.max(0, weight);
  });
}

/**
 * The first fusion whose needs this row fills, and the row with those evidences alone; the general one and the whole row
 * where none is filled.
 * @param own the richest first
 */
export function fusionFor<F extends FusionWeights>(
  general: F,
  own: readonly F[],
  row: EvidenceRow,
): { fusion: F; row: EvidenceRow } {
  const fusion = own.find((candidate) => fills(candidate, row)) ?? general;
  return { fusion, row: onlyNeeded(fusion, row) };
}

/** Names of a row's evidences, and those of them that are asked for. */
export type Needs = Pick<FusionWeights, 'evidence' | 'needs'>;

/** Whether the row holds all that is needed. */
export const fills = ({ evidence, needs }: Needs, row: EvidenceRow): boolean =>
  needs.every((name) => row[evidence.indexOf(name)] != null);

/** The row without what the fusion does not know. */
export const onlyNeeded = ({ evidence, needs }: Needs, row: EvidenceRow): EvidenceRow =>
  needs.length === 0 ? row : row.map((values, e) => (needs.includes(evidence[e] as string) ? values : null));

/** Evidences that read the text alone, as positions among `names`. */
export const textEvidence = (names: readonly string[]): number[] =>
  names.flatMap((name, e) => (name === 'ngram' || name === 'head' ? [e] : []));

/** What the citizen's choice adds to its own label's score. */
export function choiceBonus(fusion: FusionWeights, row: EvidenceRow, choice: number): number {
  if (choice < 0 || fusion.choiceWeights.length === 0) return 0;
  const covariates = choiceCovariates(row, textEvidence(fusion.evidence), choice);
  return covariates.reduce((sum, y, i) => sum + y * (fusion.choiceWeights[i] as number), 0);
}

/**
 * Fused scores before the softmax. With no evidence at all: the biases alone, that is the prior.
 * @param choice label that the citizen chose; −1: none, or none of this target's labels
 */
export function fuse(fusion: FusionWeights, row: EvidenceRow, textLength: number, choice = -1): Float64Array {
  const scores = Float64Array.from(fusion.biases);
  if (choice >= 0) scores[choice] = (scores[choice] as number) + choiceBonus(fusion, row, choice);
  const weights = evidenceWeights(fusion, row, textLength);
  row.forEach((evidence, e) => {
    if (evidence === null) return;
    const weight = weights[e] as number;
    const linear = fusion.linearWeights[e] as number;
    for (let k = 0; k < scores.length; k++) {
      const log = evidence[k] as number;
      scores[k] = (scores[k] as number) + weight * log + linear * Math.exp(log);
    }
  });
  return scores;
}

/** How far one evidence moved each label's score: its part of `fuse`. */
export function evidencePart(fusion: FusionWeights, row: EvidenceRow, textLength: number, e: number): Float64Array {
  const evidence = row[e];
  const scores = new Float64Array(fusion.biases.length);
  if (evidence === null || evidence === undefined) return scores;
  const weight = evidenceWeights(fusion, row, textLength)[e] as number;
  const linear = fusion.linearWeights[e] as number;
  for (let k = 0; k < scores.length; k++)
    scores[k] = weight * (evidence[k] as number) + linear * Math.exp(evidence[k] as number);
  return scores;
}

/**
 * Weights as read from a folder, brought to the evidences that this program computes: one that the folder does not know
 * gets no weight.
 * @throws Problem `invalid-model` if the folder weighs an evidence that this program cannot compute
 */
export function alignFusion(fusion: FusionManifest, names: readonly string[]): FusionManifest {
  const unknown = fusion.evidence.find((name) => !names.includes(name));
  if (unknown !== undefined) throw problem('invalid-model', `The model weighs the evidence "${unknown}", unknown here`);
  const at = names.map((name) => fusion.evidence.indexOf(name));
  const pick = (values: readonly number[], i: number) => (i < 0 ? 0 : (values[i] as number));
  const covariatesOf = (weights: readonly number[]) => [
    weights[0] as number,
    ...at.map((i) => (i < 0 ? 0 : pick(weights, i + 1))),
    weights.at(-1) as number,
  ];
  return {
    ...fusion,
    evidence: [...names],
    logWeights: at.map((i) => (i < 0 ? names.map(() => 0).concat(0, 0) : covariatesOf(fusion.logWeights[i] ?? []))),
    linearWeights: at.map((i) => pick(fusion.linearWeights, i)),
  };
}
