/**
 * Opens the database of either mode behind one type: `pool` is a node-postgres pool in both, so Kysely, BullMQ and
 * our own queries cannot tell PGlite from a server.
 */
import { join } from 'node:path';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Config } from '../config.ts';
import { openSession, type Session } from './embedded/session.ts';
import { SessionSocket } from './embedded/socket.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import type { Database } from './schema.ts';

export type Db = Kysely<Database>;

/** An open database: `db` for queries, `pool` for BullMQ and LISTEN. Close it once, at the end. */
export interface Store {
  readonly mode: Config['mode'];
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/** Ours come first; BullMQ's functions name their tables without a schema. */
const SEARCH_PATH = 'public, bullmq';
/** Clients are only queues for the one session here; BullMQ and the event bus keep some checked out for LISTEN. */
const EMBEDDED_CLIENTS = 24;

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
 * @throws Problem `folder-locked` when another process holds the embedded folder
 */
export async function openStore(
  config: Pick<Config, 'mode' | 'DATA_DIR' | 'DATABASE_URL' | 'DATABASE_POOL'>,
  options: { migrate?: boolean } = {},
): Promise<Store> {
  const opened = config.mode === 'embedded' ? await openEmbedded(config.DATA_DIR) : openServer(config);
  // Idle clients that drop are replaced by the pool; without a listener Node would end the process.
  opened.pool.on('error', () => undefined);
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: opened.pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  const store: Store = {
    mode: config.mode,
    db,
    pool: opened.pool,
    close: async () => {
      await db.destroy();
      if (!opened.pool.ended) await opened.pool.end();
      await opened.release();
    },
  };
  try {
    if (options.migrate ?? true) await migrate(db);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Opened {
  pool: pg.Pool;
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
    release: async () => {
      await session.close();
      await lock.release();
    },
  };
}

function openServer(config: Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL'>): Opened {
  const pool = new pg.Pool({
    connectionString: config.DATABASE_URL,
    max: config.DATABASE_POOL,
    options: `-c search_path=${SEARCH_PATH.replace(' ', '')}`,
    application_name: 'bagyt',
    keepAlive: true,
    types,
  });
  return { pool, release: async () => undefined };
}
