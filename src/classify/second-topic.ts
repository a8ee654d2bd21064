/**
 * Second topics: an appeal with two problems must reach two departments. Each piece of the text is read on its own by
 * the cheap evidences (n-grams and keywords), and a logistic regression weighs each category that any piece speaks of
 * against the main one. Its weights and its threshold are part of the model (src/learn/train-second-topic.ts).
 */
import { type EvidenceSet, evidenceBasis, scoreTarget, type TargetKnowledge } from './evidence-set.ts';
import { type FusionWeights, fuse } from './fusion.ts';
import { jointScore } from './joint-words.ts';
import { keywordEvidence } from './keyword-evidence.ts';
import type { Lexicon } from './keywords/lexicon.ts';
import type { SecondTopicManifest } from './manifest.ts';
import { logSoftmax, topIndices } from './scores.ts';
import { CONNECTIVE, foldForJoints, segmentsOf, sentencesOf } from './segments.ts';

/** A piece of text as the cheap evidences read it. */
export interface Read {
  /** Over the labels of the category target. */
  probabilities: Float64Array;
  /** By keywords alone; null: none stands there. */
  keywords: Float64Array | null;
}
export type Reader = (text: string) => Read;

/** Reads with n-grams and keywords alone, whatever else the model has. @param scale factor on the fused scores */
export function segmentReader(
  set: EvidenceSet,
  knowledge: TargetKnowledge,
  fusion: FusionWeights,
  scale: number,
  lexicon: Lexicon | null,
): Reader {
  return (text) => {
    const keywords = lexicon === null ? null : keywordEvidence(lexicon, text, knowledge.labels);
    const basis = evidenceBasis(set, { text, context: {}, vector: null, keywords: { [knowledge.name]: keywords } });
    const row = scoreTarget(set, knowledge, basis, () => true, null);
    const probabilities = logSoftmax(fuse(fusion, row, text.length), scale).map(Math.exp);
    return { probabilities, keywords: keywords === null ? null : keywords.map(Math.exp) };
  };
}

/** A category that may be the second, with what speaks for it. */
export interface Candidate {
  label: number;
  features: number[];
}

export const SECOND_FEATURES = [
  'written like two problems',
  'its best piece',
  'ahead of the main one there',
  'main one in another piece',
  'weaker of the two',
  'in the whole',
  'main one in the whole',
  'same group',
  'keyword in its piece',
  'keyword in its piece, main one elsewhere',
  'keyword anywhere',
  'a connective',
  'its piece is joined on',
  'sentences',
  'pieces',
  'length',
  'first two of the whole',
  'pieces led by it',
  'its piece led by it',
  'all pieces led by the two',
] as const;

/** Categories looked at of each piece and of the whole. */
const LOOKED_AT = { piece: 2, whole: 4 } as const;
const logit = (p: number) => Math.log(Math.max(1e-3, p)) - Math.log(Math.max(1e-3, 1 - p));
const at = (values: Float64Array | null, k: number) => values?.[k] ?? 0;
const groupOf = (label: string | undefined) => label?.split('.')[0];

/**
 * Candidates for the second topic of a text.
 * @param joint how much the whole is written like one with two problems (joint-words.ts)
 * @param main label of the main topic; null: the whole's likeliest by the cheap evidences
 */
export function secondCandidates(
  text: string,
  labels: readonly string[],
  main: number | null,
  joint: number,
  read: Reader,
): { main: number; candidates: Candidate[] } {
  const segments = segmentsOf(text);
  if (segments.length === 0) return { main: main ?? -1, candidates: [] };
  const whole = read(text);
  const first = main ?? (topIndices(whole.probabilities, 1)[0] as number);
  const reads = segments.map((segment) => read(segment.text));
  const leaders = reads.map(({ probabilities }) => topIndices(probabilities, 1)[0] as number);
  const wholeTop = topIndices(whole.probabilities, LOOKED_AT.whole);
  const found = new Set([...wholeTop, ...reads.flatMap((r) => topIndices(r.probabilities, LOOKED_AT.piece))]);
  found.delete(first);
  const connective = CONNECTIVE.test(foldForJoints(text)) ? 1 : 0;
  const sentences = sentencesOf(text).length;
  const candidates = [...found].map((label): Candidate => {
    const own = reads.map(({ probabilities }) => probabilities[label] as number);
    const best = topIndices(own, 1)[0] as number;
    const mains = reads.map(({ probabilities }, s) => (s === best ? 0 : (probabilities[first] as number)));
    const elsewhere = Math.max(...mains);
    const bestOwn = own[best] as number;
    const there = reads[best] as Read;
    const mainKeyword = reads.some(({ keywords }, s) => s !== best && at(keywords, first) > 0.25);
    const keyword = at(there.keywords, label) > 0.25 ? 1 : 0;
    const features = [
      joint,
      logit(bestOwn),
      Math.log((bestOwn + 0.01) / ((there.probabilities[first] as number) + 0.01)),
      logit(elsewhere),
      logit(Math.min(bestOwn, elsewhere)),
      logit(whole.probabilities[label] as number),
      logit(whole.probabilities[first] as number),
      groupOf(labels[label]) === groupOf(labels[first]) ? 1 : 0,
      keyword,
      keyword === 1 && mainKeyword ? 1 : 0,
      at(whole.keywords, label) > 0.1 ? 1 : 0,
      connective,
      segments[best]?.joined === true ? 1 : 0,
      Math.min(4, sentences) / 4,
      segments.length / 8,
      Math.log10(Math.min(600, text.length) / 100),
      wholeTop.indexOf(label) >= 0 && wholeTop.indexOf(label) < 2 ? 1 : 0,
      leaders.filter((leader) => leader === label).length / leaders.length,
      leaders[best] === label ? 1 : 0,
      leaders.every((leader) => leader === label || leader === first) ? 1 : 0,
    ];
    return { label, features };
  });
  return { main: first, candidates };
}

/** The likeliest candidate with its log-odds; null without any. */
export function bestCandidate(
  candidates: readonly Candidate[],
  weights: ArrayLike<number>,
): { label: number; score: number } | null {
  const score = ({ features }: Candidate) =>
    features.reduce((sum, value, f) => sum + value * (weights[f + 1] as number), weights[0] as number);
  return candidates.reduce<{ label: number; score: number } | null>((best, candidate) => {
    const own = score(candidate);
    return best === null || own > best.score ? { label: candidate.label, score: own } : best;
  }, null);
}

/** @returns index of the second label, or null */
export function secondTopic(
  manifest: SecondTopicManifest,
  text: string,
  labels: readonly string[],
  main: number,
  jointWeights: Float32Array,
  read: Reader,
): number | null {
  const { candidates } = secondCandidates(text, labels, main, jointScore(text, jointWeights), read);
  const best = bestCandidate(candidates, manifest.weights);
  return best !== null && best.score >= manifest.threshold ? best.label : null;
}
