import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openAppeal, openQueue, pageOf, type Stage } from '../lib/stage.ts';

/** Kept as artefacts of CI, to be looked at. */
const SCREENSHOTS = resolve(import.meta.dirname, '../../../var/screenshots');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every view: its name and the way to it. */
const VIEWS: readonly [name: string, open: (page: Page) => Promise<unknown>][] = [
  ['queue', (page) => openQueue(page)],
  ['appeal', (page) => openFirst(page, '?level=preselect')],
  ['appeal-suggest', (page) => openFirst(page, '?level=suggest')],
  ['appeal-manual', (page) => openFirst(page, '?level=manual')],
  ['search', (page) => openDialog(page, 'Найти категорию')],
  ['reject', (page) => openDialog(page, 'Отклонить')],
  ['filters', openFilters],
  ['nothing-found', (page) => openText(page, 'queue?search=жокжок', 'Ничего не нашлось')],
  ['new', openIntake],
  ['admin-keys', (page) => openText(page, 'admin', 'Начало ключа')],
  ['admin-model', (page) => openTab(page, 'Модель', 'Отвечает сейчас')],
  ['admin-taxonomy', (page) => openTab(page, 'Справочник', '74 категории')],
  ['admin-webhooks', (page) => openTab(page, 'Уведомления', 'Не доставлено')],
  ['supervisor', (page) => openHeading(page, 'supervisor')],
  ['not-found', (page) => openText(page, 'nowhere', 'Такой страницы нет')],
  ['error', openBroken],
  ['offline', openOffline],
];

/** Every view in both schemes, on a desk and on a phone: axe finds nothing, nothing is wider than the screen. */
export function pages(stage: Stage): void {
  mkdirSync(SCREENSHOTS, { recursive: true });
  describe.each([
    ['light', 1440, 900],
    ['light', 390, 844],
    ['dark', 1440, 900],
    ['dark', 390, 844],
  ] as const)('pages, %s, %i wide', (scheme, width, height) => {
    it('are accessible, fit, and report no error', { timeout: 180_000 }, async () => {
      await using page = await pageOf(stage, { key: stage.service.keys.admin, scheme, width, height });
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/Failed to load resource|ERR_/u.test(message.text()))
          faults.push(message.text());
      });
      for (const [name, open] of VIEWS) {
        await open(page);
        faults.push(...(await check(page, name)));
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${scheme}-${width}.png`) });
        await page.context().setOffline(false);
        await page.unrouteAll();
      }
      expect(faults).toEqual([]);
    });
  });

  it('the login page is accessible too, in both schemes', async () => {
    const faults: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await using page = await pageOf(stage, { key: '', scheme, width: 360, height: 740 });
      await page.goto('/console/');
      await page.getByRole('textbox').waitFor();
      faults.push(...(await check(page, 'login')));
      await page.screenshot({ path: join(SCREENSHOTS, `login-${scheme}-360.png`) });
    }
    expect(faults).toEqual([]);
  });
}

/** What axe finds, and whether the page must be scrolled sideways. */
async function check(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  // Text and no function: this file knows nothing of the browser's globals.
  const found = await page.evaluate<string[]>(`axe
    .run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(RULES)} }, resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => id + ': ' + node.target.join(' ') + ' ' + node.failureSummary)))`);
  const wide = await page.evaluate<boolean>(
    `[document.documentElement, ...document.querySelectorAll('main, main section, main article')].some((part) =>
      part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX !== 'hidden' && part.clientWidth > 0)`,
  );
  return [...found, ...(wide ? ['wider than the screen'] : [])].map((fault) => `${name}: ${fault}`);
}

async function openFirst(page: Page, filter: string): Promise<void> {
  await openQueue(page, `${filter}&claimed=nobody`);
  await page.locator('li a').first().click();
  await openAppeal(page);
  const similar = page.getByRole('region', { name: 'Похожие обращения' });
  await similar.locator('p, li').first().waitFor();
  // The map loads last where there is one; a picture without it would show an empty frame.
  if ((await page.locator('[data-map]').count()) > 0) await page.locator('canvas, svg[role="img"]').first().waitFor();
}

async function openDialog(page: Page, button: string): Promise<void> {
  await openFirst(page, '?level=preselect');
  await page.getByRole('button', { name: button }).click();
  await page.getByRole('dialog').waitFor();
}

async function openFilters(page: Page): Promise<void> {
  await openQueue(page);
  await page.getByRole('button', { name: 'Фильтры' }).click();
  await page.getByRole('dialog').getByText('Кто работает').waitFor();
}

async function openText(page: Page, path: string, text: string): Promise<void> {
  await page.goto(`/console/${path}`);
  await page.getByText(text).first().waitFor();
}

async function openHeading(page: Page, path: string): Promise<void> {
  await page.goto(`/console/${path}`);
  await page.locator('main p, main h1').first().waitFor();
}

async function openIntake(page: Page): Promise<void> {
  await page.goto('/console/new');
  await page.getByRole('textbox', { name: 'Текст обращения' }).fill('Көчөдө жарык жок, третий день темно у школы');
  await page.getByRole('region', { name: 'Предложение' }).getByRole('listitem').first().waitFor();
}

async function openTab(page: Page, tab: string, text: string): Promise<void> {
  await page.goto('/console/admin');
  await page.getByRole('tab', { name: tab }).click();
  await page.getByText(text).first().waitFor();
}

async function openBroken(page: Page): Promise<void> {
  await page.route('**/v1/review?**', (route) =>
    route.fulfill({ status: 404, json: { status: 404, code: 'not-found' } }),
  );
  await openText(page, 'queue', 'Очередь не загрузилась');
}

async function openOffline(page: Page): Promise<void> {
  await openQueue(page);
  await page.getByTitle('На связи').waitFor();
  await page.context().setOffline(true);
  await page.getByText('Нет сети. Показано то, что было известно').waitFor();
}
