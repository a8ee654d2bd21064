import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/store/open.ts';
import { embeddedIn, migratedFolder } from '../helpers/folders.ts';

describe('PGlite behind a node-postgres pool', () => {
  let folder: string;
  let store: Store;
  beforeAll(async () => {
    folder = await migratedFolder('embedded');
    store = await openStore(embeddedIn(folder));
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('reads int8 as a number, timestamps as dates, json as values', async () => {
    const { rows } = await store.pool.query(
      `SELECT 9007199254740991::int8 AS big, count(*) AS count, '2026-01-02T03:04:05Z'::timestamptz AS at,
              '{"a":[1]}'::jsonb AS json, ARRAY['x','y'] AS list, 'ң'::text AS letter FROM generate_series(1, 3)`,
    );
    expect(rows).toEqual([
      {
        big: Number.MAX_SAFE_INTEGER,
        count: 3,
        at: new Date('2026-01-02T03:04:05Z'),
        json: { a: [1] },
        list: ['x', 'y'],
        letter: 'ң',
      },
    ]);
  });

  it('fails a query with the SQLSTATE and goes on', async () => {
    await expect(store.pool.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    await expect(store.pool.query('SELEC')).rejects.toMatchObject({ code: '42601' });
    await expect(store.pool.query('SELECT $1::int AS one', [1])).resolves.toMatchObject({ rows: [{ one: 1 }] });
  });

  it('lets no other client into an open transaction', async () => {
    const first = await store.pool.connect();
    await first.query('BEGIN');
    await first.query('CREATE TEMPORARY TABLE seen (who text) ON COMMIT DROP');
    // Sent while the transaction is open, answered after it.
    const others = Promise.all([1, 2, 3].map(() => store.pool.query("SELECT to_regclass('seen') AS seen")));
    await first.query("INSERT INTO seen VALUES ('first')");
    expect((await first.query('SELECT * FROM seen')).rows).toEqual([{ who: 'first' }]);
    await first.query('COMMIT');
    first.release();
    for (const { rows } of await others) expect(rows).toEqual([{ seen: null }]);
  });

  it('rolls back the transaction of a client that goes away', async () => {
    const leaver = await store.pool.connect();
    await leaver.query('BEGIN');
    await leaver.query("INSERT INTO settings VALUES ('left', '1', now(), 'test')");
    leaver.release(true);
    expect((await store.pool.query("SELECT * FROM settings WHERE key = 'left'")).rows).toEqual([]);
  });

  it('brings notifications to every client that listens, after the commit and not before', async () => {
    const listener = await store.pool.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', (message) => heard.push(`${message.channel} ${message.payload}`));
    await listener.query('LISTEN news');
    const writer = await store.pool.connect();
    await writer.query('BEGIN');
    await writer.query("SELECT pg_notify('news', 'kept')");
    expect(heard).toEqual([]);
    await writer.query('COMMIT');
    await writer.query('BEGIN');
    await writer.query("SELECT pg_notify('news', 'dropped')");
    await writer.query('ROLLBACK');
    await listener.query('UNLISTEN news');
    expect(heard).toEqual(['news kept']);
    listener.release(true);
    writer.release();
  });

  it('answers many clients at once, each with its own rows', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => store.pool.query('SELECT $1::int AS mine', [i])),
    );
    expect(answers.map(({ rows }) => rows[0].mine)).toEqual(Array.from({ length: 200 }, (_, i) => i));
  });

  it('carries a large row both ways', async () => {
    const text = 'ө'.repeat(2_000_000);
    const { rows } = await store.pool.query('SELECT $1::text AS text', [text]);
    expect(rows[0].text === text).toBe(true);
  });
});
