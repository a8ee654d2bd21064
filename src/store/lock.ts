/**
 * Exclusive lock on a folder that the kernel releases when its holder dies, however it dies.
 * PGlite does not lock its folder, and two processes writing one folder destroy it.
 *
 * Node has no flock(2). The lock belongs to the *open file description*, which a child shares: util-linux's or
 * busybox's `flock` locks our descriptor, exits, and the lock stays ours until we close it or die. macOS takes the
 * same lock in open(2) with O_EXLOCK. Where there is no `flock` program, an address that only one process can
 * listen on (abstract socket, named pipe) stands for the folder.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { problem } from '../errors.ts';

export interface FolderLock {
  release(): Promise<void>;
}

/** `O_EXLOCK` of macOS and the BSDs; Node does not name it. */
const O_EXLOCK = 0x20;

/**
 * Takes the lock of a folder, creating the folder where needed.
 * @throws Problem `folder-locked` naming the holder's process id when another process has it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'lock');
  const { fd, address } = await take(folder, path);
  ftruncateSync(fd, 0);
  writeSync(fd, `${process.pid}\n`, 0);
  return {
    release: async () => {
      closeSync(fd);
      await new Promise((done) => (address === undefined ? done(undefined) : address.close(done)));
    },
  };
}

async function take(folder: string, path: string): Promise<{ fd: number; address?: Server }> {
  const flags = constants.O_RDWR | constants.O_CREAT;
  if (process.platform === 'darwin') {
    try {
      return { fd: openSync(path, flags | O_EXLOCK | constants.O_NONBLOCK, 0o600) };
    } catch (error) {
      if (codeOf(error) === 'EAGAIN') throw held(folder, path);
      throw error;
    }
  }
  const fd = openSync(path, flags, 0o600);
  const flock = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'pipe', fd] });
  if (flock.status === 0) return { fd };
  // Status 1 without a word means held, in util-linux and in busybox; any other failure speaks.
  if (flock.status === 1 && flock.stderr.length === 0) {
    closeSync(fd);
    throw held(folder, path);
  }
  try {
    return { fd, address: await listenAlone(folder) };
  } catch (error) {
    closeSync(fd);
    throw codeOf(error) === 'EADDRINUSE' ? held(folder, path) : error;
  }
}

/** Listens on an address made of the folder's device and inode, which no second process can take. */
export async function listenAlone(folder: string): Promise<Server> {
  const { dev, ino } = statSync(folder);
  const name = `bagyt-${dev}-${ino}`;
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : `\0${name}`, done);
  });
  server.unref();
  return server;
}

function held(folder: string, path: string) {
  const holder = readFileSync(path, 'utf8').trim();
  return problem(
    'folder-locked',
    `Another Bagyt process${/^\d+$/.test(holder) ? ` (pid ${holder})` : ''} holds ${folder}. ` +
      'Stop it first, or give this one another DATA_DIR.',
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
