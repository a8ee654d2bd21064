import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReviewQuerySchema } from '../../src/http/schemas/review.ts';
import { countQueue, listQueue } from '../../src/store/review-queue.ts';
import type { Told } from './city.ts';
import { type City, cityOf, NOW } from './helpers.ts';

/** Told apart by their channel. */
const APPEALS: Told[] = [
  { channel: 'open', submitted: '2026-03-09 23:59', due: '2026-03-12 18:00', model: 'm2' },
  {
    channel: 'confirmed',
    submitted: '2026-03-02 00:00',
    due: '2026-03-05 18:00',
    decisions: [{ kind: 'confirm', at: '2026-03-02 23:59', rank: 1 }],
    outcomes: [{ kind: 'rerouted', at: '2026-03-03 10:00' }],
  },
  {
    channel: 'corrected',
    submitted: '2026-03-01 23:59',
    due: '2026-03-05 18:00',
    suggested: { category: 'road-markings', department: 'tazalyk' },
    decisions: [{ kind: 'correct', at: '2026-03-03 00:00' }],
    outcomes: [{ kind: 'rated', at: '2026-03-06 10:00', rating: 1 }],
  },
  {
    channel: 'rejected',
    submitted: '2026-03-02 12:00',
    due: '2026-03-06 18:00',
    decisions: [{ kind: 'reject', at: '2026-03-02 13:00' }],
  },
];

describe('the appeals behind a figure', () => {
  let city: City;
  beforeAll(async () => {
    city = await cityOf(APPEALS);
  });
  afterAll(() => city.close());

  const all = 'received,suggested,decided,rejected';
  it.each([
    [{}, ['open']],
    [{ state: 'decided' }, ['confirmed', 'corrected']],
    [{ state: all, submittedFrom: '2026-03-02', submittedTo: '2026-03-09' }, ['confirmed', 'open', 'rejected']],
    [{ state: all, submittedTo: '2026-03-01' }, ['corrected']],
    [{ state: all, decidedFrom: '2026-03-02', decidedTo: '2026-03-02' }, ['confirmed', 'rejected']],
    [{ state: all, dueFrom: '2026-03-06' }, ['open', 'rejected']],
    [{ state: all, decision: 'correct,reject' }, ['corrected', 'rejected']],
    [{ state: all, suggestedCategory: 'road-markings' }, ['corrected']],
    [{ state: all, suggestedDepartment: 'asphalt-service', decision: 'confirm' }, ['confirmed']],
    [{ state: all, modelVersion: 'm2' }, ['open']],
    [{ state: all, outcome: 'rerouted,returned' }, ['confirmed']],
    [{ state: all, channel: 'rejected,open' }, ['open', 'rejected']],
  ])('%j finds %j', async (query, expected) => {
    const { cursor, limit, ...filter } = ReviewQuerySchema.parse(query);
    const asked = { ...filter, asker: 'dispatcher:test' };
    const { items } = await listQueue(city.store.db, asked, { cursor, limit }, NOW);
    expect(items.map(({ channel }) => channel).sort()).toEqual(expected);
    expect((await countQueue(city.store.db, asked, NOW)).total).toBe(expected.length);
  });

  it('refuses a day that does not exist', () => {
    expect(ReviewQuerySchema.safeParse({ decidedFrom: '2026-02-30' }).success).toBe(false);
  });
});
