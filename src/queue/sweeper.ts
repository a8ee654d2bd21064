import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Store } from '../store/open.ts';
import { eraseOldTexts, requeueAppeals, requeueDeliveries } from '../store/sweep.ts';
import type { JobQueue } from './open.ts';

const SWEEP_MS = 60_000;
/** Appeals older than this with an idle queue were forgotten by it (seconds). */
const LATE_APPEAL = 60;
/** Longer than the longest wait of a worker that is merely busy (seconds). */
const LATE_DELIVERY = 900;
/** PGlite has no autovacuum: statistics are ours to refresh (milliseconds). */
const ANALYZE_MS = 600_000;

export interface Sweeper {
  close(): Promise<void>;
}

/** Once a minute: brings back what the queue lost, erases what is past its time, keeps PGlite's statistics fresh. */
export function startSweeper(
  store: Store,
  queue: JobQueue,
  config: Pick<Config, 'RETENTION_DAYS'>,
  logger: Logger,
  now: () => Date,
): Sweeper {
  let analyzedAt = 0;
  let running: Promise<void> | undefined;

  const sweep = async () => {
    const { waiting, delayed, active } = await queue.depth('triage');
    const appeals = waiting + delayed + active === 0 ? await requeueAppeals(store.db, LATE_APPEAL, now()) : 0;
    const deliveries = await requeueDeliveries(store.db, LATE_DELIVERY, now());
    if (appeals + deliveries > 0) logger.warn({ appeals, deliveries }, 'the queue had lost work; it was sent again');
    if (config.RETENTION_DAYS > 0) await eraseOldTexts(store.db, config.RETENTION_DAYS, now());
    if (store.mode === 'embedded' && now().getTime() - analyzedAt > ANALYZE_MS) {
      analyzedAt = now().getTime();
      await store.pool.query('ANALYZE');
    }
  };
  const timer = setInterval(() => {
    running ??= sweep()
      .catch((error: unknown) => logger.error({ err: error }, 'the sweep failed; it runs again in a minute'))
      .finally(() => {
        running = undefined;
      });
  }, SWEEP_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
