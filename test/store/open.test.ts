import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';

/** A port on which nobody listens: taken, then given back. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('a database server that does not answer', () => {
  it('is named with the reason and without the password', async () => {
    const port = await closedPort();
    const url = `postgres://bagyt:secret@127.0.0.1:${port}/city`;
    const opening = openStore({ mode: 'servers', DATABASE_URL: url, DATABASE_POOL: 1, DATA_DIR: '' });
    await expect(opening).rejects.toMatchObject({
      code: 'not-ready',
      message: `PostgreSQL at 127.0.0.1:${port}/city: ECONNREFUSED`,
    });
  });
});
