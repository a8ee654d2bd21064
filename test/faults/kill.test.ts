import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeAppeals } from '../helpers/composed.ts';
import { eventually, type Instance, startInstance } from '../helpers/instance.ts';
import { modes, type Place } from '../helpers/modes.ts';
import { ROOT } from '../helpers/services.ts';

const APPEALS = 3_000;
const SEED = 20_260_301;

describe.each(modes())('killed with SIGKILL in the middle of an import: $mode', ({ missing, place: newPlace }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'and started again', () => {
    const appeals = composeAppeals(APPEALS, SEED);
    let place: Place;
    let instance: Instance;

    beforeAll(async () => {
      place = await newPlace('kill');
    });
    afterAll(async () => {
      await instance?.end('SIGTERM');
      await place?.remove();
    });

    it('every appeal stands in the review queue, and none twice', async () => {
      const file = join(place.folder, 'appeals.jsonl');
      writeFileSync(file, appeals.map((appeal) => `${JSON.stringify(appeal)}\n`).join(''));
      instance = await startInstance(place);
      const first = importFile(file, place, instance);
      const firstEnded = once(first, 'exit');
      // In the middle: a part is imported, some of that is triaged, jobs are under way.
      await eventually(
        () => queueTotal(instance),
        (total) => total > 0,
      );
      await instance.end('SIGKILL');
      first.kill('SIGKILL');
      await firstEnded;
      const before = instance;

      instance = await startInstance(place);
      if (place.mode !== 'embedded') instance.keys = before.keys;
      const total = await queueTotal(instance);
      expect(total).toBeLessThan(APPEALS);
      const second = importFile(file, place, instance);
      const [code] = await once(second, 'exit');
      expect(code).toBe(0);
      await eventually(
        () => queueTotal(instance),
        (now) => now >= APPEALS,
        1_200,
      );

      const seen = await wholeQueue(instance);
      expect(seen).toHaveLength(APPEALS);
      expect(new Set(seen)).toEqual(new Set(appeals.map(({ externalId }) => externalId)));
      const { json } = await instance.call('backend', 'GET', `/v1/appeals?externalId=${appeals[0]?.externalId}`);
      const events = json.history.map((entry: { event: string }) => entry.event);
      expect(events).toEqual(['received', 'suggested']);
    }, 240_000);
  });
});

function importFile(file: string, place: Place, instance: Instance) {
  const args = ['scripts/import/import.ts', file, '--url', instance.url, '--key', instance.keys.backend];
  return spawn(process.execPath, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, DATA_DIR: place.folder },
    stdio: 'ignore',
  });
}

async function queueTotal(instance: Instance): Promise<number> {
  const { json } = await instance.call('dispatcher', 'GET', '/v1/review?limit=1');
  return json.counts.total;
}

/** External ids of the whole queue, page by page. */
async function wholeQueue(instance: Instance): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const path: string = `/v1/review?limit=200${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const { json } = await instance.call('dispatcher', 'GET', path);
    ids.push(...json.items.map((item: { externalId: string }) => item.externalId));
    cursor = json.next;
  } while (cursor !== undefined);
  return ids;
}
