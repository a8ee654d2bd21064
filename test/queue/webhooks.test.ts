import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { retryDelay, webhookHandler } from '../../src/queue/webhook-worker.ts';
import type { Store } from '../../src/store/open.ts';
import { leaseOutbox } from '../../src/store/outbox.ts';
import { createEndpoint, disableEndpoint, listParked, retryDelivery } from '../../src/store/webhooks.ts';
import { at, NOON, queued, stores } from '../helpers/stores.ts';
import { type Receiver, webhookReceiver } from '../helpers/webhook-receiver.ts';

const CONFIG = {
  WEBHOOK_ALLOW_HTTP: true,
  WEBHOOK_ALLOW_PRIVATE: true,
  WEBHOOK_TIMEOUT_SECONDS: 5,
  WEBHOOK_RETRY_HOURS: 24,
};

describe('waits between attempts', () => {
  it('double from a second to an hour, shortened by up to half at random', () => {
    expect([1, 2, 3, 13, 40].map((attempts) => retryDelay(attempts, () => 0))).toEqual([
      1_000, 2_000, 4_000, 3_600_000, 3_600_000,
    ]);
    expect(retryDelay(3, () => 1)).toBe(2_000);
  });
});

describe.each(stores())('webhook deliveries in $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'are made', () => {
    let store: Store;
    let receiver: Receiver | undefined;
    let endpoint: string | undefined;
    let now = NOON;
    const results: string[] = [];
    const handle = (config: Partial<typeof CONFIG> = {}) =>
      webhookHandler({
        db: store.db,
        config: { ...CONFIG, ...config },
        now: () => now,
        onAttempt: (result) => results.push(result),
      });
    /** Registers an endpoint that answers so, triages an appeal, and gives the delivery that follows from it. */
    const delivery = async (answer: (call: number) => number): Promise<{ deliveryId: string }> => {
      receiver = await webhookReceiver(answer);
      endpoint = (await createEndpoint(store.db, { url: receiver.url }, 'test', NOON)).id;
      await leaseOutbox(store.db, 1_000, 3_600);
      await queued(store, [{ externalId: randomUUID() }]);
      const rows = (await leaseOutbox(store.db, 1_000, 3_600)).filter(({ topic }) => topic === 'webhook');
      expect(rows).toHaveLength(1);
      return { deliveryId: rows[0]?.ref ?? '' };
    };
    const stateOf = ({ deliveryId }: { deliveryId: string }) =>
      store.db.selectFrom('webhookDeliveries').selectAll().where('id', '=', deliveryId).executeTakeFirstOrThrow();

    beforeAll(async () => {
      store = await open();
    });
    afterEach(async () => {
      if (endpoint !== undefined) await disableEndpoint(store.db, endpoint, NOON).catch(() => undefined);
      await receiver?.close();
      endpoint = receiver = undefined;
      results.length = 0;
      now = NOON;
    });
    afterAll(() => store.close());

    it('once, although the job may come twice', async () => {
      const job = await delivery(() => 200);
      await handle()(job);
      await handle()(job);
      expect(receiver?.received).toHaveLength(1);
      expect(receiver?.received[0]?.headers['webhook-id']).toBe(job.deliveryId);
      expect(await stateOf(job)).toMatchObject({ state: 'delivered', attempts: 1, lastStatus: 200 });
    });

    it('again after a failure, with the same id and body', async () => {
      const job = await delivery((call) => (call === 0 ? 500 : 204));
      await expect(handle()(job)).rejects.toThrow('the endpoint answered 500');
      expect(await stateOf(job)).toMatchObject({ state: 'pending', attempts: 1, lastStatus: 500 });
      await handle()(job);
      expect(await stateOf(job)).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 204 });
      const [first, second] = receiver?.received ?? [];
      expect(second?.body).toBe(first?.body);
      expect(results).toEqual(['failed', 'delivered']);
    });

    it('not to where a redirect points', async () => {
      const job = await delivery(() => 302);
      await expect(handle()(job)).rejects.toThrow('the endpoint answered 302');
      expect(receiver?.received).toHaveLength(1);
    });

    it('not to a private address, although it was registered when that was allowed', async () => {
      const job = await delivery(() => 200);
      await expect(handle({ WEBHOOK_ALLOW_PRIVATE: false })(job)).rejects.toThrow('must be a public address');
      expect(receiver?.received).toHaveLength(0);
    });

    it('until the time for retries is over; then they are parked, listed, and tried again on request', async () => {
      const job = await delivery((call) => (call === 0 ? 503 : 200));
      now = at(24 * 60 + 1);
      await handle()(job);
      expect(results).toEqual(['parked']);
      expect((await listParked(store.db, 100)).map(({ id }) => id)).toContain(job.deliveryId);
      await handle()(job);
      expect(receiver?.received).toHaveLength(1);

      await retryDelivery(store.db, job.deliveryId, now);
      expect((await leaseOutbox(store.db, 10, 60)).map(({ ref }) => ref)).toEqual([job.deliveryId]);
      await handle()(job);
      expect(await stateOf(job)).toMatchObject({ state: 'delivered', attempts: 1 });
      await expect(retryDelivery(store.db, job.deliveryId, now)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('not to an endpoint that was disabled meanwhile', async () => {
      const job = await delivery(() => 200);
      await disableEndpoint(store.db, endpoint ?? '', NOON);
      await handle()(job);
      expect(await stateOf(job)).toMatchObject({ state: 'parked', lastError: 'the endpoint is disabled' });
      expect(receiver?.received).toHaveLength(0);
    });
  });
});
