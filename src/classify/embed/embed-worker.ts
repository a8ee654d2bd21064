/**
 * Inference thread. ONNX Runtime's `run` blocks the thread it is called on, so the service never calls it on its own.
 * Each text runs alone: on CPU a batch of 32 costs as much as 32 single runs (padding eats the gain), and int8 vectors
 * depend a little on batch-mates; alone, a text has one vector for ever.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { AutoModel, AutoTokenizer, env, type Tensor } from '@huggingface/transformers';
import { type EncoderSettings, localPath } from './encoder-folder.ts';
import { poolAndNormalise } from './pooling.ts';

export interface EmbedJob {
  id: number;
  texts: readonly string[];
  kind: 'query' | 'passage';
}
export type EmbedReply =
  | { id: number; vectors: Float32Array; ready?: false }
  | { id: number; error: string }
  | { id: -1; ready: true };

const settings = workerData as EncoderSettings;
const { root, id } = localPath(settings.folder);
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = root;
env.useFSCache = false;
env.useBrowserCache = false;

const options = { local_files_only: true };
const tokenizer = await AutoTokenizer.from_pretrained(id, options);
const model = await AutoModel.from_pretrained(id, {
  ...options,
  dtype: settings.dtype,
  device: 'cpu',
  session_options: { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
});

async function embed(text: string): Promise<Float32Array> {
  const inputs = await tokenizer([text], { padding: false, truncation: true, max_length: settings.maxTokens });
  const outputs = (await model(inputs)) as Record<string, Tensor>;
  const hidden = outputs.last_hidden_state ?? outputs.token_embeddings;
  if (hidden === undefined) throw new TypeError('the model gives no last_hidden_state');
  const mask = inputs.attention_mask as Tensor;
  return poolAndNormalise(
    hidden.data as Float32Array,
    Array.from(mask.data as BigInt64Array, Number),
    settings.dimension,
    settings.pooling,
  );
}

parentPort?.on('message', async (job: EmbedJob) => {
  const prefix = job.kind === 'query' ? settings.queryPrefix : settings.passagePrefix;
  try {
    const vectors = new Float32Array(job.texts.length * settings.dimension);
    for (const [i, text] of job.texts.entries()) vectors.set(await embed(prefix + text), i * settings.dimension);
    parentPort?.postMessage({ id: job.id, vectors } satisfies EmbedReply, [vectors.buffer]);
  } catch (error) {
    parentPort?.postMessage({ id: job.id, error: error instanceof Error ? error.message : String(error) });
  }
});
parentPort?.postMessage({ id: -1, ready: true } satisfies EmbedReply);
