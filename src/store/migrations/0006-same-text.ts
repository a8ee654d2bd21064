import { type Kysely, sql } from 'kysely';

/**
 * Finds appeals with the same text, whatever case, spaces and punctuation: the queue shows how often one was sent.
 * An index on an expression and no column: writing appeals knows nothing of it (see src/store/similar.ts).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE INDEX appeals_same_text ON appeals (md5(regexp_replace(lower(text), '[^[:alnum:]]+', '', 'g')))`.execute(db);
}
