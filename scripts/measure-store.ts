/**
 * `npm run measure:store -- [--rows 50000]`: how fast the review queue answers with that many open appeals in an
 * embedded database, and how long PGlite holds up the event loop on the main thread and in a thread of its own.
 * Prints JSON; times in milliseconds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { insertAppeals } from '../src/store/appeals.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { countQueue, listQueue, type QueueFilter } from '../src/store/review-queue.ts';
import { recordSuggestions } from '../src/store/suggestions.ts';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '50000' } } });
const rows = Number(values.rows);
const BATCH = 500;
const REPEATS = 20;
const folder = mkdtempSync(join(tmpdir(), 'bagyt-measure-'));
const now = new Date();

const store = await openStore({ mode: 'embedded', DATA_DIR: folder, DATABASE_URL: undefined, DATABASE_POOL: 1 });
const filled = await timed(() => fill(store));
await store.pool.query('ANALYZE');
const scan = "SELECT count(*) FROM appeals WHERE text LIKE '%ничего такого%'";
const inThread = await blocked(() => store.pool.query(scan));
const queue = {
  firstPage: await median(() => list({})),
  ofDepartment: await median(() => list({ department: ['department-3'] })),
  deepPage: await deepPage(),
  search: await median(() => list({ search: 'квартал 77' })),
  counts: await median(() => countQueue(store.db, { asker: 'a' }, now)),
};
await store.close();
const direct = await PGlite.create({ dataDir: join(folder, 'db'), extensions: { vector } });
const onMain = await blocked(() => direct.query(scan));
await direct.close();
rmSync(folder, { recursive: true });
process.stdout.write(
  `${JSON.stringify({ rows, fillSeconds: filled / 1_000, queue, longestBlock: { onMain, inThread } }, null, 2)}\n`,
);

async function fill(to: Store): Promise<void> {
  for (let start = 0; start < rows; start += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, i) => start + i);
    const appeals = batch.map((i) => ({ externalId: `m-${i}`, text: `Яма во дворе, квартал ${i % 500}, дом ${i}` }));
    const accepted = await insertAppeals(to.db, appeals, 'measure', now);
    await recordSuggestions(
      to.db,
      accepted.flatMap((each, i) => ('appeal' in each ? [suggestionFor(each.appeal.id, start + i)] : [])),
      now,
    );
  }
}

function suggestionFor(appealId: string, i: number) {
  const category = `category-${i % 60}`;
  const department = `department-${i % 20}`;
  return {
    appealId,
    maskedText: '',
    suggestion: {
      candidates: [{ rank: 1, category, department, confidence: 0.5, evidence: [] }],
      level: 'suggest' as const,
      reason: 'below-preselect' as const,
      language: 'ru' as const,
      urgency: i % 50 === 0 ? ('high' as const) : ('normal' as const),
      dueAt: new Date(now.getTime() + (i % 14) * 86_400_000).toISOString(),
      district: `district-${i % 4}`,
      placeEvidence: [],
      coDepartments: [],
      modelVersion: 'measure',
      taxonomyVersion: 'measure',
    },
  };
}

function list(filter: Partial<QueueFilter>, cursor?: string) {
  return listQueue(store.db, { asker: 'a', ...filter }, { limit: 50, cursor }, now);
}

/** A page behind two hundred others. */
async function deepPage(): Promise<number> {
  let cursor: string | undefined;
  for (let page = 0; page < 200; page++) cursor = (await list({}, cursor)).next ?? cursor;
  return await median(() => list({}, cursor));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) times.push(await timed(work));
  return Number((times.sort((a, b) => a - b)[REPEATS / 2] ?? 0).toFixed(1));
}

/** Longest time that timers could not run while `work` was under way. */
async function blocked(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await work();
  await new Promise((done) => setTimeout(done, 50));
  delay.enable();
  await new Promise((done) => setTimeout(done, 50));
  for (let i = 0; i < 5; i++) await work();
  await new Promise((done) => setTimeout(done, 50));
  delay.disable();
  return Number((delay.max / 1e6).toFixed(1));
}
