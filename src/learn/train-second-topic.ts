/**
 * Fits the decision on second topics (src/classify/second-topic.ts) on rows that the evidences have not seen: the
 * calibration rows, and the rows with two problems that training kept apart, because there are few. The threshold is
 * chosen on the calibration rows alone, where second topics are as rare as they are.
 */
import type { NumberArray } from '../classify/container.ts';
import type { Lexicon } from '../classify/keywords/lexicon.ts';
import type { SecondTopicManifest } from '../classify/manifest.ts';
import {
  bestCandidate,
  type Candidate,
  SECOND_FEATURES,
  secondCandidates,
  segmentReader,
} from '../classify/second-topic.ts';
import { denseExample, fitLogistic } from './fit-logistic.ts';
import { foldsByText, type ScoredRow } from './fit-targets.ts';
import { SECOND_TOPIC, type TrainingRow } from './rows.ts';
import type { TrainedModel } from './train.ts';
import { crossJointScores, fitJointWords } from './train-joint-words.ts';

/** Least share of right ones among the second topics that are named. */
export const SECOND_PRECISION = 0.7;
const PENALTY = 0.5;
const FOLDS = 5;
/** Fewer rows with two problems than this teach nothing. */
const LEAST = 20;
interface Sample {
  text: string;
  /** Its two categories; empty: it has one problem. */
  pair: readonly number[];
  main: number;
  candidates: Candidate[];
}

/**
 * @param training the rows of the same city that the evidences learned from
 * @returns null where hardly any row has two problems
 */
export function trainSecondTopic(
  { fitted, kept, scored }: TrainedModel,
  training: readonly TrainingRow[],
  lexicon: Lexicon | null,
): { manifest: SecondTopicManifest; arrays: Record<string, NumberArray> } | null {
  const t = fitted.findIndex(({ spec }) => spec.name === 'category' && !spec.multi);
  const target = fitted[t];
  if (target === undefined) return null;
  const { labels } = target.spec;
  const numbers = new Map(labels.map((label, k) => [label, k]));
  const rows = scored.filter(({ row }) => row.labels.category !== undefined);
  const pairOf = ({ row }: ScoredRow) =>
    [...(row.labels.category ?? []), ...(row.labels[SECOND_TOPIC] ?? [])].flatMap((label) => numbers.get(label) ?? []);
  const isTwo = (row: ScoredRow) => pairOf(row).length > 1;
  if (rows.filter(isTwo).length + kept.filter(isTwo).length < LEAST) return null;
  const readers = new Map(
    [...new Set([...rows, ...kept].map(({ set }) => set))].map((set) => {
      const knowledge = { ...(set.targets[t] as ScoredRow['set']['targets'][number]), ngramScale: target.ngramScale };
      const { scale } = target.calibration['no-encoder-text'];
      return [set, segmentReader(set, knowledge, target.fusion, scale, lexicon)] as const;
    }),
  );
  // Rows of the same kind that only teach what one problem sounds like; no text stands on both sides.
  const texts = new Set([...rows, ...kept].map(({ row }) => row.text));
  const others = training.filter(({ precedent, text }) => precedent !== false && !texts.has(text));
  const joint = jointScores([...rows, ...kept], others, isTwo);
  const sample = (scoredRow: ScoredRow): Sample => {
    const { row, set } = scoredRow;
    const read = readers.get(set);
    const found =
      read === undefined
        ? { main: -1, candidates: [] }
        : secondCandidates(row.text, labels, null, joint.scores.get(row.text) ?? 0, read);
    return { text: row.text, pair: isTwo(scoredRow) ? pairOf(scoredRow) : [], ...found };
  };
  const real = rows.map(sample);
  const more = kept.map(sample);
  const folds = foldsByText(
    real.map(({ text }) => text),
    FOLDS,
  );
  const crossed = Array.from({ length: FOLDS }, (_, fold) =>
    regress([...real.filter((_, r) => folds[r] !== fold), ...more]),
  );
  const answers = real.map((own, r) => ({
    best: bestCandidate(own.candidates, crossed[folds[r] as number] as Float64Array),
    own,
  }));
  const { threshold, measured } = choose(
    answers.flatMap(({ best, own }) => (best === null ? [] : [{ score: best.score, right: isRight(own, best.label) }])),
    real.filter(({ pair }) => pair.length > 1).length,
  );
  return {
    manifest: {
      features: [...SECOND_FEATURES],
      weights: Array.from(regress([...real, ...more]), (weight) => Number(weight.toFixed(4))),
      threshold,
      precision: SECOND_PRECISION,
      measured: { ...measured, rows: real.length },
    },
    arrays: { 'second.words': joint.weights },
  };
}

/** The words of texts with two problems: weights by all rows, and each row's score by weights that never saw it. */
function jointScores(rows: readonly ScoredRow[], others: readonly TrainingRow[], isTwo: (row: ScoredRow) => boolean) {
  const own = rows.map((row) => ({ text: row.row.text, two: isTwo(row) }));
  const rest = others.map(({ text }) => ({ text, two: false }));
  const crossed = crossJointScores([...own, ...rest]);
  return {
    scores: new Map(own.map(({ text }, r) => [text, crossed[r] as number])),
    weights: fitJointWords([...own, ...rest]),
  };
}

const isRight = ({ main, pair }: Sample, label: number) => label !== main && pair.includes(label);

/** Logistic regression over candidates: is it one of the two categories and not the main one? */
function regress(samples: readonly Sample[]): Float64Array {
  const examples = samples.flatMap((own) =>
    own.candidates.map(({ features, label }) => denseExample(features, isRight(own, label))),
  );
  const penalty = (k: number) => (k === 0 ? 0 : PENALTY);
  const expected = new Float64Array(SECOND_FEATURES.length + 1);
  return fitLogistic(examples, { penalty, expected, maxIterations: 200, tolerance: 1e-7 });
}

/** The lowest threshold whose named second topics are right often enough. */
function choose(answers: readonly { score: number; right: boolean }[], two: number) {
  const sorted = answers.toSorted((a, b) => b.score - a.score);
  let chosen = { threshold: Number.MAX_VALUE, measured: { two, named: 0, right: 0 } };
  let right = 0;
  sorted.forEach((answer, i) => {
    if (answer.right) right++;
    if (right / (i + 1) >= SECOND_PRECISION)
      chosen = { threshold: Math.floor(answer.score * 1e4) / 1e4, measured: { two, named: i + 1, right } };
  });
  return chosen;
}
