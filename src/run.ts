/** Runs a wired service until a signal ends it; shared by main.ts, api.ts and worker.ts. */
import { pino } from 'pino';
import { type Config, readConfig } from './config.ts';
import { Problem, problem } from './errors.ts';
import { buildApp } from './http/app.ts';
import { buildOperatorApp } from './http/operator/app.ts';
import { createKey } from './store/keys.ts';
import { type Service, wire } from './wiring.ts';
import { startWorkers } from './workers.ts';

/** What to run, and what to do once it is ready. */
export interface Parts {
  /** The whole API; without it only health and metrics are served. */
  http: boolean;
  workers: boolean;
  /** @param url address that is served */
  ready?(service: Service, url: string): Promise<void>;
}

/** Jobs under way get this long to finish after a signal; the next start takes up what did not (milliseconds). */
const DRAIN_MS = 9_000;

/** Runs until SIGINT or SIGTERM, then drains and exits 0. Settings that are wrong end it with 78 (EX_CONFIG). */
export async function run(parts: Parts): Promise<void> {
  try {
    await start(readConfig(process.env, process.cwd()), parts);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

async function start(config: Config, parts: Parts): Promise<void> {
  const logger = pino({ level: config.LOG_LEVEL }, pino.destination({ dest: 2, sync: true }));
  const service = await wire(config, logger);
  if (config.mode === 'servers' && config.BOOTSTRAP_ADMIN_KEY !== undefined)
    await createKey(service.store.db, { role: 'admin', name: 'bootstrap' }, service.now(), config.BOOTSTRAP_ADMIN_KEY);
  const workers = parts.workers ? await startWorkers(service) : undefined;
  const app = await (parts.http ? buildApp(service.app) : buildOperatorApp(service.app));
  const url = await app.listen({ port: config.PORT, host: config.HOST }).catch(async (error: unknown) => {
    await workers?.close();
    await service.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw problem('invalid-config', `PORT ${config.PORT} on ${config.HOST} is in use by another program`);
    throw error;
  });
  drainOnSignal(logger, async () => {
    await app.close();
    await workers?.close();
    await service.close();
  });
  await parts.ready?.(service, url);
}

function drainOnSignal(logger: Service['logger'], drain: () => Promise<void>): void {
  let draining = false;
  const stop = (signal: NodeJS.Signals) => {
    // Again: somebody is in a hurry.
    if (draining) process.exit(130);
    draining = true;
    logger.info({ signal }, 'stopping: jobs under way are finished first');
    const deadline = setTimeout(() => {
      logger.error('jobs under way did not finish in time; the next start takes them up');
      process.exit(1);
    }, DRAIN_MS);
    void drain().then(
      () => {
        clearTimeout(deadline);
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
