/** Embeddings of many texts, kept on disk by the encoder's hash so that the next training starts at once. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packArrays, unpackArrays } from '../classify/container.ts';
import type { Embedder } from '../classify/embed/embedder.ts';
import { problem } from '../errors.ts';
import type { RowVectors } from './train-evidence.ts';

/** Texts in flight at once; each thread works on one chunk of them at a time. */
const BLOCK = 256;
/** One block may take this long (milliseconds): training waits where serving would not. */
const PATIENCE = 600_000;

/**
 * Vectors of `texts` in their order; equal texts are embedded once.
 * @param cacheFolder where vectors are kept; null: nowhere
 * @throws Problem `invalid-model` if the encoder fails: a training without it must be asked for, not slipped into
 */
export async function embedRows(
  texts: readonly string[],
  embedder: Embedder,
  cacheFolder: string | null,
  onProgress?: (done: number, total: number) => void,
): Promise<RowVectors> {
  const { dimension, sha256 } = embedder.settings;
  const cache = cacheFolder === null ? null : join(cacheFolder, `${sha256.slice(0, 16)}.vectors`);
  const known = cache !== null && existsSync(cache) ? readCache(cache, dimension) : new Map<string, Float32Array>();
  const keys = texts.map(keyOf);
  const missing = new Map<string, string>();
  keys.forEach((key, i) => {
    if (!known.has(key)) missing.set(key, texts[i] as string);
  });
  const todo = [...missing];
  for (let from = 0; from < todo.length; from += BLOCK) {
    const block = todo.slice(from, from + BLOCK);
    const outcome = await embedder.embed(
      block.map(([, text]) => text),
      { timeoutMs: PATIENCE },
    );
    if (!outcome.ok) throw problem('invalid-model', `The encoder failed while training: ${outcome.detail}`);
    block.forEach(([key], i) => {
      known.set(key, outcome.vectors[i] as Float32Array);
    });
    onProgress?.(Math.min(todo.length, from + BLOCK), todo.length);
  }
  if (cache !== null && todo.length > 0) writeCache(cache, known, dimension);
  const vectors = new Float32Array(texts.length * dimension);
  keys.forEach((key, i) => {
    vectors.set(known.get(key) as Float32Array, i * dimension);
  });
  return { dimension, vectors };
}

/** 64 bits of SHA-256: no text is kept. */
function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function readCache(path: string, dimension: number): Map<string, Float32Array> {
  const arrays = unpackArrays(readFileSync(path));
  const keys = arrays.get('keys', 'u32');
  const vectors = arrays.get('vectors', 'f32');
  const known = new Map<string, Float32Array>();
  for (let i = 0; i < keys.length / 2; i++) {
    const key = [keys[2 * i] as number, keys[2 * i + 1] as number].map((n) => n.toString(16).padStart(8, '0')).join('');
    known.set(key, vectors.subarray(i * dimension, (i + 1) * dimension));
  }
  return known;
}

function writeCache(path: string, known: ReadonlyMap<string, Float32Array>, dimension: number): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const keys = new Uint32Array(known.size * 2);
  const vectors = new Float32Array(known.size * dimension);
  let i = 0;
  for (const [key, vector] of known) {
    keys[2 * i] = Number.parseInt(key.slice(0, 8), 16);
    keys[2 * i + 1] = Number.parseInt(key.slice(8), 16);
    vectors.set(vector, i * dimension);
    i++;
  }
  writeFileSync(`${path}.partial`, packArrays({ keys, vectors }));
  renameSync(`${path}.partial`, path);
}
