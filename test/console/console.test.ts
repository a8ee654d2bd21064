/** The console in a real browser against the real service with 2,000 imported appeals. */
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { ensureConsole } from '../../src/build-console.ts';
import { conflicts } from './journeys/conflicts.ts';
import { connection } from './journeys/connection.ts';
import { deciding } from './journeys/deciding.ts';
import { languages } from './journeys/languages.ts';
import { pages } from './journeys/pages.ts';
import { hasChromium, openBrowser } from './lib/browser.ts';
import { seededFolder } from './lib/seeded-folder.ts';
import { startService } from './lib/service.ts';
import type { Stage } from './lib/stage.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const stage = {} as Stage;

describe.skipIf(!hasChromium && !inject('ci'))('the console (skipped where /usr/bin/chromium is missing)', () => {
  let folder: string | undefined;
  beforeAll(async () => {
    if (!hasChromium) throw new Error('CI needs /usr/bin/chromium');
    await ensureConsole(ROOT, () => undefined);
    folder = await seededFolder(2_000);
    stage.service = await startService(folder);
    stage.browser = await openBrowser();
    const second = await stage.service.call<{ key: string }>('admin', 'POST', '/v1/admin/keys', {
      role: 'dispatcher',
      name: 'Айгуль',
    });
    stage.secondKey = second.key;
  }, 300_000);
  afterAll(async () => {
    await stage.browser?.close();
    await stage.service?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true });
  });

  deciding(stage);
  conflicts(stage);
  connection(stage);
  languages(stage);
  pages(stage);
});
