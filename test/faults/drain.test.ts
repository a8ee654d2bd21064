import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeAppeals } from '../helpers/composed.ts';
import { eventually, type Instance, startInstance } from '../helpers/instance.ts';
import { modes, type Place } from '../helpers/modes.ts';

const APPEALS = 200;

describe.each(modes())('Ctrl-C while jobs are under way: $mode', ({ missing, place: newPlace }) => {
  describe.skipIf(missing !== undefined)(missing ?? 'drains', () => {
    let place: Place;
    let instance: Instance | undefined;
    beforeAll(async () => {
      place = await newPlace('drain');
    });
    afterAll(async () => {
      await instance?.end('SIGKILL');
      await place.remove();
    });

    it('every process ends with 0, with no error logged, and the next start goes on where it was', async () => {
      const first = await startInstance(place);
      instance = first;
      const appeals = composeAppeals(APPEALS, 7);
      const { status } = await first.call('backend', 'POST', '/v1/appeals/batch', { appeals });
      expect(status).toBe(200);
      // Exit 1 would mean that the deadline of 9 seconds in src/run.ts ran out.
      expect(await first.end('SIGINT')).toEqual(first.processes.map(() => 0));
      expect(first.log()).toContain('jobs under way are finished first');
      expect(first.log()).not.toMatch(/"level":(50|60)/);

      const second = await startInstance(place);
      instance = second;
      if (place.mode !== 'embedded') second.keys = first.keys;
      const queue = await eventually(
        () => second.call('dispatcher', 'GET', '/v1/review?limit=1'),
        ({ json }) => json.counts.total >= APPEALS,
      );
      expect(queue.json.counts.total).toBe(APPEALS);
      expect(await second.end('SIGTERM')).toEqual(second.processes.map(() => 0));
    }, 120_000);
  });
});
