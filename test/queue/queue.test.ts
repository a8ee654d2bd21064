import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JobQueue, openQueue } from '../../src/queue/open.ts';
import { startRelay } from '../../src/queue/relay.ts';
import { insertAppeals } from '../../src/store/appeals.ts';
import { EVENTS_CHANNEL, OUTBOX_CHANNEL } from '../../src/store/events.ts';
import { listen } from '../../src/store/listen.ts';
import type { Store } from '../../src/store/open.ts';
import { clearOutbox, leaseOutbox, outboxBacklog } from '../../src/store/outbox.ts';
import { requeueAppeals } from '../../src/store/sweep.ts';
import { eventually } from '../helpers/instance.ts';
import { newRedis, services } from '../helpers/services.ts';
import { at, NOON, queued, type StoreCase, stores } from '../helpers/stores.ts';

const silent = pino({ level: 'silent' });
const found = services();

interface QueueCase extends StoreCase {
  queue: 'redis' | 'postgres';
}
const cases: QueueCase[] = [
  ...stores().map((each) => ({ ...each, queue: 'postgres' as const })),
  ...stores()
    .filter(({ database }) => database === 'PostgreSQL')
    .map((each) => ({ ...each, queue: 'redis' as const })),
];

describe.each(cases)('the outbox in $database with the queue in $queue', ({ missing, open, queue: kind }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'is relayed', () => {
    let store: Store;
    let queue: JobQueue;
    let dropRedis: (() => Promise<void>) | undefined;
    const errors: Error[] = [];

    beforeAll(async () => {
      store = await open();
      const redis = kind === 'redis' && 'redisUrl' in found ? await newRedis(found.redisUrl) : undefined;
      dropRedis = redis?.drop;
      queue = await openQueue({ QUEUE: kind, REDIS_URL: redis?.url }, store, (error) => errors.push(error));
    });
    afterAll(async () => {
      await queue.close();
      await dropRedis?.();
      await store.close();
      expect(errors).toEqual([]);
    });

    it('publishes every row once, although three relays run, and workers get every appeal', async () => {
      const seen: string[] = [];
      const worker = await queue.work(
        'triage',
        async (data) => void seen.push(...(data as { appealIds: string[] }).appealIds),
        {
          concurrency: 2,
          retryDelay: () => 10,
          onFailed: (error) => errors.push(error),
        },
      );
      const relays = [1, 2, 3].map(() => startRelay(store.db, queue, silent));
      const listener = await listen(store, [OUTBOX_CHANNEL], () => {
        for (const relay of relays) relay.wake();
      });
      const bodies = Array.from({ length: 400 }, () => ({ externalId: randomUUID(), text: 'x' }));
      const accepted = await insertAppeals(store.db, bodies, 'test', NOON);
      await eventually(
        async () => seen.length,
        (count) => count >= 400,
      );
      const ids = accepted.map((each) => ('appeal' in each ? each.appeal.id : ''));
      await eventually(
        () => outboxBacklog(store.db),
        ({ rows }) => rows === 0,
      );
      expect(seen.toSorted()).toEqual(ids.toSorted());
      for (const relay of relays) await relay.close();
      await listener.close();
      await worker.close();
    });

    it('brings a job back whose handler failed', async () => {
      const attempts: number[] = [];
      const failures: string[] = [];
      const worker = await queue.work(
        'webhook',
        async (_data, attempt) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error(`attempt ${attempt}`);
        },
        { concurrency: 1, retryDelay: () => 20, onFailed: (error) => failures.push(error.message) },
      );
      await queue.add('webhook', [{ deliveryId: randomUUID() }]);
      await eventually(
        async () => attempts.length,
        (count) => count >= 3,
      );
      await worker.close();
      expect(attempts).toEqual([1, 2, 3]);
      expect(failures).toEqual(['attempt 1', 'attempt 2']);
      expect(await queue.depth('webhook')).toEqual({ waiting: 0, delayed: 0, active: 0 });
    });

    it('gives leased rows to nobody else until the lease ends', async () => {
      await clearOutbox(
        store.db,
        (await leaseOutbox(store.db, 10_000, 1)).map(({ id }) => id),
      );
      await insertAppeals(store.db, [{ externalId: randomUUID(), text: 'x' }], 'test', NOON);
      const first = await leaseOutbox(store.db, 10, 3_600);
      expect(first).toHaveLength(1);
      expect(await leaseOutbox(store.db, 10, 3_600)).toEqual([]);
      await store.pool.query("UPDATE outbox SET leased_until = now() - interval '1 second'");
      expect(await leaseOutbox(store.db, 10, 1)).toEqual(first);
    });

    it('gets appeals again that the queue forgot, but not those that still wait in it', async () => {
      await store.pool.query('DELETE FROM outbox');
      const { rows } = await store.pool.query("SELECT count(*) AS count FROM appeals WHERE state = 'received'");
      expect(await requeueAppeals(store.db, 60, at(10))).toBe(rows[0].count);
      expect(await requeueAppeals(store.db, 60, at(10))).toBe(0);
    });

    it('announces changes to every listener, after the commit', async () => {
      const heard: { kind: string; appealId: string }[] = [];
      const listeners = await Promise.all(
        [1, 2].map(() => listen(store, [EVENTS_CHANNEL], (_channel, payload) => heard.push(JSON.parse(payload)))),
      );
      const [id] = await queued(store, [{ externalId: randomUUID() }]);
      await eventually(
        async () => heard.length,
        (count) => count >= 2,
      );
      expect(heard.map(({ kind, appealId }) => [kind, appealId])).toEqual([
        ['added', id],
        ['added', id],
      ]);
      for (const listener of listeners) await listener.close();
    });
  });
});
