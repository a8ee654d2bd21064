/** A running Bagyt: the real entry points as processes, over real HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { readDevKeys } from '../../src/dev-keys.ts';
import type { Role } from '../../src/store/schema.ts';
import type { Place } from './modes.ts';
import { ROOT } from './services.ts';

export interface Instance {
  url: string;
  keys: Record<Role, string>;
  processes: ChildProcess[];
  /** What the processes logged (stderr); for assertions and for whoever reads a failure. */
  log(): string;
  /** Calls the API as a role; `json` is the parsed answer. */
  call(role: Role, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a signal to every process and waits for their ends. @returns exit codes */
  end(signal: NodeJS.Signals): Promise<(number | null)[]>;
}

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
  json: any;
}

/** Keywords only: tests of the service must not depend on a trained model. */
const SETTINGS = { PORT: '0', MODEL: 'none', EMBEDDER: 'none', LOG_LEVEL: 'info' };

/**
 * Starts an instance: one process embedded and on PostgreSQL only, API and worker apart with Redis.
 * @param env further settings
 */
export async function startInstance(place: Place, env: Record<string, string> = {}): Promise<Instance> {
  const admin = `bagyt_admin_${randomBytes(24).toString('base64url')}`;
  const settings = {
    ...SETTINGS,
    ...place.env,
    ...(place.mode !== 'embedded' && { BOOTSTRAP_ADMIN_KEY: admin }),
    ...env,
  };
  const apart = place.mode === 'PostgreSQL + Redis';
  const entries = apart ? ['src/api.ts', 'src/worker.ts'] : ['src/main.ts'];
  const started = entries.map((entry) => launch(entry, settings));
  const [first] = await Promise.all(started.map((each) => each.ready));
  const url = /API (http\S+)\/v1/.exec(first ?? '')?.[1];
  if (url === undefined) throw new Error(`no address in: ${first}`);
  const instance: Instance = {
    url,
    keys: { backend: admin, dispatcher: admin, ml: admin, admin },
    processes: started.map(({ child }) => child),
    log: () => started.map((each) => each.log()).join('\n'),
    call: (role, method, path, body, headers = {}) => call(`${url}${path}`, instance.keys[role], method, body, headers),
    end: async (signal) => await Promise.all(started.map(({ child }) => endProcess(child, signal))),
  };
  instance.keys = (place.mode === 'embedded' ? readDevKeys(place.folder) : undefined) ?? (await makeKeys(instance));
  return instance;
}

/** On servers the bootstrap key makes the others, as an administrator would. */
async function makeKeys(instance: Instance): Promise<Record<Role, string>> {
  const keys = { ...instance.keys };
  for (const role of ['backend', 'dispatcher', 'ml'] as const) {
    const { status, json } = await instance.call('admin', 'POST', '/v1/admin/keys', { role, name: `test-${role}` });
    if (status !== 201) throw new Error(`no key for ${role}: ${status} ${JSON.stringify(json)}`);
    keys[role] = json.key;
  }
  return keys;
}

function launch(entry: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', './scripts/check-node.mjs', entry], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log += chunk;
  });
  const ready = new Promise<string>((done, fail) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (/is ready.*\n/.test(out) && (!out.includes('API') || /console \S+\n/.test(out))) done(out);
    });
    child.on('exit', (code) => fail(new Error(`${entry} ended with ${code} before it was ready:\n${out}${log}`)));
  });
  return { child, ready, log: () => log };
}

async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = once(child, 'exit');
  child.kill(signal);
  const [code] = (await gone) as [number | null];
  return code;
}

async function call(
  url: string,
  key: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, json: text === '' ? undefined : JSON.parse(text) };
}

/** Asks again until the answer satisfies `good`; fails after `tries` with the last answer. */
export async function eventually<T>(ask: () => Promise<T>, good: (value: T) => boolean, tries = 600): Promise<T> {
  let value = await ask();
  for (let i = 0; i < tries && !good(value); i++) {
    await new Promise((wait) => setTimeout(wait, 100));
    value = await ask();
  }
  if (!good(value)) throw new Error(`it never became so: ${JSON.stringify(value)?.slice(0, 2_000)}`);
  return value;
}

export const projectFile = (path: string) => resolve(ROOT, path);
