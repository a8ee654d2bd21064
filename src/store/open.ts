/**
 * Opens the database of either mode behind one type: `pool` is a node-postgres pool in both, so Kysely, BullMQ and
 * our own queries cannot tell PGlite from a server.
 */
import { join } from 'node:path';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Config } from '../config.ts';
import { problem } from '../errors.ts';
import { openSession, type Session } from './embedded/session.ts';
import { SessionSocket } from './embedded/socket.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

/** An open database. Close it once, at the end. */
export interface Store {
  readonly mode: Config['mode'];
  readonly db: Db;
  readonly pool: pg.Pool;
  /**
   * For BullMQ and LISTEN, which keep clients checked out for as long as they live: on servers a pool of its own, so
   * that they cannot starve queries.
   */
  readonly sessions: pg.Pool;
  close(): Promise<void>;
}

/** Ours come first; BullMQ's functions name their tables without a schema. */
const SEARCH_PATH = 'public, bullmq';
/** Clients are only queues for the one session here; BullMQ and the event bus keep some checked out for LISTEN. */
const EMBEDDED_CLIENTS = 24;

/** Two workers and the event bus keep one each; the rest is for BullMQ's queries. */
const SESSIONS = 8;

/** int8 is a number here: our counts stay far below 2^53. node-postgres alone would give text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Opens the database that the settings name. Embedded: takes the lock of the folder first.
 * @param options.migrate bring the schema up to date (default true)
 * @throws Problem `folder-locked` when another process holds the embedded folder, `not-ready` when the server does not
 *   answer
 */
export async function openStore(
  config: Pick<Config, 'mode' | 'DATA_DIR' | 'DATABASE_URL' | 'DATABASE_POOL'>,
  options: { migrate?: boolean } = {},
): Promise<Store> {
  const opened = config.mode === 'embedded' ? await openEmbedded(config.DATA_DIR) : openServer(config);
  const pools = new Set([opened.pool, opened.sessions]);
  // Idle clients that drop are replaced by the pool; without a listener Node would end the process.
  for (const pool of pools) pool.on('error', () => undefined);
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: opened.pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const store: Store = {
    mode: config.mode,
    db,
    pool: opened.pool,
    sessions: opened.sessions,
    close: async () => {
      // Not db.destroy(): it would leave the pool open where no query ran yet.
      for (const pool of pools) await pool.end();
      await opened.release();
    },
  };
  try {
    if (config.mode === 'servers') await reach(opened.pool, config.DATABASE_URL);
    if (options.migrate ?? true) await migrate(db);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Opened {
  pool: pg.Pool;
  sessions: pg.Pool;
  release(): Promise<void>;
}

async function openEmbedded(folder: string): Promise<Opened> {
  const lock: FolderLock = await lockFolder(folder);
  let session: Session;
  try {
    session = await openSession(join(folder, 'db'), SEARCH_PATH);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const pool = new pg.Pool({
    stream: () => new SessionSocket(session) as unknown as pg.ClientConfig['stream'] & SessionSocket,
    max: EMBEDDED_CLIENTS,
    idleTimeoutMillis: 0,
    keepAlive: true,
    user: 'postgres',
    database: 'postgres',
    types,
  } as pg.PoolConfig);
  return {
    pool,
    sessions: pool,
    release: async () => {
      await session.close();
      await lock.release();
    },
  };
}

function openServer(config: Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL'>): Opened {
  const options: pg.PoolConfig = {
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL,
    options: `-c search_path=${SEARCH_PATH.replace(' ', '')}`,
    application_name: 'bagyt',
    keepAlive: true,
    types,
  };
  return {
    pool: new pg.Pool(options),
    sessions: new pg.Pool({ ...options, max: SESSIONS, application_name: 'bagyt-sessions' }),
    release: async () => undefined,
  };
}

async function reach(pool: pg.Pool, url = ''): Promise<void> {
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw problem('not-ready', `PostgreSQL at ${hostname}:${port || 5432}${pathname}: ${reason}`, {}, { cause });
  }
}
