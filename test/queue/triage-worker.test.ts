import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { triageHandler } from '../../src/queue/triage-worker.ts';
import { getAppeal, insertAppeals, readRecord } from '../../src/store/appeals.ts';
import type { Store } from '../../src/store/open.ts';
import type { Triage } from '../../src/triage.ts';
import { at, NOON, stores, suggestionOf } from '../helpers/stores.ts';

const POISON = 'POISON';
/** Fails on the whole call when one text is poison, as a broken model would. */
const triage: Triage = async (inputs) => {
  if (inputs.some(({ text }) => text === POISON)) throw new Error('cannot be classified');
  return inputs.map(({ text }) => ({ masked: text, suggestion: suggestionOf() }));
};
const lastResort: Triage = async (inputs) =>
  inputs.map(({ text }) => ({
    masked: text,
    suggestion: suggestionOf({ candidates: [], level: 'manual', reason: 'degraded', degraded: 'model-failed' }),
  }));

describe.each(stores())('triage jobs on $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'are handled', () => {
    let store: Store;
    const seconds: number[] = [];
    const newAppeals = async (texts: readonly string[]) => {
      const bodies = texts.map((text) => ({ externalId: randomUUID(), text }));
      const accepted = await insertAppeals(store.db, bodies, 'test', NOON);
      return accepted.map((each) => ('appeal' in each ? each.appeal.id : ''));
    };
    const handler = () =>
      triageHandler({
        db: store.db,
        triage,
        lastResort,
        logger: pino({ level: 'silent' }),
        now: () => at(2),
        onTriaged: (taken) => seconds.push(taken),
      });
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('once per appeal, although the job comes twice at the same time', async () => {
      const appealIds = await newAppeals(['one', 'two']);
      await Promise.all([handler()({ appealIds }, 1), handler()({ appealIds }, 2)]);
      expect(seconds).toEqual([120, 120]);
      for (const id of appealIds) {
        const { history } = await readRecord(store.db, await getAppeal(store.db, id));
        expect(history.map(({ kind }) => kind)).toEqual(['received', 'suggested']);
      }
    });

    it('again and again while triage fails, with nothing stored', async () => {
      const appealIds = await newAppeals(['good', POISON]);
      await expect(handler()({ appealIds }, 1)).rejects.toThrow('cannot be classified');
      for (const id of appealIds) expect((await getAppeal(store.db, id)).state).toBe('received');
    });

    it('at last one by one: the good ones are triaged, a person gets the other as it is', async () => {
      const appealIds = await newAppeals(['good', POISON]);
      await handler()({ appealIds }, 5);
      const [good, poison] = await Promise.all(appealIds.map((id) => getAppeal(store.db, id)));
      expect(good).toMatchObject({ state: 'suggested', level: 'suggest', degraded: null });
      expect(poison).toMatchObject({ state: 'suggested', level: 'manual', degraded: 'model-failed', category: null });
    });

    it('and not at all when the job is none of ours', async () => {
      await expect(handler()({ appealIds: ['x'] }, 1)).rejects.toThrow('Invalid');
    });
  });
});
