/**
 * npm run measure:reports -- [--appeals 500000] [--explain]
 *
 * Fills an empty database with made-up appeals and measures every report over 30 and 365 days. The database is the
 * one of DATABASE_URL, which must be empty, or an embedded one in a temporary folder that is removed afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CompiledQuery, sql } from 'kysely';
import { readConfig } from '../../src/config.ts';
import { REPORTS } from '../../src/report/all.ts';
import { periodOf } from '../../src/report/period.ts';
import { type Db, openStore } from '../../src/store/open.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { seedAppeals } from './seed.ts';

const { values } = parseArgs({
  options: { appeals: { type: 'string', default: '500000' }, explain: { type: 'boolean', default: false } },
});
const RUNS = 3;

const folder = mkdtempSync(join(tmpdir(), 'bagyt-measure-'));
const url = process.env.DATABASE_URL;
const config = readConfig(
  { DATA_DIR: folder, MODEL: 'none', EMBEDDER: 'none', ...(url !== undefined && { DATABASE_URL: url }) },
  process.cwd(),
);
const store = await openStore(config);
try {
  const now = new Date();
  const { rows } = await sql<{ count: number }>`SELECT count(*) AS count FROM appeals`.execute(store.db);
  if (rows[0]?.count === 0) {
    const began = performance.now();
    await seedAppeals(store.db, Number(values.appeals), loadTaxonomy(config.TAXONOMY), now);
    await sql`VACUUM ANALYZE`.execute(store.db);
    console.log(
      `made ${values.appeals} appeals in ${Math.round((performance.now() - began) / 1_000)} s (${store.mode})`,
    );
  }
  for (const days of [30, 365]) {
    const to = periodOf({}, now).to;
    const period = periodOf(
      { to, from: new Date(Date.parse(to) - (days - 1) * 86_400_000).toISOString().slice(0, 10) },
      now,
    );
    for (const report of Object.values(REPORTS)) {
      const [by] = report.dimensions;
      const query = { filter: {}, period, grouping: { by }, now };
      const times: number[] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const began = performance.now();
        await report.count(store.db, query);
        times.push(performance.now() - began);
      }
      const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
      console.log(
        `${String(days).padStart(3)} days  ${report.name.padEnd(14)} by ${String(by).padEnd(11)} ${median.toFixed(0).padStart(6)} ms`,
      );
      if (values.explain && days === 30) console.log(await planOf(store.db, (db) => report.count(db, query)));
    }
  }
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}

/** The plan of whatever `ask` runs, without running it twice. */
async function planOf(db: Db, ask: (db: Db) => Promise<unknown>): Promise<string> {
  let plan = '';
  const explaining = db.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => result,
  });
  const executor = explaining.getExecutor();
  const execute = executor.executeQuery.bind(executor);
  executor.executeQuery = async (compiled) => {
    const explained = CompiledQuery.raw(`EXPLAIN (ANALYZE, BUFFERS) ${compiled.sql}`, [...compiled.parameters]);
    const { rows } = await execute<Record<string, string>>({ ...explained, query: compiled.query } as never);
    plan = rows.map((row) => Object.values(row)[0]).join('\n');
    return { rows: [] };
  };
  await ask(explaining).catch(() => undefined);
  return plan;
}
