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
import { type Columns, categoricalColumns, type DataFile, readRows, type TrainingRow } from './rows.ts';
import { trainModel } from './train.ts';
import { chooseUrgencyThreshold } from './urgency-threshold.ts';
import { buildFiles, type WrittenModel, writeModel } from './write-model.ts';

export interface TrainRequest {
  data: readonly string[];
  calibration: string | null;
  extra: readonly string[];
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
  /** Changes rows after reading: weights, mapped labels, made-up variants. */
  prepare?: (role: 'data' | 'calibration' | 'extra', rows: TrainingRow[]) => TrainingRow[];
  onProgress?: (stage: string, done: number, total: number) => void;
}

/** @throws Problem `invalid-data` for files that cannot be read, `invalid-model` if the encoder fails */
export async function trainToFolder(request: TrainRequest): Promise<WrittenModel> {
  const prepare = request.prepare ?? ((_, rows) => rows);
  const read = async (path: string, role: 'data' | 'calibration' | 'extra') => {
    const file = await readRows(path, request.columns);
    return { ...file, role, rows: prepare(role, file.rows) };
  };
  const data: (DataFile & { role: string })[] = [];
  for (const path of request.data) data.push(await read(path, 'data'));
  const calibration = request.calibration === null ? null : await read(request.calibration, 'calibration');
  const extra: (DataFile & { role: string })[] = [];
  for (const path of request.extra) extra.push(await read(path, 'extra'));
  const columns = categoricalColumns(request.columns.context);
  const promise = { ...DEFAULT_PROMISE, precision: request.precision };
  const trained = await trainModel(
    data.flatMap((file) => file.rows),
    calibration?.rows ?? null,
    extra.flatMap((file) => file.rows),
    {
      labels: request.columns.labels,
      columns,
      embedder: request.embedder,
      lexicon: request.lexicon,
      cacheFolder: request.cacheFolder,
      seed: request.seed,
      threads: request.threads,
      promise,
      ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    },
  );
  const multi = chooseMultiThresholds(trained.fitted, trained.calibration);
  const built = buildFiles(trained.evidence, trained.fitted, multi, request.keepVectors);
  const encoder = request.embedder?.settings;
  const files = [...data, ...(calibration === null ? [] : [calibration]), ...extra];
  return writeModel(
    request.out,
    {
      createdAt: new Date().toISOString(),
      description: `${request.description}. Calibration: ${trained.split}.`,
      encoder:
        encoder === undefined ? null : { name: encoder.name, sha256: encoder.sha256, dimension: encoder.dimension },
      roles: {
        declared: columns.find((column) => /declared/.test(column)) ?? null,
        district: columns.find((column) => /district/.test(column)) ?? null,
      },
      urgencyThreshold: chooseUrgencyThreshold(trained),
      promise,
      data: files.map(({ role, name, sha256, rows }) => ({ role, name, sha256, rows: rows.length })),
      code: codeHash(),
      seed: request.seed,
      taxonomy: request.taxonomy === null ? null : readTaxonomy(request.taxonomy),
      metrics: measureFitted(trained.fitted, trained.calibration, multi),
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
