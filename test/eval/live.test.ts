import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftMetrics, driftSignals } from '../../eval/live/drift.ts';
import { scoreVersions } from '../../eval/live/score.ts';
import { runShadow } from '../../eval/live/shadow.ts';
import { commonEncoder, type Intake, intakeOf, judgedSuggestions } from '../../eval/live/window.ts';
import type { Store } from '../../src/store/open.ts';
import { recordOutcome } from '../../src/store/outcomes.ts';
import { putPrecedents } from '../../src/store/precedents.ts';
import { decide, undo } from '../../src/store/review.ts';
import type { Triage } from '../../src/triage.ts';
import { at, NOON, queued, stores, suggestionOf } from '../helpers/stores.ts';

const noDepartment = () => 'elsewhere';
const DAY = { from: at(-60), to: at(600) };

/** A candidate that always says rubbish first. */
const candidate: Triage = async (inputs) =>
  inputs.map(() => ({
    masked: '',
    suggestion: suggestionOf({
      candidates: [{ rank: 1, category: 'waste.dump', department: 'waste', confidence: 0.9, evidence: [] }],
      level: 'preselect',
    }),
  }));

describe.each(stores())('live appeals on $database', ({ missing, open }) => {
  if (missing !== undefined) {
    it.skip(missing, () => undefined);
    return;
  }
  let store: Store;
  let ids: string[];

  beforeAll(async () => {
    store = await open();
    ids = await queued(
      store,
      ['a', 'b', 'c', 'd', 'e', 'f'].map((externalId) => ({ externalId })),
    );
    const wishes = [
      { kind: 'confirm' },
      { kind: 'confirm' },
      { kind: 'correct', category: 'waste.dump' },
      { kind: 'correct', category: 'other.thing' },
      { kind: 'reject', note: 'спам' },
    ] as const;
    for (const [i, wish] of wishes.entries())
      await decide(store.db, { id: ids[i] as string, version: 2, by: 'ann' }, wish, noDepartment, at(10 + i));
    // The second was taken back; the first was resolved, the third passed on.
    await undo(store.db, { id: ids[1] as string, version: 3, by: 'ann' }, new Date(at(11).getTime() + 20_000));
    const outcome = { occurredAt: at(60) };
    for (const [id, rest] of [
      [ids[0], { kind: 'resolved' }],
      [ids[2], { kind: 'rerouted', department: 'roads' }],
    ] as const)
      await recordOutcome(store.db, id as string, { ...outcome, ...rest }, 'backend:test', at(61));
  });
  afterAll(() => store.close());

  it('score the active model on decisions that stand', async () => {
    const [score, ...others] = scoreVersions(await judgedSuggestions(store.db, DAY));
    expect(others).toEqual([]);
    expect(score).toMatchObject({
      version: 'test',
      shadow: false,
      decided: 3,
      rejected: 1,
      accepted: 1 / 3,
      among3: 2 / 3,
      // Resolved with the department shown, and passed on to it.
      outcomes: { n: 2, agreed: 1 },
    });
    expect(score?.ranks).toEqual([
      { rank: 1, count: 1 },
      { rank: 2, count: 1 },
      { rank: 3, count: 0 },
      { rank: 4, count: 0 },
      { rank: 5, count: 0 },
      { rank: null, count: 1 },
    ]);
  });

  it('take a candidate in shadow once, unseen', async () => {
    const before = await store.db.selectFrom('appeals').selectAll().orderBy('id').execute();
    const history = await store.db.selectFrom('history').select('id').execute();
    const shadow = () => runShadow(store.db, { version: 'next', triage: candidate, since: NOON, now: () => at(90) });
    expect(await shadow()).toBe(6);
    expect(await shadow()).toBe(0);
    expect(await store.db.selectFrom('appeals').selectAll().orderBy('id').execute()).toEqual(before);
    expect(await store.db.selectFrom('history').select('id').execute()).toEqual(history);
    const [active, next] = scoreVersions(await judgedSuggestions(store.db, DAY));
    expect(active).toMatchObject({ version: 'test', decided: 3, accepted: 1 / 3 });
    expect(next).toMatchObject({
      version: 'next',
      shadow: true,
      decided: 3,
      accepted: 1 / 3,
      preselected: { share: 1, accepted: 1 / 3 },
      outcomes: { n: 2, agreed: 0 },
    });
  });

  it('are read for drift without what a shadow said', async () => {
    const encoder = 'a'.repeat(64);
    const precedent = { category: 'roads.pothole', department: null, district: null, snippet: '', decidedAt: at(10) };
    await putPrecedents(store.db, encoder, [
      { ...precedent, appealId: ids[0] as string, vector: Float32Array.from([1, 0, 0]) },
    ]);
    expect(await commonEncoder(store.db)).toBe(encoder);
    const intake = await intakeOf(store.db, DAY, encoder);
    expect(intake.categories).toEqual(new Map([['roads.pothole', 6]]));
    expect(intake.confidences).toHaveLength(6);
    expect(intake.vectors).toEqual([[1, 0, 0]]);
    expect((await intakeOf(store.db, { from: at(-600), to: at(-60) }, encoder)).texts).toEqual([]);
  });
});

describe('drift', () => {
  const intake = (parts: Partial<Intake>): Intake => ({
    categories: new Map(),
    confidences: [],
    texts: [],
    vectors: [],
    ...parts,
  });
  const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
  const usual = intake({
    categories: new Map([
      ['a', 500],
      ['b', 500],
    ]),
    confidences: many(1_000, (i) => (i % 100) / 100),
    texts: many(400, (i) => `яма на дороге номер ${'абвгд'[i % 5]}`),
    vectors: many(200, () => [1, 0]),
  });

  it('is not seen where nothing changes', () => {
    const signals = driftSignals(usual, usual);
    expect(signals.map(({ alert, name }) => [name, alert])).toEqual([
      ['categories', false],
      ['confidence', false],
      ['centroid', false],
      ['unknown-words', false],
    ]);
  });

  it.each<[string, Partial<Intake>]>([
    [
      'categories',
      {
        categories: new Map([
          ['b', 100],
          ['c', 900],
        ]),
      },
    ],
    ['confidence', { confidences: many(1_000, () => 0.2) }],
    ['centroid', { vectors: many(200, () => [0, 1]) }],
    ['unknown-words', { texts: many(400, () => 'xyzzy plugh frobnicate') }],
  ])('of %s raises its alert and no other', (name, change) => {
    const signals = driftSignals(usual, { ...usual, ...change });
    expect(signals.filter(({ alert }) => alert).map((signal) => signal.name)).toEqual([name]);
    expect(driftMetrics(signals)).toContain(`bagyt_drift_alert{signal="${name}"} 1\n`);
  });

  it('is not alarmed by few appeals in many categories', () => {
    const few = (offset: number) =>
      intake({ categories: new Map(many(74, (i) => [`c${i}`, i % 3 === offset ? 3 : 1])) });
    const [signal] = driftSignals(few(0), few(1));
    expect(signal?.value).toBeGreaterThan(0.25);
    expect(signal?.alert).toBe(false);
  });

  it('says nothing of too few rows', () => expect(driftSignals(intake({}), usual)).toEqual([]));
});
