import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAppeal, readRecord } from '../../src/store/appeals.ts';
import type { Store } from '../../src/store/open.ts';
import { claim, decide, release, UNDO_SECONDS, undo } from '../../src/store/review.ts';
import { at, queued, stores } from '../helpers/stores.ts';

const noDepartment = () => undefined;
const CLAIM = 300;

describe.each(stores())('review in $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'by transitions', () => {
    let store: Store;
    let count = 0;
    /** A new appeal that waits for review: version 2. */
    const waiting = async (): Promise<string> => {
      count += 1;
      const [id] = await queued(store, [{ externalId: `r-${count}` }]);
      return id ?? '';
    };
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('lets one dispatcher claim, the same one again, and another only after the claim ran out', async () => {
      const id = await waiting();
      const first = await claim(store.db, { id, version: 2, by: 'ann' }, CLAIM, at(10));
      expect(first).toMatchObject({ version: 3, claimedBy: 'ann', claimedUntil: at(15) });
      await expect(claim(store.db, { id, version: 3, by: 'bob' }, CLAIM, at(12))).rejects.toMatchObject({
        code: 'claim-conflict',
        extras: { current: { state: 'suggested', version: 3, claim: { by: 'ann', until: at(15).toISOString() } } },
      });
      expect((await claim(store.db, { id, version: 3, by: 'ann' }, CLAIM, at(14))).claimedUntil).toEqual(at(19));
      expect((await claim(store.db, { id, version: 4, by: 'bob' }, CLAIM, at(20))).claimedBy).toBe('bob');
    });

    it('lets one of many who claim at once win', async () => {
      const id = await waiting();
      const tries = await Promise.allSettled(
        ['a', 'b', 'c', 'd', 'e'].map((by) => claim(store.db, { id, version: 2, by }, CLAIM, at(10))),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('refuses a version that is not the last one, with the state as it is', async () => {
      const id = await waiting();
      await claim(store.db, { id, version: 2, by: 'ann' }, CLAIM, at(10));
      await release(store.db, { id, version: 3, by: 'ann' }, at(11));
      await expect(
        decide(store.db, { id, version: 2, by: 'ann' }, { kind: 'confirm' }, noDepartment, at(12)),
      ).rejects.toMatchObject({ code: 'version-conflict', extras: { current: { version: 4, claim: null } } });
    });

    it.each([
      ['confirm', {}, { category: 'roads.pothole', department: 'roads', rank: 1 }],
      ['confirm', { category: 'waste.dump' }, { category: 'waste.dump', department: 'waste', rank: 2 }],
      ['correct', { category: 'other.thing' }, { category: 'other.thing', department: 'of-other.thing', rank: null }],
      ['correct', { department: 'elsewhere' }, { category: 'roads.pothole', department: 'elsewhere', rank: 1 }],
      ['reject', { note: 'спам' }, { category: null, department: null, rank: null }],
    ] as const)('%s %j decides %j', async (kind, wish, expected) => {
      const id = await waiting();
      const departmentOf = (category: string) => `of-${category}`;
      const { appeal, decision } = await decide(
        store.db,
        { id, version: 2, by: 'ann' },
        { kind, ...wish },
        departmentOf,
        at(10),
      );
      expect(decision).toMatchObject({ kind, decidedBy: 'ann', ...expected });
      const state = kind === 'reject' ? 'rejected' : 'decided';
      expect(appeal).toMatchObject({ state, version: 3, decidedAt: at(10) });
      const record = await readRecord(store.db, await getAppeal(store.db, id));
      expect(record.decision?.id).toBe(decision.id);
      expect(record.history.at(-1)).toMatchObject({ kind: 'decided', actor: 'ann', version: 3, data: { kind } });
    });

    it('cannot confirm what was not suggested', async () => {
      const id = await waiting();
      const wish = { kind: 'confirm', category: 'other.thing' } as const;
      await expect(decide(store.db, { id, version: 2, by: 'ann' }, wish, noDepartment, at(10))).rejects.toMatchObject({
        code: 'invalid-request',
        extras: { errors: [{ path: '/category' }] },
      });
      expect((await getAppeal(store.db, id)).version).toBe(2);
    });

    it('takes a decision back in time, by the same person only, and keeps its row', async () => {
      const id = await waiting();
      const wish = { kind: 'correct', category: 'x', department: 'y' } as const;
      const { decision } = await decide(store.db, { id, version: 2, by: 'ann' }, wish, noDepartment, at(10));
      const late = new Date(at(10).getTime() + UNDO_SECONDS * 1_000 + 1);
      const inTime = new Date(at(10).getTime() + UNDO_SECONDS * 1_000);
      const target = { id, version: 3, by: 'ann' };
      await expect(undo(store.db, { ...target, by: 'bob' }, inTime)).rejects.toMatchObject({ code: 'state-conflict' });
      await expect(undo(store.db, target, late)).rejects.toMatchObject({ code: 'state-conflict' });
      const back = await undo(store.db, target, inTime);
      expect(back).toMatchObject({ state: 'suggested', version: 4, category: 'roads.pothole', decisionId: null });
      const { undoneAt } = await store.db
        .selectFrom('decisions')
        .select('undoneAt')
        .where('id', '=', decision.id)
        .executeTakeFirstOrThrow();
      expect(undoneAt).toEqual(inTime);
      await expect(undo(store.db, { ...target, version: 4 }, inTime)).rejects.toMatchObject({ code: 'state-conflict' });
    });
  });
});
