/**
 * `npm run console:measure`: the console's speed in a real browser, with 50,000 appeals in the queue. Prints, in
 * milliseconds: from the first request to the first row painted, with nothing cached; from the key to the next appeal
 * painted. Numbers are printed and not asserted: they are the machine's too, so its load is printed beside them.
 */
import { rmSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import type { Page } from 'playwright-core';
import { ensureConsole } from '../../src/build-console.ts';
import { openStore } from '../../src/store/open.ts';
import { embeddedIn } from '../helpers/folders.ts';
import { openBrowser, openPage } from './lib/browser.ts';
import { initialScripts } from './lib/initial-scripts.ts';
import { seededFolder } from './lib/seeded-folder.ts';
import { startService } from './lib/service.ts';

const IMPORTED = 2_000;
const QUEUE = 50_000;
const KEYSTROKES = 40;
const LOADS = 5;

/** Copies of the imported appeals, with other ids, numbers, texts and terms. */
async function multiply(folder: string): Promise<number> {
  const store = await openStore(embeddedIn(folder));
  const columns = sql.raw(
    `masked_text, language, declared_category, given_district, district, lat, lon, address, channel, attachments,
     submitted_at, received_at, state, suggestion_id, level, urgency, urgency_rank, category, department, unit,
     confidence, degraded`,
  );
  try {
    await sql`
      INSERT INTO appeals (id, external_id, body_hash, text, due_at, ${columns})
      SELECT gen_random_uuid(), external_id || '-' || n, body_hash, text || ' ' || n,
        due_at + n * interval '7 minutes', ${columns}
      FROM appeals, generate_series(1, ${QUEUE / IMPORTED - 1}) n`.execute(store.db);
    await sql`ANALYZE appeals`.execute(store.db);
    const { rows } = await sql<{ count: number }>`SELECT count(*) FROM appeals WHERE state = 'suggested'`.execute(
      store.db,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await store.close();
  }
}

/** Notes when something first matched the selector and was painted: after a frame, behind what the frame had queued. */
const WHEN_PAINTED = `
  window.whenPainted = (found, done) => {
    const seen = () => found() && (observer.disconnect(), requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now());
      channel.port2.postMessage(null);
    }), true);
    const observer = new MutationObserver(seen);
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    seen();
  };`;

async function firstLoad(page: Page): Promise<number> {
  await page.addInitScript(`${WHEN_PAINTED}
    window.firstRow = new Promise((done) => whenPainted(() => document.querySelector('li a') !== null, done));`);
  await page.goto('/console/queue');
  return await page.evaluate<number>('window.firstRow');
}

async function keystroke(page: Page): Promise<number> {
  // `void`: a promise as the value would be waited for, before the key that resolves it.
  await page.evaluate(`void (window.latency = new Promise((done) => addEventListener('keydown', (event) => {
    const before = document.querySelector('article[data-appeal]').dataset.appeal;
    const next = () => {
      const open = document.querySelector('article[data-appeal]');
      return open !== null && open.dataset.appeal !== before;
    };
    whenPainted(next, (at) => done(at - event.timeStamp));
  }, { capture: true, once: true })))`);
  await page.keyboard.press('Enter');
  return await page.evaluate<number>('window.latency');
}

function summary(values: number[]): Record<string, number> {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0);
  return { samples: values.length, median: at(0.5), p95: at(0.95), max: at(1) };
}

await ensureConsole(resolve(import.meta.dirname, '../..'), () => undefined);
const folder = await seededFolder(IMPORTED);
const queue = await multiply(folder);
const service = await startService(folder);
const browser = await openBrowser();
try {
  const options = { url: service.url, key: service.keys.dispatcher };
  const loads: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const page = await openPage(browser, options);
    loads.push(await firstLoad(page));
    await page.context().close();
  }
  const page = await openPage(browser, options);
  await page.addInitScript(WHEN_PAINTED);
  await page.goto('/console/queue?level=preselect');
  await page.locator('li a').first().waitFor();
  await page.keyboard.press('j');
  await page.locator('article[data-appeal]').waitFor();
  const keys: number[] = [];
  for (let key = 0; key < KEYSTROKES; key += 1) {
    // A dispatcher looks before deciding; half a second is faster than anybody reads.
    await page.waitForTimeout(500);
    keys.push(await keystroke(page));
  }
  const scripts = initialScripts();
  const result = {
    queue,
    firstLoadMs: summary(loads),
    keystrokeToNextMs: summary(keys),
    scriptsGzipKB: Math.round(scripts.reduce((sum, { gzip }) => sum + gzip, 0) / 1_000),
    cores: cpus().length,
    loadAverage: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} finally {
  await browser.close();
  await service.stop();
  rmSync(folder, { recursive: true });
}
