/** `npm run train`: labelled appeals of any city → a model folder. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbedder } from '../src/classify/embed/embedder.ts';
import { findEncoder, readEncoder } from '../src/classify/embed/encoder-folder.ts';
import { loadLexicon } from '../src/classify/keywords/lexicon.ts';
import { trainToFolder } from '../src/learn/train-to-folder.ts';
import { runCommand } from '../src/run-command.ts';
import { stageProgress } from './stage-progress.ts';

const USAGE = `npm run train -- --data FILE… --text COLUMN --labels a,b,c --out DIR
  --data FILE           labelled appeals, JSONL or CSV, .gz too; may be given several times
  --text COLUMN         column with the text (default: text)
  --labels a,b,c        columns with the labels, one target each; a list in a column makes it multi-label.
                        Beside "category", "urgency" (emergency, normal) teaches the detector of emergencies and
                        "secondTopic" (a second category) the finder of second problems
  --context a,b         columns known beside the text: categorical ones (the citizen's own choice first), and by
                        these names lat, lon (degrees) and created_at (local time, ISO 8601)
  --calibration FILE    appeals of a later time for fusion and thresholds; absent: split off by the program
  --extra FILE          rows that only train, never calibrate
  --taxonomy FILE       taxonomy whose version and hash go into the manifest
  --lexicon FILE        keyword lexicon for the target "category"; may be given several times
  --encoder NAME        encoder folder or name, "none" for no encoder (default: bagyt-encoder)
  --precision 0.97      least precision of what is preselected
  --keep-vectors        put the training rows' embeddings into the model as precedents
  --seed 1   --threads N   --description TEXT
  --out DIR             folder of the new model; must not exist`;

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', multiple: true },
    text: { type: 'string', default: 'text' },
    labels: { type: 'string' },
    context: { type: 'string', default: '' },
    calibration: { type: 'string' },
    extra: { type: 'string', multiple: true, default: [] },
    taxonomy: { type: 'string' },
    lexicon: { type: 'string', multiple: true, default: [] },
    encoder: { type: 'string', default: 'bagyt-encoder' },
    precision: { type: 'string', default: '0.97' },
    'keep-vectors': { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
    description: { type: 'string' },
    out: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help || values.data === undefined || values.labels === undefined || values.out === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const threads = Number(values.threads);
  const list = (text: string) => text.split(',').filter((part) => part !== '');
  const embedder = startEncoder(values.encoder, threads);
  const progress = stageProgress();
  try {
    const { manifest } = await trainToFolder({
      data: values.data,
      calibration: values.calibration ?? null,
      extra: values.extra,
      columns: { text: values.text, labels: list(values.labels), context: list(values.context) },
      taxonomy: values.taxonomy ?? null,
      lexicon: values.lexicon.length > 0 ? loadLexicon(values.lexicon) : null,
      embedder,
      out: resolve(values.out),
      cacheFolder: resolve('var', 'embeddings'),
      precision: Number(values.precision),
      keepVectors: values['keep-vectors'],
      seed: Number(values.seed),
      threads,
      description: values.description ?? `Trained on ${values.data.length} file(s) with npm run train`,
      onProgress: progress.update,
    });
    progress.stop();
    process.stdout.write(`${values.out}: model ${manifest.version}\n`);
    for (const [target, situations] of Object.entries(manifest.metrics))
      for (const [situation, figures] of Object.entries(situations))
        process.stdout.write(`  ${target} (${situation}): ${JSON.stringify(figures)}\n`);
    return 0;
  } finally {
    progress.stop();
    await embedder?.close();
  }
}

function startEncoder(name: string, threads: number) {
  if (name === 'none') return null;
  const folder = findEncoder(name, [resolve('models'), resolve('var', 'encoders')]);
  if (folder === null) {
    process.stderr.write(`There is no encoder "${name}": training without one (npm run models:pull brings others)\n`);
    return null;
  }
  return createEmbedder(readEncoder(name, folder), { workers: threads, timeoutMs: 60_000 });
}

await runCommand(main, 1);
