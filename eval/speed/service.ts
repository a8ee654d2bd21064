/** (d), (e) and (g): a service in a process of its own, as it is deployed. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import autocannon from 'autocannon';
import { ROOT } from '../hashes.ts';
import { TEXT } from './encoder.ts';

export interface RunningService {
  url: string;
  keys: Record<string, string>;
  /** From the start of the process to the first line that says it is ready (milliseconds). */
  startMs: number;
  /** Resident memory of the process, bytes. */
  memory(): number;
  stop(): Promise<void>;
}

/** Longest wait for the first start: migrations, model, console. */
const START_MS = 300_000;

/** Starts `npm start` on a free port with an empty embedded database. @throws Error with its last words when it does not start */
export async function startService(env: Record<string, string>): Promise<RunningService> {
  const folder = mkdtempSync(join(tmpdir(), 'bagyt-bench-'));
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', './scripts/check-node.mjs', 'src/main.ts'], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  let words = '';
  const url = await new Promise<string>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`The service did not start: ${words}`)), START_MS);
    const listen = (text: string) => {
      words = (words + text).slice(-4_000);
      const found = /ready: API (http:\/\/\S+?)\/v1/u.exec(words);
      if (found?.[1] !== undefined) {
        clearTimeout(timer);
        done(found[1]);
      }
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('close', () => fail(new Error(`The service ended: ${words}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const startMs = performance.now() - started;
  // The key file is written before the ready line.
  const keys = JSON.parse(readFileSync(join(folder, 'dev-keys.json'), 'utf8')) as Record<string, string>;
  return { url, keys, startMs, memory: () => residentBytes(child.pid ?? 0), stop };
}

function residentBytes(pid: number): number {
  const found = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1] ?? Number.NaN) * 1_024;
}

export interface LoadFigures {
  connections: number;
  requestsPerSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  failed: number;
}

/** `POST /v1/route` at a number of connections. */
export async function loadRoute(service: RunningService, connections: number, seconds: number): Promise<LoadFigures> {
  const result = await autocannon({
    url: `${service.url}/v1/route`,
    method: 'POST',
    headers: { authorization: `Bearer ${service.keys.ml}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: TEXT }),
    connections,
    duration: seconds,
  });
  return {
    connections,
    requestsPerSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}

/** Sends appeals in batches and waits until each has its suggestion. @returns appeals per second, end to end */
export async function batchThroughput(service: RunningService, count: number): Promise<number> {
  const headers = { authorization: `Bearer ${service.keys.backend}`, 'content-type': 'application/json' };
  const started = performance.now();
  const size = 500;
  for (let from = 0; from < count; from += size) {
    const appeals = Array.from({ length: Math.min(size, count - from) }, (_, i) => ({
      externalId: `bench-${from + i}`,
      text: `${TEXT}, обращение ${from + i}`,
    }));
    const answer = await fetch(`${service.url}/v1/appeals/batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ appeals }),
    });
    if (!answer.ok) throw new Error(`A batch was refused: ${answer.status} ${await answer.text()}`);
    await answer.body?.cancel();
  }
  for (;;) {
    const page = await fetch(`${service.url}/v1/review?limit=1`, {
      headers: { authorization: `Bearer ${service.keys.dispatcher}` },
    });
    if (!page.ok) throw new Error(`The queue does not answer: ${page.status} ${await page.text()}`);
    const { counts } = (await page.json()) as { counts?: { total: number } };
    if ((counts?.total ?? 0) >= count) return count / ((performance.now() - started) / 1_000);
    await wait(100);
  }
}
