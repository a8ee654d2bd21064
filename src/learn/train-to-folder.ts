/** Files in, model folder out: what `npm run train` does. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Embedder } from '../classify/embed/embedder.ts';
import type { Lexicon } from '../classify/keywords/lexicon.ts';
import { problem } from '../errors.ts';
import { modelCard } from './card.ts';
import { DEFAULT_PROMISE } from './levels.ts';
import { chooseMultiThresholds, measureFitted } from './measure.ts';
import { type Columns, categoricalColumns, type DataFile, readRows, SECOND_TOPIC } from './rows.ts';
import { trainModel } from './train.ts';
import { trainSecondTopic } from './train-second-topic.ts';
import { trainUrgency } from './train-urgency.ts';
import { buildFiles, type WrittenModel, writeModel } from './write-model.ts';

/** What a training needs beside its rows. */
export interface TrainSettings {
  columns: Columns;
  taxonomy: string | null;
  lexicon: Lexicon | null;
  embedder: Embedder | null;
  out: string;
  cacheFolder: string | null;
  precision: number;
  keepVectors: boolean;
  seed: number;
  threads: number;
  description: string;
  /** `never`: the citizens' own choices are simulated (see `TrainOptions.crossed`). */
  crossed?: 'if-enough' | 'always' | 'never';
  onProgress?: (stage: string, done: number, total: number) => void;
}

export interface TrainRequest extends TrainSettings {
  data: readonly string[];
  calibration: string | null;
  extra: readonly string[];
}

/** Rows with where they come from and what they are for. */
export interface Source extends DataFile {
  role: 'data' | 'calibration' | 'extra';
}

/** @throws Problem `invalid-data` for files that cannot be read, `invalid-model` if the encoder fails */
export async function trainToFolder(request: TrainRequest): Promise<WrittenModel> {
  const sources: Source[] = [];
  const read = async (path: string, role: Source['role']) => {
    sources.push({ ...(await readRows(path, request.columns)), role });
  };
  for (const path of request.data) await read(path, 'data');
  if (request.calibration !== null) await read(request.calibration, 'calibration');
  for (const path of request.extra) await read(path, 'extra');
  return await trainSources(sources, request);
}

/** Trains on rows that were read, mapped or made up already. */
export async function trainSources(sources: readonly Source[], settings: TrainSettings): Promise<WrittenModel> {
  const columns = categoricalColumns(settings.columns.context);
  const promise = { ...DEFAULT_PROMISE, precision: settings.precision };
  const rowsOf = (role: Source['role']) => sources.flatMap((source) => (source.role === role ? source.rows : []));
  const calibration = rowsOf('calibration');
  const trained = await trainModel(rowsOf('data'), calibration.length > 0 ? calibration : null, rowsOf('extra'), {
    // The second category is no target of its own: it says which rows hold two problems.
    labels: settings.columns.labels.filter((label) => label !== SECOND_TOPIC),
    columns,
    embedder: settings.embedder,
    lexicon: settings.lexicon,
    cacheFolder: settings.cacheFolder,
    seed: settings.seed,
    threads: settings.threads,
    promise,
    crossed: settings.crossed ?? 'if-enough',
    ...(settings.onProgress === undefined ? {} : { onProgress: settings.onProgress }),
  });
  const multi = chooseMultiThresholds(trained.fitted, trained.calibration);
  settings.onProgress?.('detector of emergencies', 0, 1);
  const urgency = trainUrgency(
    trained,
    sources.flatMap(({ rows }) => rows),
  );
  const second = trainSecondTopic(trained, rowsOf('data'), settings.lexicon);
  const built = buildFiles(trained.evidence, trained.fitted, multi, settings.keepVectors);
  Object.assign(built.arrays, urgency?.arrays, second?.arrays);
  const encoder = settings.embedder?.settings;
  return writeModel(
    settings.out,
    {
      createdAt: new Date().toISOString(),
      description: `${settings.description}. Calibration: ${trained.split}.`,
      encoder:
        encoder === undefined ? null : { name: encoder.name, sha256: encoder.sha256, dimension: encoder.dimension },
      roles: {
        declared: columns.find((column) => /declared/.test(column)) ?? null,
        district: columns.find((column) => /district/.test(column)) ?? null,
      },
      urgency: urgency?.manifest ?? null,
      secondTopic: second?.manifest ?? null,
      promise,
      data: sources.map(({ role, name, sha256, rows }) => ({ role, name, sha256, rows: rows.length })),
      code: codeHash(),
      seed: settings.seed,
      taxonomy: settings.taxonomy === null ? null : readTaxonomy(settings.taxonomy),
      metrics: measureFitted(trained.fitted, trained.calibration, multi, columns[0]),
    },
    trained.evidence,
    built,
    modelCard,
  );
}

/** Hash over the code that makes and reads models, so that a model names what it was made by. */
function codeHash(): string {
  const hash = createHash('sha256');
  for (const folder of [new URL('.', import.meta.url), new URL('../classify/', import.meta.url)])
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (entry.endsWith('.ts')) hash.update(readFileSync(join(folder.pathname, entry)));
  return hash.digest('hex').slice(0, 16);
}

function readTaxonomy(path: string): { version: string; sha256: string } {
  const bytes = readFileSync(path);
  const { version } = JSON.parse(bytes.toString('utf8')) as { version?: unknown };
  if (typeof version !== 'string') throw problem('invalid-data', `${basename(path)} is not a taxonomy`);
  return { version, sha256: createHash('sha256').update(bytes).digest('hex') };
}
