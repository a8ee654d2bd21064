import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { ThreadReply } from '../../src/store/embedded/thread.ts';
import { simpleQuery } from '../../src/store/embedded/wire.ts';
import { migratedFolder } from '../helpers/folders.ts';

const QUERIES = 6_000;

describe('the thread of the embedded database', () => {
  it('keeps nothing of the answers that it gave', async () => {
    const folder = await migratedFolder('memory');
    const thread = new Worker(new URL('../../src/store/embedded/thread.ts', import.meta.url), {
      workerData: { folder: join(folder, 'db'), searchPath: 'public' },
    });
    const next = () => new Promise<ThreadReply>((done) => thread.once('message', done));
    await next();
    const ask = async (count: number) => {
      for (let id = 0; id < count; id++) {
        const answer = next();
        thread.postMessage({ id, bytes: simpleQuery('SELECT 1') });
        await answer;
      }
      await thread.getHeapSnapshot().then((snapshot) => snapshot.destroy());
      return (await thread.getHeapStatistics()).used_heap_size;
    };
    const before = await ask(QUERIES);
    const after = await ask(QUERIES);
    // PGlite's execProtocolRaw kept about 480 bytes of each answer; what is allowed here is a tenth of that.
    expect((after - before) / QUERIES).toBeLessThan(48);
    await thread.terminate();
    rmSync(folder, { recursive: true });
  }, 120_000);
});
