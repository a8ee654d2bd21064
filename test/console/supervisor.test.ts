/** The supervisor's dashboard in a real browser, over a year of made-up appeals with decisions and outcomes. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedAppeals } from '../../scripts/reports/seed.ts';
import { ensureConsole } from '../../src/build-console.ts';
import { openStore } from '../../src/store/open.ts';
import { loadTaxonomy } from '../../src/taxonomy/load.ts';
import { embeddedIn, migratedFolder } from '../helpers/folders.ts';
import { hasChromium, openBrowser, openPage } from './lib/browser.ts';
import { type RunningService, startService } from './lib/service.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PICTURES = resolve(ROOT, 'var/screenshots');
const CARDS = 10;

describe.skipIf(!hasChromium)('the supervisor’s dashboard (skipped where /usr/bin/chromium is missing)', () => {
  let folder: string;
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    await ensureConsole(ROOT, () => undefined);
    folder = await migratedFolder('supervisor');
    const store = await openStore(embeddedIn(folder));
    await seedAppeals(store.db, 6_000, loadTaxonomy(resolve(ROOT, 'data/taxonomy/bishkek.json')), new Date());
    await store.close();
    service = await startService(folder);
    browser = await openBrowser();
    mkdirSync(PICTURES, { recursive: true });
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    rmSync(folder, { recursive: true });
  });

  async function open(
    options: { scheme?: 'light' | 'dark'; width?: number; language?: 'ru' | 'ky' } = {},
  ): Promise<Page> {
    const page = await openPage(browser, { url: service.url, key: service.keys.dispatcher, ...options });
    page.setDefaultTimeout(60_000);
    await page.goto('/console/supervisor');
    await drawn(page);
    return page;
  }

  /** Every card has its chart. */
  async function drawn(page: Page): Promise<void> {
    await page
      .locator('canvas')
      .nth(CARDS - 1)
      .waitFor();
  }

  it.each([
    ['light', 1440, 'ru'],
    ['dark', 1440, 'ky'],
    ['light', 390, 'ky'],
    ['dark', 390, 'ru'],
  ] as const)(
    'is read by everybody: %s, %i px, %s',
    async (scheme, width, language) => {
      const page = await open({ scheme, width, language });
      // The page scrolls inside the shell: the window must be as high as all of it for one picture.
      const height = await page.evaluate<number>("document.querySelector('#content').scrollHeight");
      await page.setViewportSize({ width, height: height + 60 });
      await page.screenshot({ path: resolve(PICTURES, `supervisor-${scheme}-${width}-${language}.png`) });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.evaluate(axe.source);
      const found = await page.evaluate<string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map((n) => n.target).join(" ")))',
      );
      expect(found).toEqual([]);
      await page.context().close();
    },
    180_000,
  );

  it('shows in the table what the API says, with a way to the appeals of each row', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Согласие с предложениями: таблица' }).click();
    const table = page.getByRole('region', { name: 'Согласие с предложениями' }).getByRole('table');
    const first = table.getByRole('row').nth(1);
    const { from, to } = lastDays(30);
    const { rows } = await service.call<{ rows: { key: string; decisions: number; corrected: number }[] }>(
      'dispatcher',
      'GET',
      `/v1/reports/agreement?from=${from}&to=${to}&by=category`,
    );
    const cells = await first.getByRole('cell').allTextContents();
    expect([cells[0], cells[2]]).toEqual([String(rows[0]?.decisions), String(rows[0]?.corrected)]);
    await first.getByRole('link').click();
    await page.waitForURL(/\/queue/u);
    const search = new URL(page.url()).searchParams;
    expect(Object.fromEntries(search)).toMatchObject({
      state: 'decided',
      decision: 'correct',
      suggestedCategory: rows[0]?.key,
      decidedFrom: from,
    });
    await page.context().close();
  }, 180_000);

  it('gives each chart as CSV and as PNG', async () => {
    const page = await open();
    const csv = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Оценки граждан: скачать CSV' }).click();
    const table = await csv;
    expect(table.suggestedFilename()).toMatch(/^satisfaction-department-.*\.csv$/u);
    const text = readFileSync(await table.path(), 'utf8');
    expect(text.split('\r\n')[0]).toBe(
      '\ufeffdepartment,departmentNameRu,departmentNameKy,n,mean,lowShare,rated1,rated2,rated3,rated4,rated5',
    );
    const png = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Версии модели: скачать PNG' }).click();
    const picture = readFileSync(await (await png).path());
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    // Width of the IHDR chunk: 1,000 points at twice the density.
    expect(picture.readUInt32BE(16)).toBe(2_000);
    await page.context().close();
  }, 180_000);

  it('keeps period and filters in its address, and narrows everything to them', async () => {
    const page = await open();
    await page.getByText('7 дней', { exact: true }).click();
    await page.getByRole('combobox', { name: 'Район' }).click();
    await page.getByRole('option', { name: 'Ленинский' }).click();
    await page.waitForURL(/district=leninsky/u);
    const { from, to } = lastDays(7);
    const { total } = await service.call<{ total: { appeals: number } }>(
      'dispatcher',
      'GET',
      `/v1/reports/inflow?from=${from}&to=${to}&district=leninsky`,
    );
    await page
      .locator('dl > div', { hasText: 'Поступило' })
      .getByText(String(total.appeals), { exact: true })
      .waitFor();
    await page.context().close();
  }, 180_000);
});

/** The last days of Bishkek up to today. */
function lastDays(days: number): { from: string; to: string } {
  const day = (instant: number) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Bishkek' }).format(instant);
  return { from: day(Date.now() - (days - 1) * 86_400_000), to: day(Date.now()) };
}
