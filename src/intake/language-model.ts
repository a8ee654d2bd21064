/**
 * Which of Russian, Kyrgyz and both a text is in: multinomial logistic regression over hashed words and character
 * n-grams. Whether a Russian word in a Kyrgyz sentence is a usual loan (автобус, подъезд) or a change of language is a
 * matter of usage, which no list of endings tells; the written appeals do. Weights: `npm run train:language`.
 */

import { hashText } from '../text-hash.ts';
import weights from './language-weights.json' with { type: 'json' };
import { toCyrillic } from './transliterate.ts';
import type { Word } from './words.ts';

export const MODELLED = ['ru', 'ky', 'mixed'] as const;
export type Modelled = (typeof MODELLED)[number];

/** Buckets of hashed features; a power of two. */
export const BUCKETS = 1 << 13;
const LONGEST = 4;

/** Weights as they are kept: signed bytes in base64, class after class, biases apart. */
export interface LanguageWeights {
  scale: number;
  biases: number[];
  bytes: string;
}

const quantised = Int8Array.from(Buffer.from((weights as LanguageWeights).bytes, 'base64'));

const bucketOf = (text: string, seed: number) => hashText(text, seed) & (BUCKETS - 1);

/** Buckets and values of a text's features, of unit length over words and over characters. */
export function languageFeatures(words: readonly Word[]): Map<number, number> {
  const counts = [new Map<number, number>(), new Map<number, number>()] as const;
  const count = (block: 0 | 1, key: number) => counts[block].set(key, (counts[block].get(key) ?? 0) + 1);
  for (const { form } of words) {
    const word = /^[a-zöü'’]+$/u.test(form) ? toCyrillic(form) : form;
    count(0, bucketOf(word, 0x811c9dc5));
    const padded = ` ${word} `;
    for (let from = 0; from < padded.length; from++)
      for (let length = 1; length <= LONGEST && from + length <= padded.length; length++)
        count(1, bucketOf(padded.slice(from, from + length), 0x2b5ad1c3));
  }
  const features = new Map<number, number>();
  for (const block of counts) {
    const values = [...block].map(([key, n]) => [key, 1 + Math.log(n)] as const);
    const norm = Math.sqrt(values.reduce((sum, [, value]) => sum + value * value, 0));
    for (const [key, value] of values) features.set(key, (features.get(key) ?? 0) + value / norm);
  }
  return features;
}

/** The likeliest of the three. */
export function modelledLanguage(words: readonly Word[]): Modelled {
  const { biases, scale } = weights as LanguageWeights;
  const scores = [...biases];
  for (const [bucket, value] of languageFeatures(words))
    for (let k = 0; k < scores.length; k++)
      scores[k] = (scores[k] as number) + ((quantised[k * BUCKETS + bucket] ?? 0) * scale * value) / 127;
  return MODELLED[scores.indexOf(Math.max(...scores))] as Modelled;
}
