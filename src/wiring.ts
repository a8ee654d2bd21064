/**
 * Builds the service, once, in one place: every part gets what it needs as a parameter. What runs in a process
 * (HTTP, workers or both) is chosen by the entry points main.ts, api.ts and worker.ts.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { type ActiveModel, openActiveModel } from './active-model.ts';
import type { Config } from './config.ts';
import { loadCalendar } from './decide/calendar.ts';
import { dueAt } from './decide/due-date.ts';
import { problem } from './errors.ts';
import { type EventBus, openEventBus } from './events.ts';
import type { AppDeps, Health } from './http/deps.ts';
import { districtResolver } from './intake/district.ts';
import { loadDistrictPolygons } from './intake/district-polygons.ts';
import { loadGazetteer } from './intake/gazetteer.ts';
import { buildMetrics, type Metrics, watchBacklog } from './metrics.ts';
import { modelSource } from './model-source.ts';
import { checkWebhookUrl } from './queue/address-guard.ts';
import { type JobQueue, openQueue } from './queue/open.ts';
import { openStore, type Store } from './store/open.ts';
import { indexTaxonomy } from './taxonomy/index-taxonomy.ts';
import { loadTaxonomy } from './taxonomy/load.ts';
import { noClassifier, type Triage, type TriageDeps, type TriageInput, triageWith } from './triage.ts';

/** Folder of the project: data files lie there whatever the working directory is. */
export const ROOT = resolve(import.meta.dirname, '..');

/** Everything that was built. `close` closes it in the order in which nothing is missed. */
export interface Service {
  config: Config;
  logger: Logger;
  store: Store;
  queue: JobQueue;
  events: EventBus;
  metrics: Metrics;
  models: ActiveModel;
  triage: Triage;
  lastResort: Triage;
  app: AppDeps;
  now(): Date;
  close(): Promise<void>;
}

/** @throws Problem when the folder is locked, the taxonomy or a data file is not valid, or the model cannot load */
export async function wire(config: Config, logger: Logger): Promise<Service> {
  const now = () => new Date();
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const each of closing.reverse().splice(0)) await each();
  };
  try {
    // The embedded database starts in a thread of its own; the files are read meanwhile.
    const opening = openStore(config);
    closing.push(async () => await (await opening).close());
    opening.catch(() => closing.splice(0));
    const taxonomy = indexTaxonomy(loadTaxonomy(config.TAXONOMY));
    const calendar = loadCalendar(join(ROOT, 'data/calendar/kg-holidays.json'));
    const resolveDistrict = districtResolver(
      loadDistrictPolygons(join(ROOT, 'data/geo/districts.geojson')),
      loadGazetteer(join(ROOT, 'data/geo/gazetteer.json')),
    );
    const source = modelSource({ config, root: ROOT, timeZone: calendar.timezone, logger });
    const store = await opening;
    const models = await openActiveModel(store.db, source(store.db), now);
    closing.push(models.close);
    const queue = await openQueue(config, store, (error) => logger.warn({ err: error }, 'queue connection'));
    closing.push(queue.close);
    const events = await openEventBus(store, logger);
    closing.push(events.close);
    events.onModel(() => {
      void models.follow().catch((error: unknown) => logger.error({ err: error }, 'the activated model did not load'));
    });
    const metrics = buildMetrics();
    watchBacklog(metrics.registry, store.db, queue);

    const deps: TriageDeps = {
      classifier: models.classifier,
      resolveDistrict,
      taxonomy,
      dueAt: (from, days) => dueAt(from, days, calendar),
    };
    const triage = triageWith(deps);
    const app: AppDeps = {
      config,
      store,
      taxonomy,
      events,
      models,
      logger,
      now,
      metrics: metrics.registry,
      health: healthOf(store, queue),
      version: serviceVersion(),
      checkWebhookUrl: async (url) => {
        await checkWebhookUrl(url, config);
      },
      suggest: async ({ location = {}, submittedAt, ...request }, at) => {
        const input = { ...request, ...location, submittedAt: submittedAt === undefined ? at : new Date(submittedAt) };
        const [triaged] = await triage([input as TriageInput]);
        if (triaged === undefined) throw problem('internal', 'Triage gave no answer');
        return triaged.suggestion;
      },
    };
    const lastResort = triageWith({ ...deps, classifier: noClassifier });
    return { config, logger, store, queue, events, metrics, models, triage, lastResort, app, now, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A part that does not answer within this is not ready (milliseconds). */
const READY_MS = 2_000;

function healthOf(store: Store, queue: JobQueue): Health {
  const state = async (part: Promise<unknown>): Promise<string> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<string>((done) => {
      timer = setTimeout(() => done('does not answer'), READY_MS);
    });
    const answer = part.then(
      () => 'ok',
      () => 'fails',
    );
    return await Promise.race([answer, late]).finally(() => clearTimeout(timer));
  };
  return {
    check: async () => {
      const [database, jobs] = await Promise.all([state(store.pool.query('SELECT 1')), state(queue.depth('triage'))]);
      return { database, queue: jobs };
    },
  };
}

function serviceVersion(): string {
  return (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}
