/** Reads a model folder: manifest.json and weights.bin, hashes checked. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { problem } from '../errors.ts';
import { type Arrays, unpackArrays } from './container.ts';
import { countTable, tableFrom } from './context.ts';
import { crossedModel } from './crossed/model.ts';
import { type EvidenceSet, evidenceNames, type TargetKnowledge } from './evidence-set.ts';
import { alignFusion } from './fusion.ts';
import { headFrom } from './head.ts';
import { type Manifest, ManifestSchema, type TargetManifest } from './manifest.ts';
import { ngramModel, ngramWeights } from './ngram/model.ts';
import { type UrgencyDetector, urgencyDetector } from './urgency/detector.ts';
import { indexBytes } from './vectors.ts';

export interface ModelFiles {
  manifest: Manifest;
  set: EvidenceSet;
  detector: UrgencyDetector | null;
  /** Weights of the words of texts with two problems; null: second topics are not looked for. */
  jointWords: Float32Array | null;
}

/** @throws Problem `invalid-model` if the folder is not a model, or was changed after it was written */
export function readModel(folder: string): ModelFiles {
  const manifest = readManifest(folder);
  const bytes = readFileSync(join(folder, 'weights.bin'));
  if (createHash('sha256').update(bytes).digest('hex') !== manifest.files['weights.bin'])
    throw problem('invalid-model', `${folder}/weights.bin is not the file that the manifest names`);
  const arrays = unpackArrays(bytes);
  const firsts = manifest.targets.map((_, t) =>
    manifest.targets.slice(0, t).reduce((sum, target) => sum + target.labels.length, 0),
  );
  const set: EvidenceSet = {
    columns: manifest.columns,
    targets: manifest.targets.map((target, t) => readTarget(target, t, firsts[t] as number, arrays)),
    ngram: ngramModel(ngramWeights(arrays), manifest.ngram),
    head: arrays.has('head.weights') ? headFrom(arrays) : null,
    crossed: arrays.has('crossed.hashes') ? crossedModel(ngramWeights(arrays, 'crossed')) : null,
    rowChoices: arrays.has('rows.choices') ? arrays.get('rows.choices', 'u32') : null,
    vectors:
      manifest.vectorScale === null || manifest.encoder === null
        ? null
        : indexBytes(arrays.get('precedents.vectors', 'i8'), manifest.encoder.dimension, manifest.vectorScale),
    places: arrays.has('places.lat')
      ? { lat: arrays.get('places.lat', 'f32'), lon: arrays.get('places.lon', 'f32') }
      : null,
  };
  const { urgency } = manifest;
  const detector =
    urgency === null
      ? null
      : urgencyDetector(urgency, arrays.get('urgency.named', 'f32'), arrays.get('urgency.hashed', 'f32'));
  const jointWords = manifest.secondTopic === null ? null : arrays.get('second.words', 'f32');
  return { manifest, set, detector, jointWords };
}

/** @throws Problem `invalid-model` */
export function readManifest(folder: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  } catch (cause) {
    throw problem('invalid-model', `${folder} has no readable manifest.json`, {}, { cause });
  }
  const parsed = ManifestSchema.safeParse(json);
  if (!parsed.success) throw problem('invalid-model', `${folder}/manifest.json: ${z.prettifyError(parsed.error)}`);
  const names = evidenceNames(parsed.data.columns);
  const targets = parsed.data.targets.map((target) => ({
    ...target,
    fusion: alignFusion(target.fusion, names),
    fusions: target.fusions.map((fusion) => alignFusion(fusion, names)),
  }));
  return { ...parsed.data, targets };
}

function readTarget(target: TargetManifest, t: number, firstOutput: number, arrays: Arrays): TargetKnowledge {
  const count = target.labels.length;
  const { tables } = target;
  const table = (name: string, values: readonly string[] | null) =>
    values === null ? null : countTable(tableFrom(`t${t}.${name}`, values, arrays), count);
  const linkPlain = table('linkPlain', tables.linkPlain);
  return {
    name: target.name,
    labels: target.labels,
    multi: target.multi,
    firstOutput,
    prior: Float64Array.from(target.prior),
    ngramScale: target.ngramScale,
    headScale: target.headScale,
    crossedScale: target.crossedScale,
    tables: tables.columns.map((values, c) => countTable(tableFrom(`t${t}.column${c}`, values, arrays), count)),
    joint: table('joint', tables.joint),
    time: table('time', tables.time),
    rowLabels: arrays.has(`t${t}.rowLabels`) ? arrays.get(`t${t}.rowLabels`, 'i16') : new Int16Array(0),
    link:
      target.source === null || linkPlain === null
        ? null
        : {
            source: target.source,
            plain: linkPlain,
            joint: table('linkJoint', tables.linkJoint),
            columns: tables.linkColumns,
          },
  };
}
