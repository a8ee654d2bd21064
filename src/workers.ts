import { startLearnLoop } from './learn-loop.ts';
import { startRelay } from './queue/relay.ts';
import { startSweeper } from './queue/sweeper.ts';
import { triageHandler } from './queue/triage-worker.ts';
import { retryDelay, webhookHandler } from './queue/webhook-worker.ts';
import { requeueAppeals, requeueDeliveries } from './store/sweep.ts';
import type { Service } from './wiring.ts';

export interface Workers {
  /** Lets jobs under way finish and takes no more. */
  close(): Promise<void>;
}

/** Starts what works behind the API: outbox relay, triage, webhooks, sweeper, learning. */
export async function startWorkers(service: Service): Promise<Workers> {
  const { config, events, logger, metrics, now, queue, store } = service;
  if (config.mode === 'embedded') {
    // No other process can be at work: whatever waits was left behind by the last one.
    await requeueAppeals(store.db, 0, now());
    await requeueDeliveries(store.db, 0, now());
  }
  const settings = (name: 'triage' | 'webhook') => ({
    concurrency: config.QUEUE_CONCURRENCY,
    retryDelay,
    onFailed: (error: Error, attempts: number) => {
      metrics.jobFailed(name);
      logger.warn({ err: error, attempts }, `a ${name} job failed and will be tried again`);
    },
  });
  const triage = triageHandler({
    db: store.db,
    triage: service.triage,
    lastResort: service.lastResort,
    logger,
    now,
    onTriaged: metrics.triaged,
  });
  const webhook = webhookHandler({ db: store.db, config, now, onAttempt: metrics.webhookAttempt });
  const running = [
    await queue.work('triage', triage, settings('triage')),
    await queue.work('webhook', webhook, settings('webhook')),
  ];
  const relay = startRelay(store.db, queue, logger);
  events.onOutbox(relay.wake);
  const sweeper = startSweeper(store, queue, config, logger, now);
  const learning = startLearnLoop(store, service.models, events, logger);
  return {
    close: async () => {
      await learning.close();
      await sweeper.close();
      await relay.close();
      await Promise.all(running.map((worker) => worker.close()));
    },
  };
}
