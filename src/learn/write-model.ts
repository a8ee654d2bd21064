/** Writes an immutable model folder: manifest.json, weights.bin, CARD.md. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type NumberArray, packArrays } from '../classify/container.ts';
import { type CountTable, tableArrays } from '../classify/context.ts';
import type { FusionWeights } from '../classify/fusion.ts';
import { headArrays } from '../classify/head.ts';
import { type FusionManifest, type Manifest, ManifestSchema, type TargetManifest } from '../classify/manifest.ts';
import { ngramArrays } from '../classify/ngram/model.ts';
import { problem } from '../errors.ts';
import type { FittedTarget } from './fit-targets.ts';
import type { TargetTables, TrainedEvidence } from './train-evidence.ts';

/** What only the caller knows. */
export type ManifestHead = Omit<
  Manifest,
  'format' | 'targets' | 'files' | 'version' | 'vectorScale' | 'ngram' | 'columns'
>;

export interface WrittenModel {
  manifest: Manifest;
  folder: string;
}

/** @param keepVectors ship the training rows' embeddings as precedents of the model's own */
export function buildFiles(
  evidence: TrainedEvidence,
  fitted: readonly FittedTarget[],
  multiThresholds: Readonly<Record<string, number>>,
  keepVectors: boolean,
) {
  const { set } = evidence;
  const rowsNeeded = (keepVectors && set.vectors !== null) || set.places !== null;
  const arrays: Record<string, NumberArray> = {
    ...ngramArrays(evidence.ngram),
    ...(evidence.head === null ? {} : headArrays(evidence.head)),
    ...(evidence.crossed === null ? {} : ngramArrays(evidence.crossed, 'crossed')),
    ...(keepVectors && set.vectors !== null ? { 'precedents.vectors': set.vectors.vectors } : {}),
    ...(keepVectors && set.vectors !== null && set.rowChoices !== null ? { 'rows.choices': set.rowChoices } : {}),
    ...(set.places === null ? {} : { 'places.lat': set.places.lat, 'places.lon': set.places.lon }),
  };
  const targets = fitted.map((target, t): TargetManifest => {
    const tables = evidence.tables[t] as TargetTables;
    const knowledge = set.targets[t];
    if (rowsNeeded && knowledge !== undefined) arrays[`t${t}.rowLabels`] = knowledge.rowLabels;
    const keep = (name: string, table: CountTable | null) => {
      if (table === null) return null;
      Object.assign(arrays, tableArrays(`t${t}.${name}`, table));
      return [...table.values];
    };
    const threshold = multiThresholds[target.spec.name];
    return {
      name: target.spec.name,
      labels: [...target.spec.labels],
      multi: target.spec.multi,
      prior: Array.from(knowledge?.prior ?? [], (p) => Number(p.toPrecision(6))),
      ngramScale: target.ngramScale,
      headScale: target.headScale,
      crossedScale: target.crossedScale,
      fusion: fusionManifest(target.fusion),
      fusions: target.fusions.map(fusionManifest),
      calibration: target.calibration,
      ...(threshold === undefined ? {} : { multiThreshold: threshold }),
      tables: {
        columns: tables.columns.map((table, c) => keep(`column${c}`, table) ?? []),
        joint: keep('joint', tables.joint),
        time: keep('time', tables.time),
        linkPlain: keep('linkPlain', tables.linkPlain),
        linkJoint: keep('linkJoint', tables.linkJoint),
        linkColumns: tables.linkColumns,
      },
      source: target.spec.source,
    };
  });
  return { arrays, targets, vectorScale: keepVectors ? (set.vectors?.scale ?? null) : null };
}

function fusionManifest(fusion: FusionWeights): FusionManifest {
  return {
    evidence: [...fusion.evidence],
    logWeights: fusion.logWeights.map((row) => [...row]),
    linearWeights: [...fusion.linearWeights],
    biases: [...fusion.biases],
    choiceWeights: [...fusion.choiceWeights],
    needs: [...fusion.needs],
  };
}

/**
 * Writes to a folder beside the final one and renames it, so that a half-written model is never seen.
 * @param card makes the text of CARD.md from the finished manifest
 * @throws Problem `invalid-data` if the folder exists already: models are never overwritten
 */
export function writeModel(
  out: string,
  head: ManifestHead,
  evidence: TrainedEvidence,
  built: ReturnType<typeof buildFiles>,
  card: (manifest: Manifest) => string,
): WrittenModel {
  if (existsSync(out)) throw problem('invalid-data', `${out} exists already; a model is never overwritten`);
  const weights = packArrays(built.arrays);
  const hash = createHash('sha256').update(weights).digest('hex');
  // Thresholds and fusion are part of what answers: two models with equal weights but other thresholds differ.
  const identity = createHash('sha256')
    .update(hash)
    .update(JSON.stringify([built.targets, head.urgency, head.secondTopic]));
  const manifest = ManifestSchema.parse({
    ...head,
    format: 3,
    version: `${basename(out).replace(/\.next$/, '')}-${identity.digest('hex').slice(0, 8)}`,
    ngram: evidence.set.ngram.spec,
    columns: [...evidence.set.columns],
    targets: built.targets,
    vectorScale: built.vectorScale,
    files: { 'weights.bin': hash },
  } satisfies Record<keyof Manifest, unknown>);
  const partial = join(dirname(out), `.${basename(out)}.partial`);
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'weights.bin'), weights);
  writeFileSync(join(partial, 'manifest.json'), `${JSON.stringify(manifest)}\n`);
  writeFileSync(join(partial, 'CARD.md'), card(manifest));
  renameSync(partial, out);
  return { manifest, folder: out };
}
