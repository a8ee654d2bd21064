import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { Suggestion as ShownSuggestion } from '../../../src/http/schemas/suggestion.ts';
import { openStore } from '../../../src/store/open.ts';
import { embeddedIn, temporaryFolder } from '../../helpers/folders.ts';
import { composeAppeals } from './compose.ts';
import { startService } from './service.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const BATCH = 200;
/** Keyword scores from which the fixture acts as if a released model were sure. */
const SURE = 0.5;

/**
 * A data folder with imported and triaged appeals. Importing takes a minute, copying does not: the first run keeps a
 * template in var/test, named after everything that it was made from, and after the day, because terms run out.
 */
export async function seededFolder(count: number): Promise<string> {
  const template = join(ROOT, 'var/test', `console-${count}-${hashOf()}`);
  if (!existsSync(template)) {
    const draft = temporaryFolder('console-template');
    await importInto(draft, count);
    await promote(draft);
    mkdirSync(resolve(template, '..'), { recursive: true });
    const near = `${template}.${process.pid}`;
    cpSync(draft, near, { recursive: true });
    rmSync(draft, { recursive: true });
    renameSync(near, template);
  }
  const folder = temporaryFolder('console');
  cpSync(template, folder, { recursive: true });
  return folder;
}

function hashOf(): string {
  const patterns = [
    'src/store/migrations/*.ts',
    'data/{appeals,keywords,taxonomy,geo}/*.json*',
    'test/console/lib/{compose,seeded-folder}.ts',
  ];
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10));
  for (const file of patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort())
    hash.update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

async function importInto(folder: string, count: number): Promise<void> {
  const service = await startService(folder);
  try {
    const appeals = composeAppeals(count, 6, new Date());
    for (let start = 0; start < appeals.length; start += BATCH)
      await service.call('backend', 'POST', '/v1/appeals/batch', { appeals: appeals.slice(start, start + BATCH) });
    for (let total = 0; total < count; ) {
      await new Promise((wait) => setTimeout(wait, 500));
      const page = await service.call<{ counts: { total: number } }>('dispatcher', 'GET', '/v1/review?limit=1');
      total = page.counts.total;
    }
  } finally {
    await service.stop();
  }
}

/**
 * Keywords alone never preselect. The console must be seen with what a released model gives, whichever is released:
 * the surest suggestions become `preselect`, with the kinds of evidence that keywords do not have.
 */
async function promote(folder: string): Promise<void> {
  const store = await openStore(embeddedIn(folder));
  try {
    const rows = await store.db
      .selectFrom('suggestions')
      .innerJoin('appeals', 'appeals.id', 'suggestions.appealId')
      .select(['suggestions.id', 'suggestions.appealId', 'suggestions.category', 'suggestions.shown', 'appeals.text'])
      .where('suggestions.confidence', '>=', SURE)
      .orderBy('appeals.externalId')
      .execute();
    const texts = Map.groupBy(rows, (row) => row.category);
    for (const row of rows) {
      const others = (texts.get(row.category) ?? []).filter((other) => other.text !== row.text).slice(0, 4);
      await store.db
        .updateTable('suggestions')
        .set({ shown: JSON.stringify(sure(row.shown, others)), level: 'preselect', degraded: null, confidence: 0.94 })
        .where('id', '=', row.id)
        .execute();
    }
    await sql`UPDATE appeals SET level = 'preselect', confidence = 0.94, degraded = NULL
      WHERE id = ANY(${rows.map((row) => row.appealId)})`.execute(store.db);
  } finally {
    await store.close();
  }
}

function sure(shown: ShownSuggestion, others: { appealId: string; text: string }[]): ShownSuggestion {
  const { degraded: _, ...rest } = shown;
  const [first, ...more] = shown.candidates;
  if (first === undefined) return shown;
  const precedents = others.map(({ appealId, text }, index) => ({
    kind: 'precedent' as const,
    appealId,
    similarity: 0.9 - index / 50,
    snippet: text.slice(0, 120),
    weight: 0.6,
  }));
  const head = { kind: 'head' as const, probability: 0.95, weight: 1.4 };
  const evidence = [...first.evidence, ...precedents, head];
  return {
    ...rest,
    level: 'preselect',
    reason: 'confident',
    candidates: [{ ...first, confidence: 0.94, evidence }, ...more],
  };
}
