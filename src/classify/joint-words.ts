/**
 * How much a text is written like one with two problems: a logistic regression over hashed words, pairs of words and
 * punctuation marks («, а», «;», «заодно», «анын үстүнө»). Its weights lie in the model folder.
 */
import { hashText } from '../text-hash.ts';
import { foldCase } from './ngram/features.ts';

/** Buckets of hashed features; a power of two. */
export const JOINT_BUCKETS = 1 << 14;

const bucketOf = (text: string) => hashText(text) & (JOINT_BUCKETS - 1);

/** Buckets of a text with their values, of unit length. */
export function jointFeatures(text: string): Map<number, number> {
  const tokens = foldCase(text).match(/\p{L}+|[,.;:!?—–-]/gu) ?? [];
  const counts = new Map<number, number>();
  const count = (key: number) => counts.set(key, (counts.get(key) ?? 0) + 1);
  tokens.forEach((token, i) => {
    count(bucketOf(token));
    if (i > 0) count(bucketOf(`${tokens[i - 1]} ${token}`));
  });
  const values = [...counts].map(([key, n]) => [key, 1 + Math.log(n)] as const);
  const norm = Math.sqrt(values.reduce((sum, [, value]) => sum + value * value, 0));
  return new Map(values.map(([key, value]) => [key, value / norm]));
}

/** Log-odds that a text tells of two problems. @param weights one per bucket, the constant last */
export function jointScore(text: string, weights: ArrayLike<number>): number {
  let score = weights[JOINT_BUCKETS] as number;
  for (const [bucket, value] of jointFeatures(text)) score += (weights[bucket] as number) * value;
  return score;
}
