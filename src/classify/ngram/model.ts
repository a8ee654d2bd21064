/**
 * Linear n-gram model: one sparse row of int8 weights per n-gram over all outputs (the labels of all targets, one after
 * the other). Weights are companded, w = scale · q·|q| / 127², so that the many small ones survive eight bits.
 */

import type { Arrays, NumberArray } from '../container.ts';
import type { Span } from '../contract.ts';
import { CHAR_BLOCK, forEachNgram, type NgramSpec } from './features.ts';

export interface NgramWeights {
  hashes: Uint32Array;
  /** Inverse document frequency in 255 steps between `idfRange[0]` and `idfRange[1]`. */
  idf: Uint8Array;
  idfRange: Float32Array;
  /** Entries of n-gram c: `offsets[c] … offsets[c + 1]` of `outputs` and `quantised`. */
  offsets: Uint32Array;
  outputs: Uint16Array | Uint8Array;
  quantised: Int8Array;
  /** Largest absolute weight of each output. */
  scales: Float32Array;
  biases: Float32Array;
}

/** An n-gram of a text with what it added to one output's score. */
export interface NgramContribution {
  span: Span;
  /** Score added, exact: all contributions and the bias sum to the output's score. */
  amount: number;
}

export interface NgramModel {
  readonly spec: NgramSpec;
  readonly outputs: number;
  /** Raw scores (margins) of all outputs; `known` is the number of n-grams that the model has seen. */
  score(text: string): { scores: Float64Array; known: number };
  /** What each n-gram of the text added to the output's score. */
  explain(text: string, output: number): NgramContribution[];
}

interface Occurrences {
  columns: number[];
  values: Float64Array;
  spans: Span[][];
}

const LOOKUP = Float64Array.from({ length: 255 }, (_, i) => ((i - 127) * Math.abs(i - 127)) / 127 ** 2);

/** Weight of one stored entry. */
export function weightReader({ outputs, quantised, scales }: NgramWeights): (entry: number) => number {
  return (entry) =>
    (LOOKUP[(quantised[entry] as number) + 127] as number) * (scales[outputs[entry] as number] as number);
}

/** Inverse document frequency of a column, to the eight bits that are stored. */
export function idfOf({ idf, idfRange }: NgramWeights, column: number): number {
  const [low, high] = idfRange as unknown as [number, number];
  return low + ((idf[column] as number) / 255) * (high - low);
}

export function ngramModel(weights: NgramWeights, spec: NgramSpec): NgramModel {
  const { offsets, outputs, biases } = weights;
  const index = new Map<number, number>();
  weights.hashes.forEach((hash, column) => {
    index.set(hash, column);
  });
  const weightAt = weightReader(weights);
  return {
    spec,
    outputs: biases.length,
    score(text) {
      const found = occurrences(text, spec, index, weights, false);
      const scores = Float64Array.from(biases);
      found.columns.forEach((column, i) => {
        const value = found.values[i] as number;
        const end = offsets[column + 1] as number;
        for (let e = offsets[column] as number; e < end; e++) {
          const output = outputs[e] as number;
          scores[output] = (scores[output] as number) + weightAt(e) * value;
        }
      });
      return { scores, known: found.columns.length };
    },
    explain(text, output) {
      const found = occurrences(text, spec, index, weights, true);
      return found.columns.flatMap((column, i) => {
        for (let e = offsets[column] as number; e < (offsets[column + 1] as number); e++) {
          if (outputs[e] !== output) continue;
          const spans = found.spans[i] as Span[];
          const amount = (weightAt(e) * (found.values[i] as number)) / spans.length;
          return spans.map((span) => ({ span, amount }));
        }
        return [];
      });
    },
  };
}

function occurrences(
  text: string,
  spec: NgramSpec,
  index: ReadonlyMap<number, number>,
  weights: NgramWeights,
  withSpans: boolean,
): Occurrences {
  const slots = new Map<number, number>();
  const columns: number[] = [];
  const counts: number[] = [];
  const blocks: number[] = [];
  const spans: Span[][] = [];
  forEachNgram(text, spec, (hash, block, start, end) => {
    const column = index.get(hash);
    if (column === undefined) return;
    const key = column * 2 + block;
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = columns.length;
      slots.set(key, slot);
      columns.push(column);
      counts.push(0);
      blocks.push(block);
      spans.push([]);
    }
    counts[slot] = (counts[slot] as number) + 1;
    if (withSpans) (spans[slot] as Span[]).push([start, end]);
  });
  const norms = [0, 0];
  const values = Float64Array.from(columns, (column, i) => {
    const value = (1 + Math.log(counts[i] as number)) * idfOf(weights, column);
    const block = blocks[i] === CHAR_BLOCK ? 1 : 0;
    norms[block] = (norms[block] as number) + value * value;
    return value;
  });
  for (let i = 0; i < values.length; i++)
    values[i] = ((values[i] as number) * Math.SQRT1_2) / Math.sqrt(norms[blocks[i] === CHAR_BLOCK ? 1 : 0] as number);
  return { columns, values, spans };
}

/** The weights as named arrays for the model's weights file. */
export function ngramArrays(weights: NgramWeights, name = 'ngram'): Record<string, NumberArray> {
  const { hashes, idf, idfRange, offsets, outputs, quantised, scales, biases } = weights;
  const lengths = Uint16Array.from(
    { length: hashes.length },
    (_, c) => (offsets[c + 1] as number) - (offsets[c] as number),
  );
  return {
    [`${name}.hashes`]: hashes,
    [`${name}.idf`]: idf,
    [`${name}.idfRange`]: idfRange,
    [`${name}.lengths`]: lengths,
    [`${name}.outputs`]: outputs,
    [`${name}.quantised`]: quantised,
    [`${name}.scales`]: scales,
    [`${name}.biases`]: biases,
  };
}

/** Reverse of `ngramArrays`. */
export function ngramWeights(arrays: Arrays, name = 'ngram'): NgramWeights {
  const biases = arrays.get(`${name}.biases`, 'f32');
  const lengths = arrays.get(`${name}.lengths`, 'u16');
  const offsets = new Uint32Array(lengths.length + 1);
  for (let c = 0; c < lengths.length; c++) offsets[c + 1] = (offsets[c] as number) + (lengths[c] as number);
  return {
    hashes: arrays.get(`${name}.hashes`, 'u32'),
    idf: arrays.get(`${name}.idf`, 'u8'),
    idfRange: arrays.get(`${name}.idfRange`, 'f32'),
    offsets,
    outputs: biases.length <= 256 ? arrays.get(`${name}.outputs`, 'u8') : arrays.get(`${name}.outputs`, 'u16'),
    quantised: arrays.get(`${name}.quantised`, 'i8'),
    scales: arrays.get(`${name}.scales`, 'f32'),
    biases,
  };
}
