import { spawn } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { modes } from '../helpers/modes.ts';
import { ROOT } from '../helpers/services.ts';

describe.each(modes())('a service that was closed: $mode', ({ missing, place: newPlace }) => {
  it.skipIf(missing !== undefined)(
    'leaves no handle, no job, no outbox row and no session behind',
    async () => {
      const place = await newPlace('leaks');
      const child = spawn(process.execPath, ['test/faults/open-and-close.ts'], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, ...place.env, MODEL: 'none', EMBEDDER: 'none', LOG_LEVEL: 'silent' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      let errors = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        errors += chunk;
      });
      // Nothing calls process.exit: an open handle would keep it alive until the test times out.
      const [code] = await once(child, 'exit');
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(JSON.parse(out)).toEqual({ outbox: 0, jobs: 0 });
      if (place.env.DATABASE_URL !== undefined) {
        const client = new pg.Client(place.env.DATABASE_URL);
        await client.connect();
        const { rows } = await client.query(
          `SELECT application_name FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
        );
        await client.end();
        expect(rows).toEqual([]);
      }
      await place.remove();
    },
    60_000,
  );
});
