import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config.ts';
import type { Role } from '../../src/store/schema.ts';

/** A service that answers over HTTP, and a key for it. */
export interface Service {
  url: string;
  key: string;
}

/**
 * Finds the running service and a key: `--url` and `--key`, else the configured address and the development keys.
 * @throws Error that says what to do
 */
export function findService(
  config: Config,
  role: Role,
  given: { url?: string | undefined; key?: string | undefined },
): Service {
  const url = given.url ?? config.PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`;
  const key = given.key ?? developmentKey(config, role);
  if (key === undefined)
    throw new Error(`no key: give --key, or start the service once so that ${keysFile(config)} is there`);
  return { url: url.replace(/\/$/u, ''), key };
}

function keysFile(config: Config): string {
  return join(config.DATA_DIR, 'dev-keys.json');
}

function developmentKey(config: Config, role: Role): string | undefined {
  if (!existsSync(keysFile(config))) return undefined;
  const keys = JSON.parse(readFileSync(keysFile(config), 'utf8')) as Partial<Record<Role, string>>;
  return keys[role];
}

/** Whether a service answers there. */
export async function isRunning(service: Service): Promise<boolean> {
  const answer = await attempt(service, 'GET', '/health/live', undefined);
  return answer?.ok ?? false;
}

/** Waits between tries while the service is away, in milliseconds: about two minutes in all. */
const WAITS = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/**
 * Calls the service with JSON. Network failures, 429 and 503 are tried again with growing waits: sending an appeal
 * twice is safe.
 * @throws Error with the problem's detail for any other answer that is not 2xx
 */
export async function call<T>(service: Service, method: string, path: string, body?: unknown): Promise<T> {
  for (const wait of [...WAITS, null]) {
    const answer = await attempt(service, method, path, body);
    if (answer !== null && answer.status !== 429 && answer.status !== 503) {
      const value = (await answer.json()) as T & { detail?: string };
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${value.detail ?? ''}`);
      return value;
    }
    if (wait === null) break;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  throw new Error(`no service answers at ${service.url}`);
}

async function attempt(service: Service, method: string, path: string, body: unknown): Promise<Response | null> {
  try {
    return await fetch(`${service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${service.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return null;
  }
}
