/** Where classifiers come from: model folders, or keywords alone. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { LoadedModel, ModelSource } from './active-model.ts';
import { classifierFromModel } from './classify/classifier.ts';
import { keywordClassifier } from './classify/keyword-classifier.ts';
import { type Lexicon, loadLexicon } from './classify/keywords/lexicon.ts';
import { readManifest } from './classify/load-model.ts';
import { loadModel } from './classify/model.ts';
import type { Config } from './config.ts';
import { problem } from './errors.ts';
import type { Db } from './store/open.ts';
import { precedentSource } from './store/precedents.ts';

/** `gate.json` beside the manifest: written by the release gate of the evaluation. */
const GateSchema = z.object({ passed: z.boolean() });

export interface ModelSourceDeps {
  config: Pick<Config, 'MODEL' | 'EMBEDDER' | 'EMBEDDER_WORKERS' | 'EMBEDDER_TIMEOUT_MS' | 'DATA_DIR'>;
  /** Folder of the project. */
  root: string;
  timeZone: string;
  logger: Logger;
}

/** @throws Problem `invalid-data` when the keyword lexicon cannot be read */
export function modelSource({ config, root, timeZone, logger }: ModelSourceDeps): (db: Db) => ModelSource {
  const lexicon = loadLexicon(['ru', 'ky'].map((language) => join(root, `data/keywords/${language}.json`)));
  const folders = [...new Set([dirname(config.MODEL), join(root, 'models')])];
  const folderOf = (version: string): string => {
    const found = folders
      .flatMap((folder) => modelsIn(folder))
      .find((folder) => readManifest(folder).version === version);
    if (found === undefined) throw problem('invalid-model', `There is no model ${version} in ${folders.join(' or ')}`);
    return found;
  };
  return (db) => ({
    load: async (version) => {
      if (version === undefined && config.MODEL === 'none') return keywordsOnly(lexicon);
      if (version === undefined && !existsSync(join(config.MODEL, 'manifest.json'))) {
        logger.warn({ folder: config.MODEL }, 'no model is there: keywords answer alone');
        return keywordsOnly(lexicon);
      }
      const folder = version === undefined ? config.MODEL : folderOf(version);
      const model = await loadModel(folder, {
        encoderRoots: [...folders, join(config.DATA_DIR, 'encoders')],
        ...(config.EMBEDDER === 'none' && { embedder: null }),
        workers: config.EMBEDDER_WORKERS,
        timeoutMs: config.EMBEDDER_TIMEOUT_MS,
        lexicon,
      });
      const classifier = classifierFromModel(model, {
        precedents: precedentSource(db),
        timeZone,
        onFailure: (degraded, error) => logger.warn({ err: error, degraded }, 'a part of the model did not answer'),
      });
      return { classifier, folder, embedder: model.embedder, close: () => model.close() };
    },
    checkGate: async (version) => {
      const path = join(folderOf(version), 'gate.json');
      const gate = existsSync(path) ? GateSchema.safeParse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
      if (gate?.data?.passed !== true)
        throw problem('state-conflict', `The model ${version} has no passing release gate: run npm run eval:gate`);
    },
  });
}

function keywordsOnly(lexicon: Lexicon): LoadedModel {
  return { classifier: keywordClassifier(lexicon), folder: null, embedder: null };
}

/** Folders below `folder` that hold a model. */
function modelsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => join(folder, entry.name))
    .filter((path) => existsSync(join(path, 'manifest.json')));
}
