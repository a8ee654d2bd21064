import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getAppeal, insertAppeal, insertAppeals, readRecord } from '../../src/store/appeals.ts';
import type { Store } from '../../src/store/open.ts';
import { leaseOutbox } from '../../src/store/outbox.ts';
import { appealsToTriage, recordSuggestions } from '../../src/store/suggestions.ts';
import { at, NOON, stores, suggestionOf } from '../helpers/stores.ts';

describe.each(stores())('appeals in $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'are kept', () => {
    let store: Store;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    it('are stored with history and an outbox row, in one transaction', async () => {
      const { appeal, created } = await insertAppeal(
        store.db,
        { externalId: 'a-1', text: 'Нет воды', location: { lat: 42.87, lon: 74.6, district: 'leninsky' } },
        'backend:city',
        NOON,
      );
      expect(created).toBe(true);
      expect(appeal).toMatchObject({ state: 'received', version: 1, lat: 42.87, givenDistrict: 'leninsky' });
      expect((await readRecord(store.db, appeal)).history).toMatchObject([{ kind: 'received', actor: 'backend:city' }]);
      const rows = await leaseOutbox(store.db, 10, 30);
      expect(rows.filter((row) => row.ref === appeal.id)).toMatchObject([{ topic: 'triage' }]);
    });

    it('are the same appeal when sent again, whatever the order of the fields, and a conflict with another body', async () => {
      const body = { externalId: 'a-2', text: 'Шум', channel: 'app', location: { address: 'Чуй 1', district: 'x' } };
      const first = await insertAppeal(store.db, body, 'backend:city', NOON);
      const reordered = {
        location: { district: 'x', address: 'Чуй 1' },
        channel: 'app',
        text: 'Шум',
        externalId: 'a-2',
      };
      const second = await insertAppeal(store.db, reordered, 'backend:city', at(5));
      expect(second).toEqual({ appeal: first.appeal, created: false });
      await expect(insertAppeal(store.db, { ...body, text: 'Другое' }, 'backend:city', at(5))).rejects.toMatchObject({
        code: 'external-id-conflict',
        extras: { id: first.appeal.id },
      });
    });

    it('of one call are judged one by one: new, known, twice the same, twice different', async () => {
      const results = await insertAppeals(
        store.db,
        [
          { externalId: 'b-1', text: 'первый' },
          { externalId: 'a-2', text: 'не тот' },
          { externalId: 'b-2', text: 'второй' },
          { externalId: 'b-2', text: 'второй' },
          { externalId: 'b-2', text: 'третий' },
        ],
        'backend:city',
        NOON,
      );
      expect(results.map((result) => ('conflict' in result ? 'conflict' : result.created))).toEqual([
        true,
        'conflict',
        true,
        false,
        'conflict',
      ]);
    });

    it('sent by many callers at once are stored once', async () => {
      const same = Array.from({ length: 8 }, () =>
        insertAppeals(
          store.db,
          [
            { externalId: 'race-2', text: 'x' },
            { externalId: 'race-1', text: 'y' },
          ],
          'b',
          NOON,
        ),
      );
      const ids = (await Promise.all(same)).map((results) =>
        results.map((result) => ('appeal' in result ? result.appeal.id : 'conflict')).join(),
      );
      expect(new Set(ids).size).toBe(1);
    });

    it('get one suggestion, however often triage runs, kept as it was shown', async () => {
      const { appeal } = await insertAppeal(store.db, { externalId: 'c-1', text: 'Яма' }, 'backend:city', NOON);
      expect((await appealsToTriage(store.db, [appeal.id])).map(({ id }) => id)).toEqual([appeal.id]);
      const suggestion = suggestionOf({ urgency: 'high', district: 'leninsky' });
      const one = { appealId: appeal.id, maskedText: 'Яма', suggestion };
      expect(await recordSuggestions(store.db, [one, one], at(1))).toEqual([appeal.id]);
      expect(await recordSuggestions(store.db, [one], at(2))).toEqual([]);
      expect(await appealsToTriage(store.db, [appeal.id])).toEqual([]);
      const record = await readRecord(store.db, await getAppeal(store.db, appeal.id));
      expect(record.suggestion?.shown).toEqual(suggestion);
      expect(record.appeal).toMatchObject({
        state: 'suggested',
        version: 2,
        category: 'roads.pothole',
        urgencyRank: 1,
        district: 'leninsky',
        dueAt: at(600),
      });
      expect(record.history.map(({ kind }) => kind)).toEqual(['received', 'suggested']);
    });

    it('have a history that nobody can change', async () => {
      for (const statement of ["UPDATE history SET actor = 'x'", 'DELETE FROM history', 'TRUNCATE history'])
        await expect(store.pool.query(statement)).rejects.toMatchObject({ code: '23000' });
    });

    it('are not found by ids that are no ids', async () => {
      await expect(getAppeal(store.db, 'nonsense')).rejects.toMatchObject({ code: 'not-found' });
      await expect(getAppeal(store.db, '00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({
        code: 'not-found',
      });
    });
  });
});
