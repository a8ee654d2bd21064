import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { degraded } from '../../src/report/degraded.ts';
import { models } from '../../src/report/models.ts';
import { periodOf } from '../../src/report/period.ts';
import { newId } from '../../src/store/ids.ts';
import { listActivations } from '../../src/store/reports-suggestions.ts';
import { local, type Told } from './city.ts';
import { type City, cityOf, NOW } from './helpers.ts';

const APPEALS: Told[] = [
  { submitted: '2026-03-02 09:00', model: 'm1', level: 'preselect' },
  { submitted: '2026-03-02 10:00', model: 'm1', level: 'manual', degraded: 'embedder-timeout' },
  { submitted: '2026-03-03 09:00', model: 'm1', level: 'manual', degraded: 'precedents-failed', language: 'ky' },
  { submitted: '2026-03-03 10:00', model: 'm2', level: 'suggest' },
  { submitted: '2026-03-03 11:00', model: 'm2', level: 'preselect', district: 'leninsky' },
  { submitted: '2026-02-03 11:00', model: 'm0' },
];

describe('reports over suggestions', () => {
  let city: City;
  beforeAll(async () => {
    city = await cityOf(APPEALS);
    const { db } = city.store;
    // A model under trial suggested too; nobody saw it.
    const appeal = await db.selectFrom('appeals').select('id').executeTakeFirstOrThrow();
    await db
      .insertInto('suggestions')
      .values({
        id: newId(),
        appealId: appeal.id,
        createdAt: local('2026-03-03 12:00'),
        shown: '{}',
        level: 'manual',
        reason: 'degraded',
        language: 'ru',
        degraded: 'model-failed',
        modelVersion: 'trial',
        taxonomyVersion: 't1',
        shadow: true,
      })
      .execute();
    const activations = [
      ['m0', '2026-01-15 10:00'],
      ['m1', '2026-02-28 23:59'],
      ['m2', '2026-03-03 09:30'],
      ['m3', '2026-03-11 00:00'],
    ] as const;
    for (const [version, at] of activations)
      await db
        .insertInto('modelActivations')
        .values({ id: newId(), version, activatedBy: 'ml:test', activatedAt: local(at), note: null })
        .execute();
  });
  afterAll(() => city.close());

  it('degraded: the share and each reason, models under trial left out', async () => {
    const { total, rows } = await city.ask(degraded, { by: 'language' });
    expect(total).toEqual({
      suggestions: 5,
      degraded: 2,
      degradedShare: 0.4,
      noModel: 0,
      embedderFailed: 0,
      embedderTimeout: 1,
      precedentsFailed: 1,
      modelFailed: 0,
      preselect: 2,
      suggest: 1,
      manual: 2,
    });
    expect(rows.map((row) => [row.key, row.suggestions, row.degradedShare])).toEqual([
      ['ru', 4, 0.25],
      ['ky', 1, 1],
    ]);
  });

  it('models: suggestions per version per day', async () => {
    const { rows } = await city.ask(models, { by: 'day', split: 'modelVersion' });
    expect(rows.map((row) => [row.key, row.split, row.suggestions, row.preselectShare])).toEqual([
      ['2026-03-02', 'm1', 2, 0.5],
      ['2026-03-03', 'm1', 1, 0],
      ['2026-03-03', 'm2', 2, 0.5],
    ]);
    expect((await city.ask(models, { district: ['leninsky'] })).total).toMatchObject({ suggestions: 1 });
  });

  it('models: activations of the period, and the one in force when it began', async () => {
    const period = periodOf({ from: '2026-03-01', to: '2026-03-10' }, NOW);
    const versions = (await listActivations(city.store.db, period)).map(({ version }) => version);
    expect(versions).toEqual(['m1', 'm2']);
  });
});
