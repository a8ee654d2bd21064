/**
 * Checks the released encoder as the service runs it: transformers.js, local folder, int8.
 * Token ids must equal those of training; embeddings must have cosine >= 0.995 to the fp32 weights; prints milliseconds.
 *
 *     node models/encoder/check.ts [folder, default models/bagyt-encoder]
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AutoModel, AutoTokenizer, env } from '@huggingface/transformers';

type Reference = { text: string; ids: number[]; vector: number[] };

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, '..', 'bagyt-encoder'));
env.allowRemoteModels = false;
env.localModelPath = `${dirname(folder)}/`;
const tokenizer = await AutoTokenizer.from_pretrained(basename(folder));
const model = await AutoModel.from_pretrained(basename(folder), {
  dtype: 'q8',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 },
});

/** Mean over the tokens of one text, unit length. */
async function embed(text: string): Promise<{ ids: number[]; vector: number[] }> {
  const input = await tokenizer(text, { truncation: true });
  const { last_hidden_state: hidden } = await model(input);
  const size: number = hidden.dims[2];
  const data: Float32Array = hidden.data;
  const sums = new Array<number>(size).fill(0);
  for (let i = 0; i < data.length; i++) sums[i % size] = (sums[i % size] ?? 0) + (data[i] ?? 0);
  const norm = Math.hypot(...sums);
  return { ids: Array.from(input.input_ids.data as BigInt64Array, Number), vector: sums.map((x) => x / norm) };
}

const references = JSON.parse(await readFile(join(folder, 'reference.json'), 'utf8')) as Reference[];
let otherIds = 0;
let worst = 1;
for (const { text, ids, vector } of references) {
  const mine = await embed(text);
  if (mine.ids.join() !== ids.join()) {
    otherIds++;
    console.error(`token ids differ: ${text.slice(0, 60)}`);
  }
  const norm = Math.hypot(...vector);
  const cosine = mine.vector.reduce((sum, x, i) => sum + x * (vector[i] ?? 0), 0) / norm;
  if (cosine < 0.995) console.error(`cosine ${cosine.toFixed(4)}: ${JSON.stringify(text.slice(0, 60))}`);
  worst = Math.min(worst, cosine);
}

const text = references.find(({ ids }) => ids.length >= 38 && ids.length <= 42)?.text ?? '';
await embed(text);
const begin = performance.now();
for (let i = 0; i < 100; i++) await embed(text);
console.log(
  JSON.stringify({
    texts: references.length,
    otherIds,
    worstCosine: Number(worst.toFixed(5)),
    millisecondsFor40Tokens: Number(((performance.now() - begin) / 100).toFixed(2)),
  }),
);
if (otherIds > 0 || worst < 0.995) process.exitCode = 1;
