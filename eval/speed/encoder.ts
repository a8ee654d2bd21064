/** (a) and (b): the encoder alone, through the runtime and through transformers.js. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AutoModel, AutoTokenizer, env, type Tensor } from '@huggingface/transformers';
import { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { findEncoder, readEncoder } from '../../src/classify/embed/encoder-folder.ts';
import { problem } from '../../src/errors.ts';
import { ROOT } from '../hashes.ts';
import { type Timing, time } from './measure.ts';

/** About 40 tokens, as an appeal has. */
export const TEXT =
  'Во дворе дома на улице Киевской уже неделю не вывозят мусор, контейнеры переполнены, собаки растаскивают пакеты по всей площадке, прошу принять меры';

export interface EncoderTimings {
  tokens: number;
  runtime: Timing;
  transformers: Timing;
  /** Per text, in a batch of 32 through transformers.js. */
  batch: Timing;
}

/** @throws Problem `invalid-model` where the encoder is not there */
export async function encoderTimings(name: string, milliseconds: number): Promise<EncoderTimings> {
  const folder = findEncoder(name, [join(ROOT, 'models'), join(ROOT, 'var/encoders')]);
  if (folder === null) throw problem('invalid-model', `There is no encoder ${name}`);
  const { dtype } = readEncoder(name, folder);
  env.allowRemoteModels = false;
  env.localModelPath = join(folder, '..');
  const options = { local_files_only: true, dtype, session_options: { intraOpNumThreads: 1, interOpNumThreads: 1 } };
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  const model = await AutoModel.from_pretrained(folder, options);
  const encode = (texts: string[]) => tokenizer(texts, { padding: true, truncation: true }) as Record<string, Tensor>;
  const one = encode([TEXT]);
  const weights = join(folder, 'onnx', dtype === 'q8' ? 'model_quantized.onnx' : 'model.onnx');
  const session = await InferenceSession.create(readFileSync(weights), { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const feeds = Object.fromEntries(
    session.inputNames.map((input) => {
      const tensor = one[input];
      if (tensor === undefined)
        throw problem('invalid-model', `The encoder wants ${input}, which its tokenizer does not give`);
      return [input, new RuntimeTensor('int64', tensor.data as BigInt64Array, tensor.dims)];
    }),
  );
  const many = Array.from({ length: 32 }, () => TEXT);
  try {
    const batch = await time(() => model(encode(many)) as Promise<unknown>, milliseconds);
    return {
      tokens: one.input_ids?.dims[1] ?? Number.NaN,
      runtime: await time(() => session.run(feeds), milliseconds),
      transformers: await time(() => model(encode([TEXT])) as Promise<unknown>, milliseconds),
      batch: { ...batch, median: batch.median / many.length, p95: batch.p95 / many.length },
    };
  } finally {
    await session.release();
    await model.dispose();
  }
}
