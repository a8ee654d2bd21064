/**
 * `npm run import -- FILE [--url URL] [--key KEY] [--offset +06:00] [--column text=body …] [--restart]`
 *
 * Sends past appeals from JSONL or CSV (also .gz) to the running service, in batches, with a progress bar. Bad rows go
 * with line number and reason into DATA_DIR/imports/NAME.rejected.jsonl. Stopped in the middle it goes on where it was;
 * sending a row twice is safe, because appeals are idempotent by external id.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../../src/config.ts';
import { startProgress } from '../../src/progress.ts';
import { type FileRow, readRows } from '../../src/table-file.ts';
import type { Taxonomy } from '../../src/taxonomy/schema.ts';
import { call, findService, type Service } from '../lib/service.ts';
import { type Column, type RowOptions, rowToAppeal } from './row.ts';

const BATCH = 200;

interface Totals {
  line: number;
  accepted: number;
  known: number;
  rejected: number;
}

interface BatchAnswer {
  accepted: number;
  known: number;
  results: { index: number; status: number; problem?: { code: string; detail: string } }[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    key: { type: 'string' },
    offset: { type: 'string', default: '+06:00' },
    column: { type: 'string', multiple: true, default: [] },
    restart: { type: 'boolean', default: false },
  },
});
const file = positionals[0];
if (file === undefined || !existsSync(file)) {
  process.stderr.write(file === undefined ? 'usage: npm run import -- FILE\n' : `there is no file ${file}\n`);
  process.exit(2);
}
const config = readConfig(process.env, process.cwd());
const service = findService(config, 'backend', values);
process.stderr.write(`importing ${file} over HTTP into ${service.url}\n`);
const folder = join(config.DATA_DIR, 'imports');
mkdirSync(folder, { recursive: true });
await importFile(file, service, {
  columns: Object.fromEntries(values.column.map((pair) => pair.split('='))) as Partial<Record<Column, string>>,
  offset: values.offset,
  names: await namesOf(service),
});

async function importFile(path: string, to: Service, options: RowOptions): Promise<void> {
  const rejectedFile = join(folder, `${basename(path).replace(/\.gz$/u, '')}.rejected.jsonl`);
  const stateFile = join(folder, `${basename(path)}.progress.json`);
  const identity = `${resolve(path)} ${statSync(path).size}`;
  const totals = resume(stateFile, identity, rejectedFile);
  const rows = await countRows(path);
  const progress = startProgress('import', rows);
  const reject = (row: FileRow, reason: string) => {
    totals.rejected += 1;
    appendFileSync(rejectedFile, `${JSON.stringify({ line: row.line, reason, row: row.raw })}\n`);
  };
  const flush = async (batch: FileRow[]) => {
    const good = batch.filter((row): row is Extract<FileRow, { fields: unknown }> => 'fields' in row);
    for (const row of batch) if ('error' in row) reject(row, row.error);
    if (good.length > 0) {
      const appeals = good.map((row) => rowToAppeal(row.fields, options));
      const answer = await call<BatchAnswer>(to, 'POST', '/v1/appeals/batch', { appeals });
      totals.accepted += answer.accepted;
      totals.known += answer.known;
      for (const result of answer.results) {
        const row = good[result.index];
        if (result.problem !== undefined && row !== undefined)
          reject(row, `${result.problem.code}: ${result.problem.detail}`);
      }
    }
    totals.line = batch.at(-1)?.line ?? totals.line;
    writeFileSync(stateFile, JSON.stringify({ identity, ...totals }));
  };
  let batch: FileRow[] = [];
  let seen = 0;
  for await (const row of readRows(path)) {
    seen += 1;
    if (row.line <= totals.line) continue;
    batch.push(row);
    if (batch.length < BATCH) continue;
    await flush(batch);
    batch = [];
    progress.update(seen, `${totals.rejected} rejected`);
  }
  if (batch.length > 0) await flush(batch);
  progress.update(seen);
  progress.stop();
  const { accepted, known, rejected } = totals;
  process.stdout.write(`${JSON.stringify({ rows, accepted, known, rejected })}\n`);
  if (rejected > 0) process.stderr.write(`rejected rows with reasons: ${rejectedFile}\n`);
}

function resume(stateFile: string, identity: string, rejectedFile: string): Totals {
  const fresh: Totals = { line: 0, accepted: 0, known: 0, rejected: 0 };
  const state =
    existsSync(stateFile) && !values.restart
      ? (JSON.parse(readFileSync(stateFile, 'utf8')) as Totals & { identity: string })
      : null;
  if (state?.identity === identity) {
    process.stderr.write(`going on after line ${state.line}; --restart begins anew\n`);
    return { line: state.line, accepted: state.accepted, known: state.known, rejected: state.rejected };
  }
  rmSync(rejectedFile, { force: true });
  return fresh;
}

async function countRows(path: string): Promise<number> {
  let rows = 0;
  for await (const _ of readRows(path)) rows += 1;
  return rows;
}

/** Files name categories and districts as people do; the service wants ids. */
async function namesOf(from: Service): Promise<RowOptions['names']> {
  const taxonomy = await call<Taxonomy>(from, 'GET', '/v1/taxonomy');
  const ids = (entries: { id: string; name: { ru: string; ky?: string | undefined } }[]) =>
    new Map(entries.flatMap(({ id, name }) => [id, name.ru, name.ky ?? id].map((key) => [key, id] as const)));
  const [categories, districts] = [ids(taxonomy.categories), ids(taxonomy.districts)];
  return {
    category: (name) => categories.get(name) ?? name,
    district: (name) => districts.get(name) ?? name,
  };
}
