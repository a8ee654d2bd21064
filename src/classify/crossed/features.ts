/**
 * An appeal as one bag of hashed features over text and context together: words, what the citizen declared, the
 * district, the hour, cells of the map, and their crosses. Only such features can say "declared a yard, but these words
 * under that choice mean a stairwell" or "this corner belongs to the road department".
 */
import { foldCase, forEachNgram, type NgramSpec } from '../ngram/features.ts';

/** What a feature needs to be there; a feature that crosses two has both bits. */
export const NEEDS = { text: 1, declared: 2, columns: 4, place: 8, time: 16 } as const;

/** What is read of an appeal. */
export interface CrossedInput {
  text: string;
  /** Values of the context columns in the model's order; the first is the citizen's own choice. */
  values: readonly (string | undefined)[];
  lat?: number | undefined;
  lon?: number | undefined;
  /** ISO local time. */
  at?: string | undefined;
}

/** Called for each feature: 32-bit hash, what it needs (bits of `NEEDS`). */
export type FeatureVisitor = (hash: number, needs: number) => void;

/** Single words, pairs and stems; the character n-grams are left to the n-gram model. */
const WORDS: NgramSpec = { words: 2, charsFrom: 2, charsTo: 0, stem: 4 };
/** Letters of a word that are crossed with the citizen's choice. */
const STEM = 5;
/** Map cells in degrees of latitude; longitude is twice that, about square at 60° north. */
const CELLS = [0.001, 0.004, 0.02] as const;
/** "object/category/reason": so many leading parts of a choice are features of their own. */
const PARTS = 2;

const PRIME = 0x01000193;

/** 32-bit hash of a compound feature: its kind and its parts. */
export function hashOf(kind: string, ...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const part of [kind, ...parts]) {
    const text = String(part);
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), PRIME);
    h = Math.imul(h ^ 0x1f, PRIME);
  }
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Visits every feature of an appeal; a feature may come several times. */
export function forEachFeature(input: CrossedInput, visit: FeatureVisitor): void {
  const [declared, ...others] = input.values;
  forEachNgram(input.text, WORDS, (hash) => {
    visit(hash, NEEDS.text);
  });
  const parts = declared === undefined ? [] : partsOf(declared);
  parts.forEach((part, i) => {
    visit(hashOf('declared', i, part), NEEDS.declared);
  });
  // The choice as a whole and its coarser part: both are crossed with everything else.
  const crossed = parts.slice(-2);
  if (crossed.length > 0) {
    for (const stem of stemsOf(input.text))
      for (const part of crossed) visit(hashOf('stem', part, stem), NEEDS.text | NEEDS.declared);
  }
  others.forEach((value, c) => {
    if (value === undefined) return;
    visit(hashOf('column', c, value), NEEDS.columns);
    for (const part of crossed) visit(hashOf('column', c, value, part), NEEDS.columns | NEEDS.declared);
  });
  for (const cell of cellsOf(input)) {
    visit(hashOf('cell', cell), NEEDS.place);
    for (const part of crossed) visit(hashOf('cell', cell, part), NEEDS.place | NEEDS.declared);
  }
  const hour = /^\d{4}-\d\d-\d\d[T ](\d\d)/.exec(input.at ?? '')?.[1];
  if (hour !== undefined) visit(hashOf('hour', Math.floor(Number(hour) / 3)), NEEDS.time);
}

/** Leading parts of a choice and the whole of it, coarsest first. */
function partsOf(declared: string): string[] {
  const pieces = declared.split('/');
  const heads = Array.from({ length: Math.min(PARTS, pieces.length - 1) }, (_, i) => pieces.slice(0, i + 1).join('/'));
  return [...heads, declared];
}

function stemsOf(text: string): Set<string> {
  const words = foldCase(text).match(/[\p{L}\p{M}]{3,}/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, STEM)));
}

function cellsOf({ lat, lon }: CrossedInput): string[] {
  if (lat === undefined || lon === undefined) return [];
  return CELLS.map((size) => `${size}:${Math.floor(lat / size + 0.5)}:${Math.floor(lon / (2 * size) + 0.5)}`);
}
