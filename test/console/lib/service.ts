import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Role } from '../../../src/store/schema.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** A service of its own: `npm start` without npm, on a free port. */
export interface RunningService {
  url: string;
  keys: Record<Role, string>;
  call<T>(role: Role | { key: string }, method: string, path: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** Starts the service on a data folder; keywords alone, so that every run sees the same suggestions. */
export async function startService(folder: string, port = 0): Promise<RunningService> {
  const child = spawn(process.execPath, [join(ROOT, 'src/main.ts')], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATA_DIR: folder, PORT: String(port), MODEL: 'none', EMBEDDER: 'none', LOG_LEVEL: 'error' },
  });
  const url = await readyUrl(child);
  const keys = JSON.parse(readFileSync(join(folder, 'dev-keys.json'), 'utf8')) as Record<Role, string>;
  return {
    url,
    keys,
    call: async <T>(role: Role | { key: string }, method: string, path: string, body?: unknown) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${typeof role === 'string' ? keys[role] : role.key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The address that the service prints when it is ready. */
function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let printed = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const url = /API (http:\/\/[^/\s]+)\/v1/u.exec(printed)?.[1];
      if (url !== undefined) done(url);
    });
    child.once('exit', (code) => fail(new Error(`the service ended with ${code}: ${printed}`)));
  });
}
