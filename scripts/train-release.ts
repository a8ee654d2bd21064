/**
 * `npm run train:release`: makes models/released anew, the model that the service starts with. Needs the benchmarks
 * beside the checkout (../shared or --shared DIR); without them it says so and stops.
 */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbedder } from '../src/classify/embed/embedder.ts';
import { findEncoder, readEncoder } from '../src/classify/embed/encoder-folder.ts';
import { loadLexicon } from '../src/classify/keywords/lexicon.ts';
import {
  DECLARED,
  lexiconRows,
  limitPrecedents,
  mappedRows,
  misspelt,
  taxonomyRows,
  withDeclared,
} from '../src/learn/release-rows.ts';
import { readRows, SECOND_TOPIC } from '../src/learn/rows.ts';
import { type Source, trainSources } from '../src/learn/train-to-folder.ts';
import { urgencyRows } from '../src/learn/urgency-rows.ts';
import { loadTaxonomy } from '../src/taxonomy/load.ts';
import { loadMapping } from '../src/taxonomy/mapping.ts';
import { stageProgress } from './stage-progress.ts';

const ROOT = resolve(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    shared: { type: 'string', default: join(ROOT, '..', 'shared') },
    encoder: { type: 'string', default: 'bagyt-encoder' },
    out: { type: 'string', default: join(ROOT, 'models', 'released') },
    seed: { type: 'string', default: '1' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});

/** Chosen on the calibration appeals; see docs/decisions. */
const WEIGHTS = { taxonomy: 1, lexicon: 1, mapped: 0.3, mostMapped: 200, misspelt: 0.5, misspeltShare: 0.5 } as const;
/** Written appeals among the precedents: 8 MB of the release. */
const MOST_PRECEDENTS = 32_000;

const inRoot = (path: string) => join(ROOT, path);

async function release(benchmarks: string): Promise<void> {
  const seed = Number(values.seed);
  const taxonomyPath = inRoot('data/taxonomy/bishkek.json');
  const lexicons = ['ru', 'ky'].map((language) => inRoot(`data/keywords/${language}.json`));
  const taxonomy = loadTaxonomy(taxonomyPath);
  const columns = { text: 'text', labels: ['category', 'urgency'], context: [DECLARED] };
  const read = async (name: 'train' | 'calibration', role: Source['role']): Promise<Source> => {
    const file = await readRows(inRoot(`data/appeals/${name}.jsonl`), {
      text: 'text',
      labels: ['category', 'emergency', SECOND_TOPIC],
      context: [],
    });
    return { ...file, role, rows: withDeclared(urgencyRows(file.rows), taxonomy, seed) };
  };
  const [train, calibration] = [await read('train', 'data'), await read('calibration', 'calibration')];
  const spb = await readRows(benchmarks, { text: 'text', labels: ['reason'], context: [] });
  const mapping = loadMapping(inRoot('data/mappings/spb-to-bishkek.json'), taxonomy);
  const copies = misspelt(train.rows, WEIGHTS.misspeltShare, WEIGHTS.misspelt, seed);
  const written = train.rows.length + calibration.rows.length;
  const limited = (part: Source): Source => ({
    ...part,
    rows: limitPrecedents(part.rows, MOST_PRECEDENTS, written, seed),
  });
  const sources: Source[] = [
    limited(train),
    limited(calibration),
    { ...spb, role: 'extra', rows: mappedRows(spb.rows, mapping, WEIGHTS.mostMapped, WEIGHTS.mapped, seed) },
    taxonomyRows(taxonomyPath, WEIGHTS.taxonomy),
    ...lexicons.map((path) => lexiconRows(path, WEIGHTS.lexicon)),
    { ...train, role: 'extra', name: 'train.jsonl, misspelt copies', rows: copies },
  ];
  const threads = Number(values.threads);
  const found = findEncoder(values.encoder, [inRoot('models')]);
  const embedder =
    values.encoder === 'none' || found === null
      ? null
      : createEmbedder(readEncoder(values.encoder, found), { workers: threads, timeoutMs: 60_000 });
  if (embedder === null) process.stderr.write('No encoder: the release is trained without one\n');
  const progress = stageProgress();
  const next = `${values.out}.next`;
  rmSync(next, { recursive: true, force: true });
  try {
    await trainSources(sources, {
      columns,
      taxonomy: taxonomyPath,
      lexicon: loadLexicon(lexicons),
      embedder,
      out: next,
      cacheFolder: inRoot('var/embeddings'),
      precision: 0.97,
      keepVectors: true,
      seed,
      threads,
      crossed: 'never',
      description:
        'Categories and urgency of Bishkek, from written appeals and mapped appeals of St Petersburg. The citizens’ own choice of category was simulated (right in 87% of the cases, as on the portal of St Petersburg)',
      onProgress: progress.update,
    });
  } finally {
    progress.stop();
    await embedder?.close();
  }
  // Only a finished model takes the place of the last release.
  rmSync(values.out, { recursive: true, force: true });
  renameSync(next, values.out);
  process.stdout.write(`${values.out} is released\n`);
}

const benchmarks = join(resolve(values.shared), 'benchmarks', 'spb', 'train.jsonl.gz');
if (existsSync(benchmarks)) await release(benchmarks);
else {
  process.stderr.write(`${benchmarks} is not there: the release is trained on it as well (see README)\n`);
  process.exitCode = 1;
}
