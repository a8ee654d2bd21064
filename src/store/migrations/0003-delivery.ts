import { type Kysely, sql } from 'kysely';

/** Effects outside the database: the outbox, webhook endpoints and their deliveries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      topic text NOT NULL CHECK (topic IN ('triage', 'webhook')),
      ref uuid NOT NULL,
      created_at timestamptz NOT NULL,
      leased_until timestamptz
    )`.execute(db);
  await sql`
    CREATE TABLE webhook_endpoints (
      id uuid PRIMARY KEY,
      url text NOT NULL,
      secret text NOT NULL,
      events jsonb NOT NULL,
      description text,
      created_by text NOT NULL,
      created_at timestamptz NOT NULL,
      disabled_at timestamptz
    )`.execute(db);
  await sql`
    CREATE TABLE webhook_deliveries (
      id uuid PRIMARY KEY,
      endpoint_id uuid NOT NULL REFERENCES webhook_endpoints (id),
      event text NOT NULL,
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      body text NOT NULL,
      state text NOT NULL CHECK (state IN ('pending', 'delivered', 'parked')),
      attempts integer NOT NULL DEFAULT 0,
      last_status integer,
      last_error text,
      created_at timestamptz NOT NULL,
      started_at timestamptz NOT NULL,
      due_at timestamptz NOT NULL,
      finished_at timestamptz
    )`.execute(db);
  await sql`CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (due_at) WHERE state = 'pending'`.execute(db);
  await sql`CREATE INDEX webhook_deliveries_parked ON webhook_deliveries (id) WHERE state = 'parked'`.execute(db);
  await sql`CREATE INDEX webhook_deliveries_appeal ON webhook_deliveries (appeal_id)`.execute(db);
}
