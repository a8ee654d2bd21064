/**
 * Texts → a sparse TF-IDF matrix in compressed rows (CSR) on shared memory, so that training threads read it
 * without copying. Values: (1 + ln tf) · idf, then each block to unit length and scaled by 1/√2 (rows have length 1).
 */
import { CHAR_BLOCK, forEachNgram, type NgramSpec } from '../classify/ngram/features.ts';

export interface Vocabulary {
  /** 32-bit hashes in rising order; the position is the column. */
  hashes: Uint32Array;
  /** Inverse document frequency of each column: ln((1 + rows) / (1 + df)) + 1, as in scikit-learn. */
  idf: Float32Array;
}

export interface SparseRows {
  /** Row r occupies `offsets[r] … offsets[r + 1]` of `columns` and `values`. */
  offsets: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  width: number;
}

function shared<T>(make: new (buffer: SharedArrayBuffer) => T, length: number): T {
  return new make(new SharedArrayBuffer(Math.max(4, length * 4)));
}

/** Counts one text's n-grams: key → count; bit 32 of the key tells the block. */
function countNgrams(text: string, spec: NgramSpec, into: Map<number, number>): void {
  into.clear();
  forEachNgram(text, spec, (hash, block) => {
    const key = block === CHAR_BLOCK ? hash + 0x100000000 : hash;
    into.set(key, (into.get(key) ?? 0) + 1);
  });
}

/** Columns are the n-grams that stand in at least `minDf` rows, at most `maxColumns` of them (the most frequent). */
export function buildVocabulary(
  texts: readonly string[],
  spec: NgramSpec,
  minDf: number,
  maxColumns = Number.POSITIVE_INFINITY,
): Vocabulary {
  const df = new Map<number, number>();
  const counts = new Map<number, number>();
  for (const text of texts) {
    countNgrams(text, spec, counts);
    for (const key of counts.keys()) df.set(key % 0x100000000, (df.get(key % 0x100000000) ?? 0) + 1);
  }
  let entries = [...df].filter(([, n]) => n >= minDf);
  if (entries.length > maxColumns) entries = entries.sort((a, b) => b[1] - a[1]).slice(0, maxColumns);
  entries.sort((a, b) => a[0] - b[0]);
  const idf = new Float32Array(entries.length);
  entries.forEach(([, n], i) => {
    idf[i] = Math.log((1 + texts.length) / (1 + n)) + 1;
  });
  return { hashes: Uint32Array.from(entries, ([hash]) => hash), idf };
}

/** Position of `hash` in the rising `hashes`, or −1. */
export function columnOf(hashes: Uint32Array, hash: number): number {
  let low = 0;
  let high = hashes.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = hashes[middle] as number;
    if (value === hash) return middle;
    if (value < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Turns texts into rows over a vocabulary. */
export function vectorise(texts: readonly string[], vocabulary: Vocabulary, spec: NgramSpec): SparseRows {
  const index = new Map<number, number>();
  vocabulary.hashes.forEach((hash, column) => {
    index.set(hash, column);
  });
  const offsets = shared(Int32Array, texts.length + 1);
  let columns = new Int32Array(texts.length * 400 + 1024);
  let values = new Float32Array(columns.length);
  const counts = new Map<number, number>();
  let used = 0;
  texts.forEach((text, row) => {
    countNgrams(text, spec, counts);
    if (used + counts.size > columns.length) {
      columns = grow(columns, (used + counts.size) * 2);
      values = grow(values, columns.length);
    }
    used = writeRow(counts, index, vocabulary.idf, columns, values, used);
    offsets[row + 1] = used;
  });
  const sharedColumns = shared(Int32Array, used);
  const sharedValues = shared(Float32Array, used);
  sharedColumns.set(columns.subarray(0, used));
  sharedValues.set(values.subarray(0, used));
  return { offsets, columns: sharedColumns, values: sharedValues, width: vocabulary.hashes.length };
}

function grow<T extends Int32Array | Float32Array>(from: T, length: number): T {
  const bigger = new (from.constructor as new (length: number) => T)(length);
  bigger.set(from);
  return bigger;
}

function writeRow(
  counts: Map<number, number>,
  index: Map<number, number>,
  idf: Float32Array,
  columns: Int32Array,
  values: Float32Array,
  from: number,
): number {
  const norms = [0, 0];
  const start = from;
  const blocks: number[] = [];
  let at = from;
  for (const [key, count] of counts) {
    const column = index.get(key % 0x100000000);
    if (column === undefined) continue;
    const block = key >= 0x100000000 ? 1 : 0;
    const value = (1 + Math.log(count)) * (idf[column] as number);
    norms[block] = (norms[block] as number) + value * value;
    columns[at] = column;
    values[at] = value;
    blocks.push(block);
    at++;
  }
  const scale = norms.map((n) => (n > 0 ? Math.SQRT1_2 / Math.sqrt(n) : 0));
  for (let i = start; i < at; i++) values[i] = (values[i] as number) * (scale[blocks[i - start] as number] as number);
  return at;
}
