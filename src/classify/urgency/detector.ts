/**
 * The detector of emergencies: a logistic regression over signs, cues and hashed n-grams of the text, and a second one
 * over that score, the model's target `urgency` and the risk of the likely categories. Each weight is in nats, so that
 * what raised an appeal can be told exactly. Without an encoder it answers by weights of its own.
 */
import type { Analysis } from '../analyse.ts';
import type { Evidence, Span, Urgency } from '../contract.ts';
import type { UrgencyManifest } from '../manifest.ts';
import { hashedFeatures, namedFeatures } from './features.ts';

/** A piece of the text with what it added to the log-odds of an emergency. */
interface Part {
  name: string;
  span: Span;
  amount: number;
}

export interface TextScore {
  /** Log-odds by the text alone. */
  score: number;
  /** Signs and cues that stand somewhere in the text. */
  parts: Part[];
}

export interface UrgencyDetector {
  readonly manifest: UrgencyManifest;
  /** Scores a text; masked and normalised. */
  scoreText(text: string): TextScore;
  /** The words of a text with what their n-grams added, strongest first. */
  words(text: string): Part[];
}

export interface Detected {
  urgency: Urgency;
  /** Log-odds of an emergency. */
  score: number;
  /** What raised it; none for an ordinary appeal. */
  evidence: Evidence[];
}

/** @param named weights by `manifest.names`, @param hashed weights of the buckets of n-grams */
export function urgencyDetector(manifest: UrgencyManifest, named: Float32Array, hashed: Float32Array): UrgencyDetector {
  const weights = new Map(manifest.names.map((name, i) => [name, named[i] as number]));
  return {
    manifest,
    scoreText(text) {
      let score = manifest.bias;
      const parts = namedFeatures(text).flatMap(({ name, value, span }): Part[] => {
        // A name that this model does not know came into the program after it was trained.
        const amount = (weights.get(name) ?? 0) * value;
        score += amount;
        return span === null ? [] : [{ name, span, amount }];
      });
      const { buckets, values } = hashedFeatures(text);
      buckets.forEach((bucket, i) => {
        score += (hashed[bucket] as number) * (values[i] as number);
      });
      return { score, parts };
    },
    words: (text) => wordParts(text, hashed),
  };
}

function wordParts(text: string, hashed: Float32Array): Part[] {
  const { buckets, values, spans } = hashedFeatures(text, true);
  const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)].map((m): Part => {
    return { name: m[0], span: [m.index, m.index + m[0].length], amount: 0 };
  });
  buckets.forEach((bucket, i) => {
    const own = spans[i] as Span[];
    const amount = ((hashed[bucket] as number) * (values[i] as number)) / own.length;
    for (const [start, end] of own) {
      const inside = words.filter(({ span }) => start < span[1] && end > span[0]);
      for (const word of inside) word.amount += amount / inside.length;
    }
  });
  return words.sort((a, b) => b.amount - a.amount);
}

/** Log-odds, kept where a sum of them stays meaningful. */
export function logOdds(p: number): number {
  return Math.log(Math.max(1e-4, p)) - Math.log(Math.max(1e-4, 1 - p));
}

/** The risk that the likely categories carry: log-odds of Σ P(category) · share of emergencies in it. */
export function categoryRisk(rates: readonly number[], probabilities: ArrayLike<number> | undefined): number {
  if (probabilities === undefined || rates.length === 0) return 0;
  return logOdds(rates.reduce((sum, rate, k) => sum + rate * (probabilities[k] ?? 0), 0));
}

/** Signs and words shown at most, and the least that is worth showing (nats). */
const SHOWN = { signs: 4, words: 3, least: 0.3 } as const;

/** Detects in one text. @param analysis what the model says of the same text */
export function detect(detector: UrgencyDetector, text: string, analysis: Analysis): Detected {
  const { rates, stacks } = detector.manifest;
  const target = analysis.targets.find(({ target: { name } }) => name === 'urgency');
  const category = analysis.targets.find(({ target: { name } }) => name === 'category');
  const p = target?.probabilities[target.target.labels.indexOf('emergency')];
  const { score: own, parts } = detector.scoreText(text);
  const stack = stacks[analysis.basis.head === null ? 'no-encoder' : 'encoder'];
  const [constant, byText, byTarget, byRisk] = stack.weights as [number, number, number, number];
  const score =
    constant +
    byText * own +
    byTarget * (p === undefined ? 0 : logOdds(p)) +
    byRisk * categoryRisk(rates, category?.probabilities);
  const urgency = score >= stack.emergency ? 'emergency' : score >= stack.high ? 'high' : 'normal';
  if (urgency === 'normal') return { urgency, score, evidence: [] };
  const evidence = ({ name, span, amount }: Part): Evidence => {
    return { kind: 'emergency', sign: name.replace(/^\p{L}+:/u, ''), span, weight: amount * byText };
  };
  const strong = ({ amount }: Part) => amount * byText >= SHOWN.least;
  const signs = parts.filter(strong).sort((a, b) => b.amount - a.amount);
  const words = detector.words(text).filter(strong);
  return { urgency, score, evidence: [...signs.slice(0, SHOWN.signs), ...words.slice(0, SHOWN.words)].map(evidence) };
}
