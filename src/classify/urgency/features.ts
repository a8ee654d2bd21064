/** A text as the detector of emergencies sees it: signs, cues, what stands beside what, and hashed n-grams. */
import type { Span } from '../contract.ts';
import { forEachNgram, type NgramSpec } from '../ngram/features.ts';
import { CALMING, SHARPENING } from './cues.ts';
import { findSigns, SIGNS, spanOf } from './find-signs.ts';
import { plainText } from './sign.ts';

/** One named feature: its place in the text, if it has one, and its value. */
export interface NamedFeature {
  name: string;
  value: number;
  span: Span | null;
}

const unique = (names: readonly string[]) => [...new Set(names)];

/** All names, in a fixed order; a model stores them beside its weights. */
export const FEATURE_NAMES: readonly string[] = [
  ...unique(SIGNS.map(({ sign }) => `sign:${sign}`)),
  ...[...CALMING, ...SHARPENING].map(({ sign }) => `cue:${sign}`),
  ...[...CALMING, ...SHARPENING].map(({ sign }) => `beside:${sign}`),
  'calmed',
  'signs',
  'sure',
  'exclamation',
  'question',
  'capitals',
  'short',
  'long',
];

/** Named features of a text that are not zero. */
export function namedFeatures(text: string): NamedFeature[] {
  const found: NamedFeature[] = [];
  const signs = findSigns(text);
  const open = signs.filter(({ calmed }) => !calmed);
  const seen = new Set<string>();
  for (const { sign, span } of open)
    if (!seen.has(sign)) {
      seen.add(sign);
      found.push({ name: `sign:${sign}`, value: 1, span });
    }
  const plain = plainText(text);
  for (const { sign, pattern } of [...CALMING, ...SHARPENING]) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    found.push({ name: `cue:${sign}`, value: 1, span: spanOf(match) });
    if (open.length > 0) found.push({ name: `beside:${sign}`, value: 1, span: null });
  }
  const add = (name: string, value: number) => {
    if (value > 0) found.push({ name, value, span: null });
  };
  add('calmed', signs.length > open.length ? 1 : 0);
  add('signs', Math.min(1, seen.size / 4));
  add('sure', open.some(({ sure }) => sure) ? 1 : 0);
  add('exclamation', text.includes('!') ? 1 : 0);
  add('question', text.includes('?') ? 1 : 0);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  add('capitals', letters > 5 && (text.match(/\p{Lu}/gu)?.length ?? 0) > 0.6 * letters ? 1 : 0);
  add('short', text.length < 60 ? 1 : 0);
  add('long', text.length > 250 ? 1 : 0);
  return found;
}

/** Buckets of hashed n-grams; a power of two. */
export const BUCKETS = 1 << 16;
const SPEC: NgramSpec = { words: 2, charsFrom: 3, charsTo: 5, stem: 4 };

export interface HashedFeatures {
  buckets: number[];
  /** Unit length over words and over characters, each block. */
  values: number[];
  /** Places of each bucket's n-grams; only where asked for. */
  spans: Span[][];
}

/** Hashed word and character n-grams, each block of unit length. */
export function hashedFeatures(text: string, withSpans = false): HashedFeatures {
  const slots = new Map<number, number>();
  const result: HashedFeatures = { buckets: [], values: [], spans: [] };
  const blocks: number[] = [];
  forEachNgram(text, SPEC, (hash, block, start, end) => {
    const bucket = hash & (BUCKETS - 1);
    const key = bucket * 2 + block;
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = result.buckets.length;
      slots.set(key, slot);
      result.buckets.push(bucket);
      result.values.push(0);
      result.spans.push([]);
      blocks.push(block);
    }
    result.values[slot] = (result.values[slot] as number) + 1;
    if (withSpans) result.spans[slot]?.push([start, end]);
  });
  const norms = [0, 0];
  result.values = result.values.map((count, i) => {
    const value = 1 + Math.log(count);
    norms[blocks[i] as number] = (norms[blocks[i] as number] as number) + value * value;
    return value;
  });
  result.values = result.values.map((value, i) => value / Math.sqrt(2 * (norms[blocks[i] as number] as number)));
  return result;
}
