/** What a folder with a transformers.js feature-extraction model says about itself. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { problem } from '../../errors.ts';

export interface EncoderSettings {
  /** As it is named in settings and manifests. */
  name: string;
  folder: string;
  dimension: number;
  pooling: 'mean' | 'cls';
  /** Put before texts that are searched for, and before texts that are found. */
  queryPrefix: string;
  passagePrefix: string;
  /** Which weights: `onnx/model_quantized.onnx` (q8) or `onnx/model.onnx` (fp32). */
  dtype: 'q8' | 'fp32';
  maxTokens: number;
  /** Hash over weights, tokenizer and configuration: the identity of the vectors. */
  sha256: string;
}

const ConfigFile = z.object({
  hidden_size: z.int().optional(),
  dim: z.int().optional(),
  max_position_embeddings: z.int().optional(),
  bagyt: z.object({ pooling: z.enum(['mean', 'cls']).optional() }).optional(),
});
const PoolingFile = z.object({ pooling_mode_cls_token: z.boolean().optional() });
const PromptsFile = z.object({ prompts: z.record(z.string(), z.string()).optional() });
const TokenizerFile = z.object({ model_max_length: z.number().optional() });

function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): T | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) return undefined;
  const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw problem('invalid-model', `${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * Finds an encoder by name among folders (`models/bagyt-encoder`, `var/encoders/Xenova/multilingual-e5-small`) or by
 * path; null: nowhere.
 */
export function findEncoder(name: string, roots: readonly string[]): string | null {
  return (
    [...roots.map((root) => join(root, name)), resolve(name)].find((f) => existsSync(join(f, 'config.json'))) ?? null
  );
}

/** @throws Problem `invalid-model` if the folder lacks a file or says nonsense */
export function readEncoder(name: string, folder: string): EncoderSettings {
  const config = readJson(folder, 'config.json', ConfigFile);
  const tokenizer = readJson(folder, 'tokenizer_config.json', TokenizerFile);
  if (config === undefined || tokenizer === undefined || !existsSync(join(folder, 'tokenizer.json')))
    throw problem('invalid-model', `${folder} needs config.json, tokenizer.json and tokenizer_config.json`);
  const dimension = config.hidden_size ?? config.dim;
  if (dimension === undefined) throw problem('invalid-model', `${folder}/config.json names no hidden_size`);
  const dtype = existsSync(join(folder, 'onnx', 'model_quantized.onnx')) ? 'q8' : 'fp32';
  if (dtype === 'fp32' && !existsSync(join(folder, 'onnx', 'model.onnx')))
    throw problem('invalid-model', `${folder} has neither onnx/model_quantized.onnx nor onnx/model.onnx`);
  const prompts = readJson(folder, 'config_sentence_transformers.json', PromptsFile)?.prompts ?? familyPrompts(name);
  const longest = [tokenizer.model_max_length, config.max_position_embeddings].filter((n) => n !== undefined);
  return {
    name,
    folder: resolve(folder),
    dimension,
    pooling: poolingOf(name, folder, config.bagyt?.pooling),
    queryPrefix: prompts.query ?? '',
    passagePrefix: prompts.passage ?? prompts.document ?? '',
    dtype,
    maxTokens: Math.min(512, ...longest),
    sha256: hashFolder(folder, dtype),
  };
}

/** Conversions for transformers.js leave sentence-transformers' files out; the two families that need them are known. */
function familyPrompts(name: string): Record<string, string> {
  return /(^|[/-])e5(-|$)|multilingual-e5/i.test(name) ? { query: 'query: ', passage: 'passage: ' } : {};
}

function poolingOf(name: string, folder: string, own: 'mean' | 'cls' | undefined): 'mean' | 'cls' {
  if (own !== undefined) return own;
  const file = readJson(folder, join('1_Pooling', 'config.json'), PoolingFile);
  if (file !== undefined) return file.pooling_mode_cls_token === true ? 'cls' : 'mean';
  return /(^|[/-])bge-|arctic-embed/i.test(name) ? 'cls' : 'mean';
}

function hashFolder(folder: string, dtype: 'q8' | 'fp32'): string {
  const hash = createHash('sha256');
  const weights = dtype === 'q8' ? 'model_quantized.onnx' : 'model.onnx';
  const external = readdirSync(join(folder, 'onnx')).filter((file) => file.startsWith(`${weights}_data`));
  for (const file of ['config.json', 'tokenizer.json', ...[weights, ...external].map((f) => join('onnx', f))])
    hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}

/** How transformers.js is told of a local folder: its parent and its last name. */
export function localPath(folder: string): { root: string; id: string } {
  return { root: `${dirname(folder)}/`, id: basename(folder) };
}
