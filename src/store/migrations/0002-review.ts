import { type Kysely, sql } from 'kysely';

/** What people decided, what became of it, and the record of everything, which cannot be changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE decisions (
      id uuid PRIMARY KEY,
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      suggestion_id uuid REFERENCES suggestions (id),
      kind text NOT NULL CHECK (kind IN ('confirm', 'correct', 'reject')),
      category text,
      department text,
      co_departments jsonb NOT NULL DEFAULT '[]',
      note text,
      rank smallint,
      decided_by text NOT NULL,
      decided_at timestamptz NOT NULL,
      undone_at timestamptz
    )`.execute(db);
  await sql`CREATE INDEX decisions_appeal ON decisions (appeal_id, decided_at)`.execute(db);
  await sql`CREATE INDEX decisions_time ON decisions (decided_at)`.execute(db);
  await sql`
    CREATE TABLE outcomes (
      id uuid PRIMARY KEY,
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      kind text NOT NULL CHECK (kind IN ('rerouted', 'resolved', 'rated', 'returned')),
      department text,
      rating smallint CHECK (rating BETWEEN 1 AND 5),
      note text,
      occurred_at timestamptz NOT NULL,
      reported_at timestamptz NOT NULL,
      reported_by text NOT NULL,
      UNIQUE (appeal_id, kind, occurred_at)
    )`.execute(db);
  await sql`CREATE INDEX outcomes_time ON outcomes (occurred_at)`.execute(db);
  await sql`
    CREATE TABLE history (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      at timestamptz NOT NULL,
      kind text NOT NULL,
      actor text NOT NULL,
      version integer NOT NULL,
      data jsonb NOT NULL DEFAULT '{}'
    )`.execute(db);
  await sql`CREATE INDEX history_appeal ON history (appeal_id, id)`.execute(db);
  await sql`
    CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'rows of % are appended, never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$`.execute(db);
  await sql`
    CREATE TRIGGER history_is_appended BEFORE UPDATE OR DELETE OR TRUNCATE ON history
    FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()`.execute(db);
}
