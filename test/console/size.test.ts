import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureConsole } from '../../src/build-console.ts';
import { initialScripts } from './lib/initial-scripts.ts';

/** What the queue and an appeal may load, gzip, in bytes; charts, map and administration are chunks of their own. */
const MOST = 350_000;

describe('the build', () => {
  beforeAll(async () => {
    await ensureConsole(resolve(import.meta.dirname, '../..'), () => undefined);
  }, 120_000);

  it('loads at most 350 kB of scripts for queue and appeal', () => {
    const scripts = initialScripts();
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.reduce((sum, { gzip }) => sum + gzip, 0)).toBeLessThan(MOST);
  });

  it('leaves map, administration and filters out of the first load', () => {
    const files = initialScripts().map(({ file }) => file);
    for (const lazy of ['PlaceMap', 'AdminPage', 'NewAppealPage', 'FilterDrawer', 'SupervisorPage'])
      expect(files.filter((file) => file.includes(lazy))).toEqual([]);
  });
});
