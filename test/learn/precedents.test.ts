import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbedder, type Embedder } from '../../src/classify/embed/embedder.ts';
import { readEncoder } from '../../src/classify/embed/encoder-folder.ts';
import { learnPrecedent, reembedPrecedents } from '../../src/learn/precedents.ts';
import { insertAppeals } from '../../src/store/appeals.ts';
import { newId } from '../../src/store/ids.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import {
  countPrecedents,
  dropPrecedents,
  ensurePrecedentIndex,
  forgetPrecedent,
  nearestPrecedents,
  precedentSource,
  putPrecedents,
} from '../../src/store/precedents.ts';
import { writeTinyEncoder } from '../classify/tiny-encoder.ts';
import { embeddedIn, migratedFolder } from '../helpers/folders.ts';

const encoders = mkdtempSync(join(tmpdir(), 'bagyt-precedents-'));
const HASH = 'ab'.repeat(32);
const now = new Date('2026-11-01T09:00:00Z');
let folder: string;
let store: Store;
let tiny: Embedder;

beforeAll(async () => {
  folder = await migratedFolder('precedents');
  store = await openStore(embeddedIn(folder));
  writeTinyEncoder(join(encoders, 'tiny'), {
    words: ['яма', 'свет', 'дорога', 'фонарь'],
    table: [
      [3, 0, 0],
      [0, 3, 0],
      [2, 0, 1],
      [0, 2, 1],
    ],
  });
  tiny = createEmbedder(readEncoder('tiny', join(encoders, 'tiny')), { workers: 1, timeoutMs: 20_000 });
});
afterAll(async () => {
  await tiny.close();
  await store.close();
  rmSync(folder, { recursive: true });
  rmSync(encoders, { recursive: true });
});

async function appeal(text: string, category?: string): Promise<string> {
  const [accepted] = await insertAppeals(store.db, [{ externalId: newId(), text }], 'test', now);
  if (accepted === undefined || 'conflict' in accepted) throw new TypeError('not stored');
  const { id } = accepted.appeal;
  if (category !== undefined) await decide(id, category);
  return id;
}

async function decide(id: string, category: string): Promise<void> {
  const decision = newId();
  const row = { id: decision, appealId: id, suggestionId: null, kind: 'confirm' as const, category, department: 'd' };
  const rest = { coDepartments: '[]', note: null, rank: 1, decidedBy: 'test', decidedAt: now, undoneAt: null };
  await store.db
    .insertInto('decisions')
    .values({ ...row, ...rest })
    .execute();
  await store.db.updateTable('appeals').set({ decisionId: decision, decidedAt: now }).where('id', '=', id).execute();
}

const vector = (...values: number[]) => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (x) => x / length);
};
const precedent = (appealId: string, category: string, values: number[], district = 'north') => ({
  appealId,
  category,
  department: null,
  district,
  snippet: category,
  vector: vector(...values),
  decidedAt: now,
});

describe('precedents in pgvector', () => {
  it('are found by cosine, nearest first, the appeal itself left out', async () => {
    const [a, b, c] = [await appeal('one'), await appeal('two'), await appeal('three')];
    await ensurePrecedentIndex(store.db, HASH, 2);
    await putPrecedents(store.db, HASH, [
      precedent(a, 'pothole', [1, 0]),
      precedent(b, 'light', [0, 1]),
      precedent(c, 'pothole', [1, 1]),
    ]);
    const all = await nearestPrecedents(store.db, HASH, { vector: vector(1, 0) }, 5);
    expect(all.map(({ appealId }) => appealId)).toEqual([a, c, b]);
    expect(all[1]?.similarity).toBeCloseTo(Math.SQRT1_2, 5);
    const others = await nearestPrecedents(store.db, HASH, { vector: vector(1, 0), excludeAppealId: a }, 5);
    expect(others.map(({ appealId }) => appealId)).toEqual([c, b]);
  });

  it('of one category or district are scanned exactly', async () => {
    const filtered = await nearestPrecedents(store.db, HASH, { vector: vector(1, 0) }, 5, { category: 'light' });
    expect(filtered.map(({ category }) => category)).toEqual(['light']);
    expect(await nearestPrecedents(store.db, HASH, { vector: vector(1, 0) }, 5, { district: 'south' })).toEqual([]);
  });

  it('have an index of their own for each encoder', async () => {
    const { rows } = await sql<{ indexdef: string }>`
      SELECT indexdef FROM pg_indexes WHERE tablename = 'precedents' AND indexname LIKE 'precedents_hnsw_%'`.execute(
      store.db,
    );
    expect(rows.map(({ indexdef }) => indexdef).join()).toMatch(/hnsw.*vector\(2\).*vector_cosine_ops.*WHERE/);
  });

  it('follow a corrected decision, and go when it is taken back', async () => {
    const id = await appeal('four');
    await putPrecedents(store.db, HASH, [precedent(id, 'light', [0.2, 1])]);
    await putPrecedents(store.db, HASH, [precedent(id, 'dogs', [0.2, 1])]);
    const find = () => nearestPrecedents(store.db, HASH, { vector: vector(0.2, 1) }, 1);
    expect(await find()).toMatchObject([{ appealId: id, category: 'dogs' }]);
    await forgetPrecedent(store.db, id);
    expect((await find())[0]?.appealId).not.toBe(id);
  });
});

describe('learning', () => {
  it('a decision is a precedent at once', async () => {
    const id = await appeal('яма дорога');
    const decision = { appealId: id, text: 'яма дорога', category: 'pothole', department: 'roads', district: null };
    expect(await learnPrecedent(store.db, tiny, { ...decision, decidedAt: now })).toEqual({ ok: true, stored: 1 });
    const source = precedentSource(store.db);
    const [hits] = await source.nearest(tiny.settings.sha256, [{ vector: vector(1, 0, 0) }], 3);
    expect(hits).toMatchObject([{ appealId: id, category: 'pothole', snippet: 'яма дорога' }]);
  });

  it('a new encoder embeds every confirmed appeal anew, and only those', async () => {
    const light = await appeal('свет фонарь', 'light');
    await appeal('свет без решения');
    const seen: number[] = [];
    const outcome = await reembedPrecedents(store.db, tiny, { onProgress: (done) => seen.push(done) });
    expect(outcome).toEqual({ ok: true, stored: 1 });
    expect(seen).toEqual([1]);
    const counts = await countPrecedents(store.db);
    expect(counts[tiny.settings.sha256]).toBe(2);
    expect(counts[HASH]).toBe(3);
    const [best] = await nearestPrecedents(store.db, tiny.settings.sha256, { vector: vector(0, 1, 0) }, 1);
    expect(best?.appealId).toBe(light);
    expect(await reembedPrecedents(store.db, tiny)).toEqual({ ok: true, stored: 0 });
  });

  it('an encoder that is no longer used can be cleared away', async () => {
    await dropPrecedents(store.db, HASH);
    expect((await countPrecedents(store.db))[HASH]).toBeUndefined();
  });

  it('a failing encoder is an outcome, and nothing is stored', async () => {
    const id = await appeal('свет', 'light');
    await tiny.close();
    const decision = {
      appealId: id,
      text: 'свет',
      category: 'light',
      department: null,
      district: null,
      decidedAt: now,
    };
    expect(await learnPrecedent(store.db, tiny, decision)).toMatchObject({ ok: false });
    expect((await countPrecedents(store.db))[tiny.settings.sha256]).toBe(2);
  });
});
