/**
 * A transformers.js model in a folder, small enough to write by hand: the hidden state of a token is its row of an
 * embedding table (one ONNX Gather). The protobuf fields are those of onnx.proto3, version 1.16.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FLOAT = 1;
const INT64 = 7;

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}
const integer = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: Iterable<number>) => {
  const list = [...content];
  return [...varint(field * 8 + 2), ...varint(list.length), ...list];
};
const text = (field: number, value: string) => bytes(field, new TextEncoder().encode(value));

/** ValueInfoProto: a tensor with named dimensions. */
function value(field: number, name: string, type: number, dims: (string | number)[]): number[] {
  const shape = dims.flatMap((dim) => bytes(1, typeof dim === 'number' ? integer(1, dim) : text(2, dim)));
  const tensor = [...integer(1, type), ...bytes(2, shape)];
  return bytes(field, [...text(1, name), ...bytes(2, bytes(1, tensor))]);
}

export interface TinyEncoder {
  words: readonly string[];
  /** One row per word, all of one length. */
  table: readonly (readonly number[])[];
}

const SPECIAL = ['[PAD]', '[UNK]'];

/** Writes the folder; words outside the list get the row of [UNK], which is all ones. */
export function writeTinyEncoder(folder: string, { words, table }: TinyEncoder): void {
  const width = table[0]?.length ?? 0;
  const rows = [Array(width).fill(0), Array(width).fill(1), ...table];
  const raw = new Uint8Array(Float32Array.from(rows.flat()).buffer);
  const initializer = [
    ...integer(1, rows.length),
    ...integer(1, width),
    ...integer(2, FLOAT),
    ...text(8, 'table'),
    ...bytes(9, raw),
  ];
  const gather = [...text(1, 'table'), ...text(1, 'input_ids'), ...text(2, 'last_hidden_state'), ...text(4, 'Gather')];
  const graph = [
    ...bytes(1, gather),
    ...text(2, 'tiny'),
    ...bytes(5, initializer),
    ...value(11, 'input_ids', INT64, ['batch', 'length']),
    ...value(12, 'last_hidden_state', FLOAT, ['batch', 'length', width]),
  ];
  const model = [...integer(1, 8), ...bytes(7, graph), ...bytes(8, integer(2, 13))];
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  writeFileSync(join(folder, 'onnx', 'model.onnx'), Uint8Array.from(model));
  const vocab = Object.fromEntries([...SPECIAL, ...words].map((word, id) => [word, id]));
  const json = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content));
  json('config.json', { architectures: ['BertModel'], model_type: 'bert', hidden_size: width });
  json('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    model_max_length: 16,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
  });
  json('tokenizer.json', {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: 'WhitespaceSplit' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  });
}
