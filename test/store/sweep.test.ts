import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAppeal, readRecord } from '../../src/store/appeals.ts';
import type { Store } from '../../src/store/open.ts';
import { putPrecedents } from '../../src/store/precedents.ts';
import { decide } from '../../src/store/review.ts';
import { eraseOldTexts } from '../../src/store/sweep.ts';
import { at, queued, stores } from '../helpers/stores.ts';

const DAY = 24 * 60;

describe.each(stores())('retention on $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'erases', () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('text, place, evidence and precedent of appeals decided long ago, once; decision and history stay', async () => {
      const [old = '', fresh = '', waiting = ''] = await queued(
        store,
        ['old', 'fresh', 'waiting'].map((externalId) => ({ externalId })),
      );
      const confirm = { kind: 'confirm' } as const;
      await decide(store.db, { id: old, version: 2, by: 'ann' }, confirm, () => undefined, at(10));
      await decide(store.db, { id: fresh, version: 2, by: 'ann' }, confirm, () => undefined, at(20 * DAY));
      const precedent = { category: 'c', department: null, district: null, snippet: 's', decidedAt: at(10) };
      await putPrecedents(store.db, 'e', [{ ...precedent, appealId: old, vector: new Float32Array([1, 0]) }]);

      expect(await eraseOldTexts(store.db, 30, at(31 * DAY))).toBe(1);
      expect(await eraseOldTexts(store.db, 30, at(31 * DAY))).toBe(0);
      const record = await readRecord(store.db, await getAppeal(store.db, old));
      expect(record.appeal).toMatchObject({ text: '', maskedText: '', category: 'roads.pothole', state: 'decided' });
      expect(record.suggestion?.shown.candidates).toEqual([]);
      expect(record.decision).toMatchObject({ kind: 'confirm', category: 'roads.pothole' });
      expect(record.history.map(({ kind }) => kind)).toEqual(['received', 'suggested', 'decided', 'erased']);
      expect(await store.db.selectFrom('precedents').selectAll().execute()).toEqual([]);
      for (const id of [fresh, waiting]) expect((await getAppeal(store.db, id)).text).not.toBe('');
    });
  });
});
