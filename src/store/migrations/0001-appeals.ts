import { type Kysely, sql } from 'kysely';

/** Appeals and the suggestions that were shown for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE EXTENSION IF NOT EXISTS vector`.execute(db);
  await sql`
    CREATE TABLE appeals (
      id uuid PRIMARY KEY,
      external_id text NOT NULL UNIQUE,
      body_hash text NOT NULL,
      text text NOT NULL,
      masked_text text,
      language text CHECK (language IN ('ru', 'ky', 'mixed', 'other')),
      declared_category text,
      given_district text,
      district text,
      lat double precision CHECK (lat BETWEEN -90 AND 90),
      lon double precision CHECK (lon BETWEEN -180 AND 180),
      address text,
      channel text,
      attachments jsonb NOT NULL DEFAULT '[]',
      submitted_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL,
      state text NOT NULL CHECK (state IN ('received', 'suggested', 'decided', 'rejected')),
      version integer NOT NULL DEFAULT 1,
      suggestion_id uuid,
      level text,
      urgency text,
      urgency_rank smallint NOT NULL DEFAULT 2,
      due_at timestamptz,
      category text,
      department text,
      unit text,
      confidence double precision,
      degraded text,
      claimed_by text,
      claimed_until timestamptz,
      decision_id uuid,
      decided_at timestamptz
    )`.execute(db);
  await sql`
    CREATE TABLE suggestions (
      id uuid PRIMARY KEY,
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      created_at timestamptz NOT NULL,
      shown jsonb NOT NULL,
      category text,
      department text,
      confidence double precision,
      level text NOT NULL,
      reason text NOT NULL,
      language text NOT NULL,
      degraded text,
      model_version text NOT NULL,
      taxonomy_version text NOT NULL,
      shadow boolean NOT NULL DEFAULT false
    )`.execute(db);
  await sql`CREATE INDEX suggestions_appeal ON suggestions (appeal_id, created_at)`.execute(db);
  // The queue in its order, and with each filter that narrows it most. Partial: decided appeals cost nothing here.
  await sql`CREATE INDEX appeals_queue ON appeals (urgency_rank, due_at, id) WHERE state = 'suggested'`.execute(db);
  for (const column of ['department', 'district', 'category'])
    await sql`
      CREATE INDEX ${sql.raw(`appeals_queue_${column}`)} ON appeals (${sql.ref(column)}, urgency_rank, due_at, id)
      WHERE state = 'suggested'`.execute(db);
  await sql`
    CREATE INDEX appeals_queue_words ON appeals USING gin (to_tsvector('simple', text))
    WHERE state = 'suggested'`.execute(db);
  await sql`CREATE INDEX appeals_waiting ON appeals (received_at) WHERE state = 'received'`.execute(db);
  await sql`CREATE INDEX appeals_received ON appeals (received_at)`.execute(db);
  await sql`CREATE INDEX appeals_decided ON appeals (decided_at) WHERE decided_at IS NOT NULL`.execute(db);
}
