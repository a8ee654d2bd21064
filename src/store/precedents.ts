/**
 * Precedents: embeddings of confirmed appeals in pgvector. The encoder's hash is part of every row and every query, so
 * that two encoders live side by side while the rows are embedded anew.
 */
import { type Kysely, sql } from 'kysely';
import pgvector from 'pgvector';
import type { PrecedentHit, PrecedentQuery, PrecedentSource } from '../classify/precedents.ts';
import { problem } from '../errors.ts';
import type { Db } from './open.ts';
import type { Database } from './schema.ts';

/** A confirmed appeal as a precedent. */
export interface NewPrecedent {
  appealId: string;
  category: string;
  department: string | null;
  district: string | null;
  /** Beginning of the masked text, as it may be shown beside another appeal. */
  snippet: string;
  vector: Float32Array;
  decidedAt: Date;
}

/** Only precedents of this kind; such a filter is answered by an exact scan. */
export interface PrecedentFilter {
  category?: string;
  district?: string;
}

/** Neighbours that the index looks at before the nearest are taken; pgvector's own default of 40 loses recall here. */
const EF_SEARCH = 100;

const indexName = (encoder: string) => `precedents_hnsw_${encoder.slice(0, 16)}`;

/**
 * Makes the HNSW index of an encoder's rows, if it is not there. Called when an encoder is first used.
 * @param encoder SHA-256 of the encoder, lower-case hex
 */
export async function ensurePrecedentIndex(db: Kysely<Database>, encoder: string, dimension: number): Promise<void> {
  if (!/^[0-9a-f]{16,64}$/.test(encoder)) throw problem('internal', 'An encoder is known by its hash');
  await sql`
    CREATE INDEX IF NOT EXISTS ${sql.ref(indexName(encoder))} ON precedents
    USING hnsw ((embedding::vector(${sql.lit(dimension)})) vector_cosine_ops)
    WHERE encoder = ${sql.lit(encoder)}`.execute(db);
}

/** Stores precedents, or replaces them: a corrected decision changes the category that an appeal stands for. */
export async function putPrecedents(
  db: Kysely<Database>,
  encoder: string,
  precedents: readonly NewPrecedent[],
): Promise<void> {
  if (precedents.length === 0) return;
  const rows = precedents.map(
    (p) => sql`(${p.appealId}::uuid, ${encoder}, ${p.category}, ${p.department}, ${p.district}, ${p.snippet},
      ${pgvector.toSql(Array.from(p.vector))}::vector, ${p.decidedAt})`,
  );
  await sql`
    INSERT INTO precedents (appeal_id, encoder, category, department, district, snippet, embedding, decided_at)
    VALUES ${sql.join(rows)}
    ON CONFLICT (encoder, appeal_id) DO UPDATE SET category = excluded.category, department = excluded.department,
      district = excluded.district, snippet = excluded.snippet, embedding = excluded.embedding,
      decided_at = excluded.decided_at`.execute(db);
}

/** Takes an appeal out of the precedents: its decision was taken back, or its text was erased. */
export async function forgetPrecedent(db: Kysely<Database>, appealId: string): Promise<void> {
  await db.deleteFrom('precedents').where('appealId', '=', appealId).execute();
}

/**
 * The nearest precedents of one query by cosine.
 * Without a filter the HNSW index answers. With one, the rows that match are scanned exactly: an index walk that
 * throws most of what it finds away loses the nearest ones.
 */
export async function nearestPrecedents(
  db: Db,
  encoder: string,
  query: PrecedentQuery,
  count: number,
  filter: PrecedentFilter = {},
): Promise<PrecedentHit[]> {
  const vector = sql`${pgvector.toSql(Array.from(query.vector))}::vector`;
  const typed = sql`embedding::vector(${sql.lit(query.vector.length)})`;
  const own = query.excludeAppealId ?? '00000000-0000-0000-0000-000000000000';
  const columns = sql`appeal_id, category, snippet, 1 - (${typed} <=> ${vector}) AS similarity`;
  if (filter.category !== undefined || filter.district !== undefined) {
    const { rows } = await sql<PrecedentHit>`
      WITH matching AS MATERIALIZED (
        SELECT appeal_id, category, snippet, embedding FROM precedents
        WHERE encoder = ${encoder} AND appeal_id <> ${own}::uuid
          AND (${filter.category ?? null}::text IS NULL OR category = ${filter.category ?? null})
          AND (${filter.district ?? null}::text IS NULL OR district = ${filter.district ?? null}))
      SELECT ${columns} FROM matching ORDER BY ${typed} <=> ${vector}, appeal_id LIMIT ${count}`.execute(db);
    return rows;
  }
  return await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL hnsw.ef_search = ${sql.lit(EF_SEARCH)}`.execute(trx);
    // The encoder stands as a literal, or the planner could not tell that the partial index covers the query.
    const { rows } = await sql<PrecedentHit>`
      SELECT ${columns} FROM precedents WHERE encoder = ${sql.lit(encoder)} AND appeal_id <> ${own}::uuid
      ORDER BY ${typed} <=> ${vector} LIMIT ${count}`.execute(trx);
    return rows;
  });
}

/** Confirmed appeals that have no embedding by this encoder yet, oldest decision first. */
export async function appealsWithoutPrecedent(db: Db, encoder: string, limit: number) {
  return await db
    .selectFrom('appeals')
    .innerJoin('decisions', 'decisions.id', 'appeals.decisionId')
    .select([
      'appeals.id',
      'appeals.text',
      'appeals.language',
      'appeals.district',
      'decisions.category',
      'decisions.department',
      'decisions.decidedAt',
    ])
    .where('decisions.kind', '<>', 'reject')
    .where('decisions.undoneAt', 'is', null)
    .where('decisions.category', 'is not', null)
    .where('appeals.text', '<>', '')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('precedents')
            .select('precedents.appealId')
            .whereRef('precedents.appealId', '=', 'appeals.id')
            .where('precedents.encoder', '=', encoder),
        ),
      ),
    )
    .orderBy('decisions.decidedAt')
    .limit(limit)
    .execute();
}

/** How many precedents each encoder has, by its hash. */
export async function countPrecedents(db: Db): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('precedents')
    .select(({ fn }) => ['encoder', fn.countAll<number>().as('count')])
    .groupBy('encoder')
    .execute();
  return Object.fromEntries(rows.map(({ encoder, count }) => [encoder, Number(count)]));
}

/** Removes the rows and the index of an encoder that is no longer used. */
export async function dropPrecedents(db: Db, encoder: string): Promise<void> {
  await db.deleteFrom('precedents').where('encoder', '=', encoder).execute();
  await sql`DROP INDEX IF EXISTS ${sql.ref(indexName(encoder))}`.execute(db);
}

/** The precedents of a database as the classifier asks for them. */
export function precedentSource(db: Db): PrecedentSource {
  return {
    nearest: async (encoder, queries, count) =>
      await Promise.all(queries.map((query) => nearestPrecedents(db, encoder, query, count))),
  };
}
