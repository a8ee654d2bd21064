import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { inject } from 'vitest';

export const ROOT = resolve(import.meta.dirname, '../..');
const ENV_FILE = resolve(ROOT, 'var/services.env');

/** Addresses of the private servers, or why there are none. */
export type Services = { databaseUrl: string; redisUrl: string } | { missing: string };

/**
 * Private PostgreSQL and Redis, started by scripts/services.sh where they do not run yet (the global set-up stops them
 * at the end). Without them suites are skipped with the reason; with CI set that is a failure.
 */
export function services(): Services {
  const started = spawnSync(resolve(ROOT, 'scripts/services.sh'), ['start'], { encoding: 'utf8' });
  if (started.status !== 0) {
    const missing = started.stderr.trim().split('\n').at(-1) ?? 'scripts/services.sh start failed';
    if (inject('ci')) throw new Error(`CI needs PostgreSQL and Redis: ${missing}`);
    return { missing };
  }
  const env = parseEnv(readFileSync(ENV_FILE, 'utf8'));
  return { databaseUrl: env.DATABASE_URL ?? '', redisUrl: env.REDIS_URL ?? '' };
}

/** A new empty database on the private server; `drop` removes it whoever is still connected. */
export async function newDatabase(baseUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `bagyt_test_${randomBytes(6).toString('hex')}`;
  await onServer(baseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(baseUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(baseUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** An empty logical database of the private Redis; tests that run at once get different ones. */
export async function newRedis(baseUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const redis = new Redis(baseUrl);
  // Database 0 keeps the counter; the others go round.
  const number = ((await redis.incr('bagyt-test-databases')) % 15) + 1;
  await redis.select(number);
  await redis.flushdb();
  await redis.quit();
  const url = new URL(baseUrl);
  url.pathname = `/${number}`;
  return {
    url: url.href,
    drop: async () => {
      const last = new Redis(url.href);
      await last.flushdb();
      await last.quit();
    },
  };
}
