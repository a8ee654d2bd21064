import { type Kysely, sql } from 'kysely';

/**
 * Indexes by the times that reports select by. Texts and suggestions make long rows: what most reports group by is
 * included, so that a year of them is read from some 40 MB of index and not from a gigabyte of tables.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX appeals_submitted ON appeals (submitted_at)
    INCLUDE (urgency_rank, channel, language, category, department, district)`.execute(db);
  await sql`CREATE INDEX appeals_due ON appeals (due_at) WHERE due_at IS NOT NULL`.execute(db);
  await sql`
    CREATE INDEX suggestions_created ON suggestions (created_at)
    INCLUDE (model_version, level, degraded, language, category, department, shadow)`.execute(db);
  await sql`
    CREATE INDEX suggestions_reported ON suggestions (id)
    INCLUDE (category, department, level, language, model_version)`.execute(db);
  await sql`CREATE INDEX outcomes_kind ON outcomes (kind, occurred_at)`.execute(db);
}
