/**
 * The only reader of the environment. Every setting has a default, a meaning and a check; an unknown `BAGYT_…`
 * name or an invalid value stops the start with its name (see `npm run config`).
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { problem } from './errors.ts';

const flag = z.stringbool({ truthy: ['1', 'true', 'yes', 'on'], falsy: ['0', 'false', 'no', 'off'] });
const seconds = (fallback: number) => z.coerce.number().positive().default(fallback);
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);
const connection = (...protocols: string[]) =>
  z.url({ protocol: new RegExp(`^(${protocols.join('|')})$`) }).describe(`${protocols[0]}://…`);

/** Environment name → check, default and meaning; `describe` is what `npm run config` prints. */
export const ConfigSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('Port of the API; 0 takes a free one'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
  DATA_DIR: z.string().min(1).default('./var').describe('Folder of the embedded database, development keys and caches'),
  DATABASE_URL: connection('postgres', 'postgresql')
    .optional()
    .describe('PostgreSQL ≥ 15 with pgvector; absent: embedded'),
  DATABASE_POOL: count(10).describe('Connections to PostgreSQL per process'),
  REDIS_URL: connection('redis', 'rediss')
    .optional()
    .describe('Redis for the queue; absent: the queue lives in PostgreSQL'),
  QUEUE: z.enum(['redis', 'postgres']).optional().describe('Where the queue lives; default: redis if REDIS_URL is set'),
  QUEUE_CONCURRENCY: count(4).describe('Jobs of one worker process under way at once'),
  TAXONOMY: z.string().min(1).default('data/taxonomy/bishkek.json').describe('Taxonomy file'),
  MODEL: z
    .string()
    .min(1)
    .default('models/released')
    .describe('Model folder used until another version is activated; "none" runs on keywords alone'),
  EMBEDDER: z
    .string()
    .min(1)
    .default('bagyt-encoder')
    .describe('Folder under models/ or name of a transformers.js feature-extraction model; "none" for no encoder'),
  EMBEDDER_WORKERS: z.coerce.number().int().min(1).max(32).default(1).describe('Inference threads per process'),
  EMBEDDER_TIMEOUT_MS: count(2_000).describe('After this the n-gram and keyword evidence answers alone (milliseconds)'),
  PUBLIC_URL: z.url().optional().describe('Address under which users reach the service; default: http://HOST:PORT'),
  MAP_TILES: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'must be an address of raster tiles with {z}, {x} and {y}')
    .optional()
    .describe('Raster tiles beneath the console’s map, https://…/{z}/{x}/{y}.png; absent: outlines only'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
  BOOTSTRAP_ADMIN_KEY: z
    .string()
    .min(24)
    .optional()
    .describe('Admin key to accept at the first start on servers (24 characters or more)'),
  CLAIM_SECONDS: seconds(300).describe('A claim that nobody renewed ends after this (seconds)'),
  WEBHOOK_TIMEOUT_SECONDS: seconds(10).describe('A webhook endpoint must answer within this (seconds)'),
  WEBHOOK_RETRY_HOURS: seconds(24).describe('Deliveries are retried with backoff this long, then parked (hours)'),
  WEBHOOK_ALLOW_HTTP: flag.default(false).describe('Development only: webhook endpoints may use plain http'),
  WEBHOOK_ALLOW_PRIVATE: flag.default(false).describe('Webhook endpoints may resolve to private or loopback addresses'),
  RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Delete text and place of appeals this long after their decision (days); 0 keeps them'),
  TRUST_PROXY: flag.default(false).describe('Take the client address from X-Forwarded-For'),
  CI: z.string().optional().describe('Set by CI: a skipped test suite is a failure'),
});

export type Environment = z.output<typeof ConfigSchema>;

/** The settings as the rest of the code reads them: paths absolute, mode and queue decided. */
export interface Config extends Omit<Environment, 'QUEUE'> {
  readonly mode: 'embedded' | 'servers';
  readonly QUEUE: 'redis' | 'postgres';
}

/** Names that mean a typing error, not somebody else's variable: one letter off, or ours by prefix. */
const OURS = /^(WEBHOOK_|EMBEDDER|DATABASE_|QUEUE|RETENTION_|CLAIM_|BOOTSTRAP_|BAGYT_)/;

/**
 * Reads settings from an environment.
 * @param env for example `process.env`
 * @param cwd folder that relative paths start from
 * @throws Problem `invalid-config` naming every wrong setting
 */
export function readConfig(env: Record<string, string | undefined>, cwd: string): Config {
  const known = new Set(Object.keys(ConfigSchema.shape));
  const unknown = Object.keys(env).filter((name) => OURS.test(name) && !known.has(name));
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => known.has(name) && value !== ''));
  const parsed = ConfigSchema.safeParse(given);
  const errors = [
    ...unknown.map((name) => ({ path: name, message: 'is not a setting; see npm run config' })),
    ...(parsed.error?.issues ?? []).map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  ];
  if (parsed.success && parsed.data.QUEUE === 'redis' && parsed.data.REDIS_URL === undefined)
    errors.push({ path: 'QUEUE', message: 'is redis, but REDIS_URL is not set' });
  if (parsed.success && parsed.data.REDIS_URL !== undefined && parsed.data.DATABASE_URL === undefined)
    errors.push({ path: 'REDIS_URL', message: 'needs DATABASE_URL: the embedded mode is one process' });
  if (!parsed.success || errors.length > 0)
    throw problem('invalid-config', errors.map((e) => `${e.path} ${e.message}`).join('; '), { errors });
  const settings = parsed.data;
  return {
    ...settings,
    DATA_DIR: resolve(cwd, settings.DATA_DIR),
    TAXONOMY: resolve(cwd, settings.TAXONOMY),
    MODEL: settings.MODEL === 'none' ? 'none' : resolve(cwd, settings.MODEL),
    mode: settings.DATABASE_URL === undefined ? 'embedded' : 'servers',
    QUEUE: settings.QUEUE ?? (settings.REDIS_URL === undefined ? 'postgres' : 'redis'),
  };
}
