import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import { claim } from '../../src/store/review.ts';
import { countQueue, listQueue, type QueueFilter } from '../../src/store/review-queue.ts';
import { at, queued, stores } from '../helpers/stores.ts';

const candidate = (category: string, department: string) => [
  { rank: 1, category, department, confidence: 0.5, evidence: [] },
];

describe.each(stores())('the review queue in $database', ({ missing, open }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'in order', () => {
    let store: Store;
    const names = async (filter: Partial<QueueFilter>) => {
      const { items } = await listQueue(store.db, { asker: 'ann', ...filter }, { limit: 50 }, at(60));
      return items.map(({ externalId }) => externalId);
    };
    beforeAll(async () => {
      store = await open();
      const due = (minutes: number) => at(minutes).toISOString();
      const ids = await queued(store, [
        { externalId: 'late', suggestion: { dueAt: due(30) } },
        { externalId: 'later', text: 'Жол бузулган, чоң чуңкур', suggestion: { dueAt: due(90), language: 'ky' } },
        { externalId: 'fire', suggestion: { urgency: 'emergency', dueAt: due(900), level: 'manual', candidates: [] } },
        { externalId: 'high', suggestion: { urgency: 'high', dueAt: due(800), candidates: candidate('c2', 'd2') } },
        {
          externalId: 'there',
          suggestion: { dueAt: due(95), district: 'leninsky', candidates: candidate('c3', 'd2') },
        },
      ]);
      await claim(store.db, { id: ids[0] ?? '', version: 2, by: 'ann' }, 300, at(58));
      await claim(store.db, { id: ids[1] ?? '', version: 2, by: 'bob' }, 300, at(58));
    });
    afterAll(() => store.close());

    it.each<[string, Partial<QueueFilter>, string[]]>([
      ['all, the most urgent first, then by due time', {}, ['fire', 'high', 'late', 'later', 'there']],
      ['by department', { department: ['d2'] }, ['high', 'there']],
      ['by several departments', { department: ['d2', 'roads'] }, ['high', 'late', 'later', 'there']],
      ['by district', { district: ['leninsky'] }, ['there']],
      ['by language', { language: ['ky'] }, ['later']],
      ['by level', { level: ['manual'] }, ['fire']],
      ['by urgency', { urgency: ['high', 'emergency'] }, ['fire', 'high']],
      ['by category', { category: ['c3'] }, ['there']],
      ['by age', { olderThanHours: 2 }, []],
      ['claimed by me', { claimed: 'me' }, ['late']],
      ['claimed by others', { claimed: 'others' }, ['later']],
      ['claimed by nobody', { claimed: 'nobody' }, ['fire', 'high', 'there']],
      ['by the beginnings of words, in any case', { search: 'ЖОЛ чуң' }, ['later']],
      ['by external id', { search: 'there' }, ['there']],
      ['by text that is query syntax', { search: "! & (':*" }, []],
      ['in another state', { state: ['decided'] }, []],
    ])('lists %s', async (_name, filter, expected) => {
      expect(await names(filter)).toEqual(expected);
    });

    it('gives every row once, page by page', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listQueue(store.db, { asker: 'ann' }, { limit: 2, cursor }, at(60));
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map(({ externalId }) => externalId));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen).toEqual(['fire', 'high', 'late', 'later', 'there']);
      await expect(
        listQueue(store.db, { asker: 'ann' }, { limit: 2, cursor: 'nonsense' }, at(60)),
      ).rejects.toMatchObject({ code: 'invalid-request' });
    });

    it('counts what the filter finds, by each facet', async () => {
      expect(await countQueue(store.db, { asker: 'ann' }, at(60))).toEqual({
        total: 5,
        overdue: 1,
        level: { suggest: 4, manual: 1 },
        urgency: { emergency: 1, high: 1, normal: 3 },
        language: { ru: 4, ky: 1 },
        department: { '': 1, roads: 2, d2: 2 },
        district: { '': 4, leninsky: 1 },
        category: { '': 1, 'roads.pothole': 2, c2: 1, c3: 1 },
      });
      expect(await countQueue(store.db, { asker: 'ann', department: ['d2'] }, at(60))).toMatchObject({
        total: 2,
        overdue: 0,
        category: { c2: 1, c3: 1 },
      });
      expect(await countQueue(store.db, { asker: 'ann', language: ['other'] }, at(60))).toMatchObject({ total: 0 });
    });

    it('reads its first page from an index, also with a filter', async () => {
      // Five rows are quicker read whole; only what the planner would do with many is of interest.
      const session = await store.pool.connect();
      await session.query('SET enable_seqscan TO off');
      for (const [filter, index] of [
        ["state = 'suggested'", 'appeals_queue'],
        ["state = 'suggested' AND department = 'd2'", 'appeals_queue_department'],
      ] as const) {
        const { rows } = await session.query<{ 'QUERY PLAN': string }>(
          `EXPLAIN SELECT * FROM appeals WHERE ${filter} ORDER BY urgency_rank, due_at, id LIMIT 50`,
        );
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).toContain(`Index Scan using ${index}`);
        expect(plan).not.toContain('Sort');
      }
      session.release(true);
    });
  });
});
