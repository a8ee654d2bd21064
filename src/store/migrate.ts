import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { problem } from '../errors.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Database } from './schema.ts';

/**
 * Brings the schema up to date; several processes may try at once, one does it (Kysely takes an advisory lock).
 * @throws Problem `internal` naming the migration that failed; it is rolled back
 */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'unknown';
  throw problem('internal', `Migration ${failed} failed`, {}, { cause: error });
}
