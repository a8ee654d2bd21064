/**
 * Text → hashed n-grams with their places. One pass serves training, scoring and explanation, so that what is
 * shown to a dispatcher is exactly what was summed.
 */

/** Which n-grams a model was trained on; stored in its manifest. */
export interface NgramSpec {
  /** Longest word n-gram (1: single words, 2: pairs as well). */
  words: number;
  /** Character n-grams inside words, boundaries counted as one blank. */
  charsFrom: number;
  charsTo: number;
  /** Length of the word stem (a prefix) used for stem n-grams; 0: none. Covers inflection in both languages. */
  stem: number;
}

export const DEFAULT_SPEC: NgramSpec = { words: 2, charsFrom: 2, charsTo: 5, stem: 4 };

/** The two feature blocks are weighted and normalised apart, as in scikit-learn's FeatureUnion. */
export const WORD_BLOCK = 0;
export const CHAR_BLOCK = 1;

/** Called for each n-gram: 32-bit hash, block, and the half-open UTF-16 range it covers. */
export type NgramVisitor = (hash: number, block: number, start: number, end: number) => void;

const TOKEN = /\[\p{L}+\]|[\p{L}\p{M}]+|\p{N}+/gu;
const FNV_PRIME = 0x01000193;
const SEED = { word: 0x811c9dc5, pair: 0x2b5ad1c3, stem: 0x51ed270b, stemPair: 0x7f4a7c15, char: 0x165667b1 } as const;

/** Letters that people leave out or swap when they type: ё and э as е, Kyrgyz ң ө ү as н о у. */
const FOLDED: Readonly<Record<string, string>> = { ё: 'е', э: 'е', ң: 'н', ө: 'о', ү: 'у' };

/** Lower case and one spelling, never changing the length, so that offsets stay those of the text that is shown. */
export function foldCase(text: string): string {
  let lower = text.toLowerCase();
  if (lower.length !== text.length)
    lower = Array.from(text, (c) => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join('');
  return lower.replace(/[ёэңөү]/gu, (letter) => FOLDED[letter] ?? letter);
}

function mix(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

/** MurmurHash3's finaliser (Appleby, public domain): FNV alone leaves the low bits too regular. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hashOf(seed: number, word: string, length: number): number {
  let h = seed;
  for (let i = 0; i < length; i++) h = mix(h, word.charCodeAt(i));
  return h;
}

/** A number keeps its length only ("2024" → "0000"): house numbers and dates carry no topic. */
function tokenText(token: string): string {
  const first = token.charCodeAt(0);
  if (first >= 48 && first <= 57) return '0'.repeat(Math.min(token.length, 5));
  return token;
}

/** Visits every n-gram of `text` by `spec`. Offsets refer to `text` itself. */
export function forEachNgram(text: string, spec: NgramSpec, visit: NgramVisitor): void {
  const folded = foldCase(text);
  let previous = '';
  let previousStart = -1;
  for (const match of folded.matchAll(TOKEN)) {
    const word = tokenText(match[0]);
    const start = match.index;
    const end = start + match[0].length;
    visit(finish(hashOf(SEED.word, word, word.length)), WORD_BLOCK, start, end);
    if (spec.words > 1 && previousStart >= 0)
      visit(
        finish(hashOf(mix(hashOf(SEED.pair, previous, previous.length), 32), word, word.length)),
        WORD_BLOCK,
        previousStart,
        end,
      );
    if (spec.stem > 0) visitStems(word, previous, start, previousStart, end, spec, visit);
    visitChars(word, start, end, spec, visit);
    previous = word;
    previousStart = start;
  }
}

function visitStems(
  word: string,
  previous: string,
  start: number,
  previousStart: number,
  end: number,
  spec: NgramSpec,
  visit: NgramVisitor,
): void {
  const length = Math.min(word.length, spec.stem);
  if (word.length > spec.stem) visit(finish(hashOf(SEED.stem, word, length)), WORD_BLOCK, start, end);
  if (previousStart < 0) return;
  const before = Math.min(previous.length, spec.stem);
  if (word.length <= spec.stem && previous.length <= spec.stem) return;
  visit(finish(hashOf(mix(hashOf(SEED.stemPair, previous, before), 32), word, length)), WORD_BLOCK, previousStart, end);
}

function visitChars(word: string, start: number, end: number, spec: NgramSpec, visit: NgramVisitor): void {
  const { charsFrom, charsTo } = spec;
  const padded = word.length + 2;
  for (let from = 0; from < padded - 1; from++) {
    let h: number = SEED.char;
    for (let length = 1; length <= charsTo && from + length <= padded; length++) {
      const at = from + length - 2;
      h = mix(h, at < 0 || at >= word.length ? 32 : word.charCodeAt(at));
      if (length >= charsFrom)
        visit(
          finish(mix(h, length)),
          CHAR_BLOCK,
          start + Math.max(0, from - 1),
          Math.min(end, start + Math.max(from - 1, 0) + length),
        );
    }
  }
}
