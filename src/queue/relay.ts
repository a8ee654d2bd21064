/**
 * The outbox relay: takes rows that transactions left behind and puts them into the queue. Woken by NOTIFY, and by
 * a slow poll in case a notification was lost. Any number may run.
 */
import type { Logger } from 'pino';
import type { Db } from '../store/open.ts';
import { clearOutbox, leaseOutbox, type OutboxRow, returnOutbox } from '../store/outbox.ts';
import { TRIAGE_BATCH } from './jobs.ts';
import type { JobQueue } from './open.ts';

export interface Relay {
  /** There is something to publish. */
  wake(): void;
  /** Finishes what is under way and stops. */
  close(): Promise<void>;
}

/** Rows per lease. */
const LEASE = 320;
/** A relay that dies in between gives its rows back after this (seconds). */
const LEASE_SECONDS = 30;
const POLL_MS = 5_000;
/** Wait after a failure to publish (milliseconds). */
const PAUSE_MS = 1_000;

export function startRelay(db: Db, queue: JobQueue, logger: Logger): Relay {
  let closing = false;
  let woken = true;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const run = async () => {
    while (woken && !closing) {
      woken = false;
      const rows = await leaseOutbox(db, LEASE, LEASE_SECONDS);
      if (rows.length === 0) continue;
      woken = true;
      try {
        await publish(queue, rows);
      } catch (error) {
        await returnOutbox(
          db,
          rows.map((row) => row.id),
        );
        throw error;
      }
      await clearOutbox(
        db,
        rows.map((row) => row.id),
      );
    }
  };
  const start = () => {
    clearTimeout(timer);
    if (closing || running !== undefined) return;
    let pause = POLL_MS;
    running = run()
      .catch((error: unknown) => {
        logger.error({ err: error }, 'the outbox could not be published; trying again');
        woken = true;
        pause = PAUSE_MS;
      })
      .finally(() => {
        running = undefined;
        // Woken between the last look and here: go on at once.
        if (!closing) timer = setTimeout(poll, woken && pause === POLL_MS ? 0 : pause);
      });
  };
  const poll = () => {
    woken = true;
    start();
  };

  poll();
  return {
    wake: poll,
    close: async () => {
      closing = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Triage rows share jobs, so that one call of the model serves many appeals; webhooks go one by one. */
async function publish(queue: JobQueue, rows: readonly OutboxRow[]): Promise<void> {
  const refs = (topic: OutboxRow['topic']) => rows.filter((row) => row.topic === topic).map((row) => row.ref);
  const appeals = refs('triage');
  const batches = Array.from({ length: Math.ceil(appeals.length / TRIAGE_BATCH) }, (_, i) =>
    appeals.slice(i * TRIAGE_BATCH, (i + 1) * TRIAGE_BATCH),
  );
  if (batches.length > 0)
    await queue.add(
      'triage',
      batches.map((appealIds) => ({ appealIds })),
    );
  const deliveries = refs('webhook');
  if (deliveries.length > 0)
    await queue.add(
      'webhook',
      deliveries.map((deliveryId) => ({ deliveryId })),
    );
}
