import { type Kysely, sql } from 'kysely';

/** Indexes by the times that reports select by. What a report groups by is included, so that it reads no long rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE INDEX appeals_submitted ON appeals (submitted_at)`.execute(db);
  await sql`CREATE INDEX appeals_due ON appeals (due_at) WHERE due_at IS NOT NULL`.execute(db);
  await sql`CREATE INDEX suggestions_created ON suggestions (created_at)`.execute(db);
  await sql`CREATE INDEX outcomes_kind ON outcomes (kind, occurred_at)`.execute(db);
}
