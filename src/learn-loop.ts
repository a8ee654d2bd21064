/**
 * Learns precedents from decisions as they are made. A decision only wakes the loop; what is to be learned is read
 * from the database (decided appeals without an embedding), so that nothing is missed over a restart or a change of
 * encoder. One process at a time embeds; the others leave it to that one.
 */
import type { Logger } from 'pino';
import type { ActiveModel } from './active-model.ts';
import type { EventBus } from './events.ts';
import { reembedPrecedents } from './learn/precedents.ts';
import type { Store } from './store/open.ts';
import { forgetPrecedent } from './store/precedents.ts';

export interface LearnLoop {
  close(): Promise<void>;
}

/** Advisory lock of whoever embeds (spells `LERN`). */
const LOCK = 0x4c45524e;

export function startLearnLoop(store: Store, models: ActiveModel, events: EventBus, logger: Logger): LearnLoop {
  const stop = new AbortController();
  let woken = false;
  let running: Promise<void> | undefined;

  const learn = async () => {
    const embedder = models.embedder();
    if (embedder === null) return;
    const session = await store.sessions.connect();
    try {
      const { rows } = await session.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [LOCK]);
      if (rows[0]?.mine !== true) return;
      const outcome = await reembedPrecedents(store.db, embedder, { signal: stop.signal });
      await session.query('SELECT pg_advisory_unlock($1)', [LOCK]);
      if (!outcome.ok)
        logger.warn({ detail: outcome.detail }, 'precedents were not learned; the next decision tries again');
    } finally {
      session.release();
    }
  };
  const wake = () => {
    woken = true;
    running ??= (async () => {
      while (woken && !stop.signal.aborted) {
        woken = false;
        await learn();
      }
    })()
      .catch((error: unknown) => logger.error({ err: error }, 'learning precedents failed'))
      .finally(() => {
        running = undefined;
      });
  };
  const unsubscribe = events.subscribe(({ kind, appealId }) => {
    if (kind === 'decided') wake();
    if (kind === 'undone')
      void forgetPrecedent(store.db, appealId).catch((error: unknown) =>
        logger.error({ err: error, appealId }, 'a precedent was not forgotten'),
      );
  });
  events.onModel(wake);
  wake();
  return {
    close: async () => {
      stop.abort();
      unsubscribe();
      await running;
    },
  };
}
