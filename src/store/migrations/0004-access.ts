import { type Kysely, sql } from 'kysely';

/** API keys, settings that change while the service runs, and which model answered when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE api_keys (
      id uuid PRIMARY KEY,
      prefix text NOT NULL,
      hash text NOT NULL UNIQUE,
      role text NOT NULL CHECK (role IN ('backend', 'dispatcher', 'ml', 'admin')),
      name text NOT NULL,
      created_at timestamptz NOT NULL,
      revoked_at timestamptz,
      last_used_at timestamptz
    )`.execute(db);
  await sql`
    CREATE TABLE model_activations (
      id uuid PRIMARY KEY,
      version text NOT NULL,
      activated_by text NOT NULL,
      activated_at timestamptz NOT NULL,
      note text
    )`.execute(db);
  await sql`
    CREATE TABLE settings (
      key text PRIMARY KEY,
      value jsonb NOT NULL,
      updated_at timestamptz NOT NULL,
      updated_by text NOT NULL
    )`.execute(db);
}
