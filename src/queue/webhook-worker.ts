import type { Config } from '../config.ts';
import type { Db } from '../store/open.ts';
import { pendingDelivery, recordAttempt } from '../store/webhooks.ts';
import { WebhookJobSchema } from './jobs.ts';
import { isDelivered, sendWebhook } from './webhook-send.ts';

/** Longest wait between two attempts (milliseconds). */
const LONGEST_MS = 3_600_000;

/** 1 s, 2 s, 4 s … up to an hour, each shortened by up to half at random, so that retries do not come in waves. */
export function retryDelay(attempts: number, random: () => number = Math.random): number {
  return Math.round(Math.min(LONGEST_MS, 1_000 * 2 ** (attempts - 1)) * (1 - random() / 2));
}

export interface WebhookWorkerDeps {
  db: Db;
  config: Pick<
    Config,
    'WEBHOOK_ALLOW_HTTP' | 'WEBHOOK_ALLOW_PRIVATE' | 'WEBHOOK_TIMEOUT_SECONDS' | 'WEBHOOK_RETRY_HOURS'
  >;
  now(): Date;
  /** Counts attempts by result. */
  onAttempt(result: 'delivered' | 'failed' | 'parked'): void;
}

/**
 * Handles a webhook job: one attempt. Rejects when another must follow, so that the queue brings the job back; after
 * WEBHOOK_RETRY_HOURS, or when the endpoint is disabled, the delivery is parked and listed instead.
 */
export function webhookHandler(deps: WebhookWorkerDeps): (data: unknown) => Promise<void> {
  return async (data) => {
    const { deliveryId } = WebhookJobSchema.parse(data);
    const found = await pendingDelivery(deps.db, deliveryId);
    if (found === undefined) return;
    const { delivery, endpoint } = found;
    if (endpoint.disabledAt !== null) {
      await recordAttempt(
        deps.db,
        deliveryId,
        { state: 'parked', status: null, error: 'the endpoint is disabled' },
        deps.now(),
      );
      deps.onAttempt('parked');
      return;
    }
    const result = await sendWebhook(found, deps.config, deps.config.WEBHOOK_TIMEOUT_SECONDS, deps.now());
    const now = deps.now();
    if (isDelivered(result)) {
      await recordAttempt(deps.db, deliveryId, { state: 'delivered', ...result }, now);
      deps.onAttempt('delivered');
      return;
    }
    const givenUpAt = delivery.startedAt.getTime() + deps.config.WEBHOOK_RETRY_HOURS * 3_600_000;
    const next = new Date(now.getTime() + retryDelay(delivery.attempts + 1, () => 0));
    const state = next.getTime() > givenUpAt ? 'parked' : 'pending';
    await recordAttempt(deps.db, deliveryId, { state, ...result, dueAt: next }, now);
    deps.onAttempt(state === 'parked' ? 'parked' : 'failed');
    if (state === 'pending') throw new WebhookAttemptFailed(result.error ?? `the endpoint answered ${result.status}`);
  };
}

/** Tells the queue to bring the job back; expected, and logged as a warning only. */
export class WebhookAttemptFailed extends Error {
  override readonly name = 'WebhookAttemptFailed';
}
