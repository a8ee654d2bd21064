/**
 * Which classifier answers, and how another takes its place without a restart. Activations are rows; the last one
 * counts, and every process of the service hears of a new one by NOTIFY.
 */
import { sql } from 'kysely';
import type { Classifier } from './classify/contract.ts';
import type { ModelControl } from './http/deps.ts';
import { newId } from './store/ids.ts';
import type { Db } from './store/open.ts';

export const MODELS_CHANNEL = 'bagyt_models';

/** A classifier that was loaded, and from where; `folder` is null for keywords alone. */
export interface LoadedModel {
  classifier: Classifier;
  folder: string | null;
  close?(): Promise<void>;
}

export interface ModelSource {
  /** The model of a version; undefined: the one that the settings name. @throws Problem `invalid-model` */
  load(version: string | undefined): Promise<LoadedModel>;
  /** @throws Problem `state-conflict` when the version has no passing release gate */
  checkGate(version: string): Promise<void>;
}

export interface ActiveModel extends ModelControl {
  /** Answers with whatever is active when it is called. */
  classifier: Classifier;
  /** Reads the last activation and follows it. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** Loads the model that was activated last, or the one of the settings. */
export async function openActiveModel(db: Db, source: ModelSource, now: () => Date): Promise<ActiveModel> {
  let version = await lastActivation(db);
  let model = await source.load(version);
  // Appeals under way keep the model that they started with; it closes when they are done.
  const use = async (next: LoadedModel) => {
    const previous = model;
    model = next;
    await previous.close?.();
  };
  return {
    classifier: {
      get version() {
        return model.classifier.version;
      },
      classify: (inputs) => model.classifier.classify(inputs),
    },
    active: () => ({ version: model.classifier.version, folder: model.folder }),
    activate: async (wanted, by, options) => {
      if (!options.force) await source.checkGate(wanted);
      const next = await source.load(wanted);
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('modelActivations')
          .values({ id: newId(), version: wanted, activatedBy: by, activatedAt: now(), note: options.note ?? null })
          .execute();
        await sql`SELECT pg_notify(${MODELS_CHANNEL}, ${wanted})`.execute(trx);
      });
      version = wanted;
      await use(next);
      return { version: next.classifier.version };
    },
    follow: async () => {
      const wanted = await lastActivation(db);
      if (wanted === version) return;
      version = wanted;
      await use(await source.load(wanted));
    },
    close: async () => {
      await model.close?.();
    },
  };
}

async function lastActivation(db: Db): Promise<string | undefined> {
  const row = await db
    .selectFrom('modelActivations')
    .select('version')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.version;
}
