import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium: nothing is downloaded for the tests. */
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const hasChromium = existsSync(CHROMIUM);

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

export interface PageOptions {
  url: string;
  key: string;
  scheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  language?: 'ru' | 'ky';
}

/** A page of somebody who is logged in, in a context of its own. */
export async function openPage(browser: Browser, options: PageOptions): Promise<Page> {
  const { url, key, scheme = 'light', width = 1440, height = 900, language = 'ru' } = options;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    locale: language === 'ru' ? 'ru-RU' : 'ky-KG',
    // Another time zone than the city's: dates must be the city's all the same.
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  await context.addInitScript(
    ([secret, chosen]) => {
      sessionStorage.setItem('bagyt-key', secret);
      localStorage.setItem('bagyt-language', chosen);
    },
    [key, language] as const,
  );
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}
