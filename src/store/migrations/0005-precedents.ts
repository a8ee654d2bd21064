import { type Kysely, sql } from 'kysely';

/**
 * Embeddings of confirmed appeals, one row per appeal and encoder. The column has no dimension of its own, because
 * encoders differ; each encoder gets an HNSW index over its own rows (src/store/precedents.ts).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE precedents (
      appeal_id uuid NOT NULL REFERENCES appeals (id),
      encoder text NOT NULL,
      category text NOT NULL,
      department text,
      district text,
      snippet text NOT NULL,
      embedding vector NOT NULL,
      decided_at timestamptz NOT NULL,
      PRIMARY KEY (encoder, appeal_id)
    )`.execute(db);
  await sql`CREATE INDEX precedents_category ON precedents (encoder, category)`.execute(db);
  await sql`CREATE INDEX precedents_appeal ON precedents (appeal_id)`.execute(db);
}
