/**
 * Which classifier answers, and how another takes its place without a restart. Activations are rows; the last one
 * counts, and every process of the service hears of a new one by NOTIFY.
 */
import { sql } from 'kysely';
import type { Classifier } from './classify/contract.ts';
import type { Embedder } from './classify/embed/embedder.ts';
import type { ModelControl } from './http/deps.ts';
import { newId } from './store/ids.ts';
import type { Db } from './store/open.ts';

export const MODELS_CHANNEL = 'bagyt_models';

/** A classifier that was loaded, and from where; `folder` is null for keywords alone. */
export interface LoadedModel {
  classifier: Classifier;
  folder: string | null;
  /** Embeds what dispatchers decide, for precedents; null where the model has no encoder. */
  embedder: Embedder | null;
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
  embedder(): Embedder | null;
  /** Reads the last activation and follows it. */
  follow(): Promise<void>;
  close(): Promise<void>;
}

/** Loads the model that was activated last, or the one of the settings. */
export async function openActiveModel(db: Db, source: ModelSource, now: () => Date): Promise<ActiveModel> {
  let version = await lastActivation(db);
  let current: InUse = { model: await source.load(version), calls: new Set() };
  const retired = new Set<Promise<void>>();

  /** Calls under way keep the model that they started with; it closes when they are done. */
  const use = (model: LoadedModel) => {
    const previous = current;
    current = { model, calls: new Set() };
    const closing = Promise.allSettled(previous.calls).then(async () => await previous.model.close?.());
    retired.add(closing);
    void closing.finally(() => retired.delete(closing));
  };
  return {
    classifier: {
      get version() {
        return current.model.classifier.version;
      },
      classify: async (inputs) => {
        const { model, calls } = current;
        const call = model.classifier.classify(inputs);
        calls.add(call);
        return await call.finally(() => calls.delete(call));
      },
    },
    embedder: () => current.model.embedder,
    active: () => ({ version: current.model.classifier.version, folder: current.model.folder }),
    activations: async () => {
      const rows = await db.selectFrom('modelActivations').selectAll().orderBy('id', 'desc').execute();
      return rows.map(({ version, activatedBy, activatedAt, note }) => ({
        version,
        by: activatedBy,
        at: activatedAt,
        note,
      }));
    },
    activate: async (wanted, by, options) => {
      if (!options.force) await source.checkGate(wanted);
      const next = await source.load(wanted);
      const before = version;
      // Set first: our own notification must not load it a second time.
      version = wanted;
      try {
        await recordActivation(db, { version: wanted, by, note: options.note ?? null, at: now() });
      } catch (error) {
        version = before;
        await next.close?.();
        throw error;
      }
      use(next);
      return { version: next.classifier.version };
    },
    follow: async () => {
      const wanted = await lastActivation(db);
      if (wanted === version) return;
      version = wanted;
      use(await source.load(wanted));
    },
    close: async () => {
      await Promise.all(retired);
      await current.model.close?.();
    },
  };
}

interface InUse {
  model: LoadedModel;
  calls: Set<Promise<unknown>>;
}

async function recordActivation(
  db: Db,
  activation: { version: string; by: string; note: string | null; at: Date },
): Promise<void> {
  const { version, by, note, at } = activation;
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('modelActivations')
      .values({ id: newId(), version, activatedBy: by, activatedAt: at, note })
      .execute();
    await sql`SELECT pg_notify(${MODELS_CHANNEL}, ${version})`.execute(trx);
  });
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
