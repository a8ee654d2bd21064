/**
 * `npm run models:pull -- NAME`: fetches a transformers.js feature-extraction model from the Hugging Face Hub into
 * DATA_DIR/encoders/NAME, once. The only command that goes to the network for a model; the service never does.
 */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEncoder } from '../../src/classify/embed/encoder-folder.ts';
import { readConfig } from '../../src/config.ts';
import { startProgress } from '../../src/progress.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    hub: { type: 'string', default: 'https://huggingface.co' },
    revision: { type: 'string', default: 'main' },
    out: { type: 'string' },
  },
});
const config = readConfig(process.env, process.cwd());
const [name] = positionals;

/** What the encoder needs, and what may be absent. */
const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const OPTIONAL = ['1_Pooling/config.json', 'config_sentence_transformers.json', 'special_tokens_map.json'];
const WEIGHTS = ['onnx/model_quantized.onnx', 'onnx/model.onnx'];

async function fetchFile(model: string, file: string): Promise<Uint8Array | null> {
  const answer = await fetch(`${values.hub.replace(/\/$/u, '')}/${model}/resolve/${values.revision}/${file}`);
  if (answer.status === 404) return null;
  if (!answer.ok || answer.body === null) throw new Error(`${file}: the hub answers ${answer.status}`);
  const progress = startProgress(file, Number(answer.headers.get('content-length') ?? 0));
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.length;
    progress.update(size);
  }
  progress.stop();
  return Buffer.concat(parts);
}

async function pull(model: string): Promise<void> {
  const out = values.out ?? join(config.DATA_DIR, 'encoders', model);
  if (existsSync(out)) throw new Error(`${out} is there already`);
  const partial = `${out}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const keep = (file: string, content: Uint8Array) => {
    mkdirSync(dirname(join(partial, file)), { recursive: true });
    writeFileSync(join(partial, file), content);
  };
  for (const file of NEEDED) {
    const content = await fetchFile(model, file);
    if (content === null) throw new Error(`${model} has no ${file}: it is not a transformers.js model`);
    keep(file, content);
  }
  for (const file of OPTIONAL) {
    const content = await fetchFile(model, file);
    if (content !== null) keep(file, content);
  }
  let found = false;
  for (const file of WEIGHTS) {
    const content = found ? null : await fetchFile(model, file);
    if (content === null) continue;
    keep(file, content);
    found = true;
  }
  if (!found) throw new Error(`${model} has neither ${WEIGHTS.join(' nor ')}`);
  const settings = readEncoder(model, partial);
  renameSync(partial, out);
  process.stdout.write(`${out}: ${settings.dimension} dimensions, ${settings.pooling} pooling, ${settings.dtype}\n`);
}

if (name === undefined || !/^[\w.-]+(\/[\w.-]+)?$/.test(name)) {
  process.stderr.write('npm run models:pull -- NAME [--hub URL] [--revision REV] [--out DIR]\n');
  process.exitCode = 2;
} else
  await pull(name).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
