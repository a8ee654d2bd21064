/** The three ways in which Bagyt runs, for tests that must hold in each. */
import { rmSync } from 'node:fs';
import { migratedFolder, temporaryFolder } from './folders.ts';
import { newDatabase, newRedis, type Services, services } from './services.ts';

export type Mode = 'embedded' | 'PostgreSQL + Redis' | 'PostgreSQL only';

/** An environment of its own: settings that select the mode, and how to remove what was made. */
export interface Place {
  mode: Mode;
  env: Record<string, string>;
  folder: string;
  remove(): Promise<void>;
}

export interface ModeCase {
  mode: Mode;
  /** Why the mode cannot run here. */
  missing: string | undefined;
  place(name: string): Promise<Place>;
}

/** One case per mode for `describe.each`; those whose servers are missing carry the reason. */
export function modes(): ModeCase[] {
  const found = services();
  const missing = 'missing' in found ? found.missing : undefined;
  return [
    { mode: 'embedded', missing: undefined, place: embedded },
    { mode: 'PostgreSQL + Redis', missing, place: (name) => onServers(name, found, true) },
    { mode: 'PostgreSQL only', missing, place: (name) => onServers(name, found, false) },
  ];
}

async function embedded(name: string): Promise<Place> {
  const folder = await migratedFolder(name);
  return {
    mode: 'embedded',
    env: { DATA_DIR: folder },
    folder,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function onServers(name: string, found: Services, withRedis: boolean): Promise<Place> {
  if ('missing' in found) throw new Error(found.missing);
  const folder = temporaryFolder(name);
  const database = await newDatabase(found.databaseUrl);
  const redis = withRedis ? await newRedis(found.redisUrl) : undefined;
  return {
    mode: withRedis ? 'PostgreSQL + Redis' : 'PostgreSQL only',
    env: { DATA_DIR: folder, DATABASE_URL: database.url, ...(redis && { REDIS_URL: redis.url }) },
    folder,
    remove: async () => {
      await database.drop();
      await redis?.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
