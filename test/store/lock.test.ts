import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listenAlone, lockFolder } from '../../src/store/lock.ts';
import { temporaryFolder } from '../helpers/folders.ts';

const LOCK = resolve(import.meta.dirname, '../../src/store/lock.ts');

/** A process that takes the lock of `folder`, says so, and lives until it is killed. */
async function holderOf(folder: string): Promise<ChildProcess> {
  const script = `
    const { lockFolder } = await import(${JSON.stringify(LOCK)});
    try { await lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1e6); }
    catch (error) { console.log(error.code); }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  if (said.toString().trim() !== 'held') throw new Error(`the holder said ${said}`);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

describe('the lock of the data folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = temporaryFolder('lock');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is refused to a second process, which learns who has it', async () => {
    const holder = await holderOf(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'folder-locked',
      message: expect.stringContaining(`pid ${holder.pid}`),
    });
    await kill(holder);
  });

  it('is free again as soon as its holder was killed with SIGKILL', async () => {
    await kill(await holderOf(folder));
    const lock = await lockFolder(folder);
    await lock.release();
  });

  it('is refused to a second taker in the same process, and free after release', async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'folder-locked' });
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  it('stands for the folder itself where there is no flock program: one listener per folder', async () => {
    const server = await listenAlone(folder);
    await expect(listenAlone(folder)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await new Promise((done) => server.close(done));
    const next = await listenAlone(folder);
    await new Promise((done) => next.close(done));
  });
});
