import type { Browser, Page } from 'playwright-core';
import type { Appeal, ReviewPage } from '../../../src/console/api/types.ts';
import { openPage, type PageOptions } from './browser.ts';
import type { RunningService } from './service.ts';

/** What every journey plays on: one service, one browser, two dispatchers. */
export interface Stage {
  service: RunningService;
  browser: Browser;
  /** Key of «Айгуль»; the first dispatcher is «development». */
  secondKey: string;
}

/** A page of the first dispatcher, or of whose key is given; closed with `await using`. */
export async function pageOf(stage: Stage, options: Partial<PageOptions> = {}): Promise<Page & AsyncDisposable> {
  const { service, browser } = stage;
  const page = await openPage(browser, { url: service.url, key: service.keys.dispatcher, ...options });
  return Object.assign(page, { [Symbol.asyncDispose]: () => page.context().close() });
}

/** The open appeal's id, once it is another than `before`. */
export async function openAppeal(page: Page, before?: string): Promise<string> {
  const selector =
    before === undefined ? 'article[data-appeal]' : `article[data-appeal]:not([data-appeal="${before}"])`;
  const id = await page.locator(selector).getAttribute('data-appeal');
  if (id === null) throw new Error('no appeal is open');
  return id;
}

/** Opens the queue under a filter and waits for its rows. */
export async function openQueue(page: Page, filter = ''): Promise<void> {
  await page.goto(`/console/queue${filter}`);
  await page.locator('li a').first().waitFor();
}

export async function readAppeal(stage: Stage, id: string): Promise<Appeal> {
  return await stage.service.call<Appeal>('dispatcher', 'GET', `/v1/appeals/${id}`);
}

/** Reads an appeal again until it is as expected: decisions reach the service right after the key, not with it. */
export async function appealWhen(stage: Stage, id: string, test: (appeal: Appeal) => boolean): Promise<Appeal> {
  for (;;) {
    const appeal = await readAppeal(stage, id);
    if (test(appeal)) return appeal;
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

export async function readQueue(stage: Stage, filter: string): Promise<ReviewPage> {
  return await stage.service.call<ReviewPage>('dispatcher', 'GET', `/v1/review?${filter}`);
}
