import { sql } from 'kysely';
import type { Db } from '../../src/store/open.ts';
import type { Taxonomy } from '../../src/taxonomy/schema.ts';

/** Rows per statement: few enough that PGlite keeps its memory. */
const CHUNK = 25_000;

/**
 * Fills an empty database with made-up appeals for measuring: spread evenly over the 365 days before `now`, 95 %
 * decided, the newest 5 % open. Sizes are those of real rows: 300 characters of text, 1.5 kB of suggestion. Values
 * follow from the row's number, so that two runs measure the same.
 */
export async function seedAppeals(db: Db, count: number, taxonomy: Taxonomy, now: Date): Promise<void> {
  const categories = JSON.stringify(taxonomy.categories.map(({ id, department }) => ({ id, department })));
  const districts = taxonomy.districts.map(({ id }) => id);
  for (let first = 1; first <= count; first += CHUNK) {
    const last = Math.min(first + CHUNK - 1, count);
    await db.transaction().execute(async (trx) => {
      await sql`
        CREATE TEMPORARY TABLE made ON COMMIT DROP AS
        -- Ids that grow with time, like those of version 7 that the service makes.
        SELECT i, (lpad(to_hex(i), 12, '0') || '7' || left(md5('a' || i), 3) || '8' || right(md5('a' || i), 15))::uuid AS id,
          (lpad(to_hex(i), 12, '0') || '7' || left(md5('s' || i), 3) || '8' || right(md5('s' || i), 15))::uuid AS sid,
          (lpad(to_hex(i), 12, '0') || '7' || left(md5('d' || i), 3) || '8' || right(md5('d' || i), 15))::uuid AS did,
          hash.h, ${now}::timestamptz - make_interval(secs => (${count}::float8 - i) / ${count} * 365 * 86400) AS at,
          c.value->>'id' AS category, c.value->>'department' AS department,
          (${sql.val(districts)}::text[])[1 + hash.h % ${districts.length}] AS district,
          CASE WHEN hash.h % 10 < 6 THEN 'ru' WHEN hash.h % 10 < 9 THEN 'ky' ELSE 'mixed' END AS language,
          (ARRAY['app', 'call-centre', 'letter', 'web'])[1 + hash.h % 4] AS channel,
          (ARRAY['preselect', 'suggest', 'manual'])[1 + hash.h % 3] AS level,
          i <= ${count}::int * 0.95 AS decided
        FROM generate_series(${first}::int, ${last}::int) AS i
        CROSS JOIN LATERAL (SELECT abs(hashint4(i)) AS h) AS hash
        JOIN LATERAL (SELECT ${categories}::jsonb -> least(hash.h % ${taxonomy.categories.length}, hash.h / 97 % ${taxonomy.categories.length}) AS value) AS c ON true`.execute(
        trx,
      );
      await sql`
        INSERT INTO appeals (id, external_id, body_hash, text, masked_text, language, district, channel, submitted_at,
          received_at, state, suggestion_id, level, urgency, urgency_rank, due_at, category, department, confidence,
          decision_id, decided_at)
        SELECT id, 'm-' || i, md5(i::text), repeat(md5(i::text) || ' ', 9), repeat(md5(i::text) || ' ', 9), language,
          district, channel, at, at, CASE WHEN NOT decided THEN 'suggested' WHEN h % 33 = 0 THEN 'rejected' ELSE 'decided' END,
          sid, level, CASE WHEN h % 50 = 0 THEN 'emergency' ELSE 'normal' END, CASE WHEN h % 50 = 0 THEN 0 ELSE 2 END,
          at + interval '5 days', category, department, 0.5, CASE WHEN decided THEN did END,
          CASE WHEN decided THEN at + make_interval(secs => h % 90000) END
        FROM made`.execute(trx);
      await sql`
        INSERT INTO suggestions (id, appeal_id, created_at, shown, category, department, confidence, level, reason,
          language, degraded, model_version, taxonomy_version)
        SELECT sid, id, at, jsonb_build_object('candidates', '[]'::jsonb, 'filler', repeat(md5(i::text), 46)), category,
          department, 0.5, level, 'confident', language, CASE WHEN h % 100 = 0 THEN 'embedder-timeout' END,
          'model-' || (i * 6 / ${count}), 't1'
        FROM made`.execute(trx);
      await sql`
        INSERT INTO decisions (id, appeal_id, suggestion_id, kind, category, department, rank, decided_by, decided_at)
        SELECT did, id, sid, CASE WHEN h % 33 = 0 THEN 'reject' WHEN h % 10 < 8 THEN 'confirm' ELSE 'correct' END,
          category, department, CASE WHEN h % 33 = 0 THEN NULL WHEN h % 10 < 8 THEN 1 WHEN h % 10 = 8 THEN 2 END,
          'dispatcher:made', at + make_interval(secs => h % 90000)
        FROM made WHERE decided`.execute(trx);
      for (const [kind, share, days] of [
        ['resolved', 80, 4],
        ['rated', 20, 5],
        ['rerouted', 6, 1],
        ['returned', 4, 6],
      ] as const)
        await sql`
          INSERT INTO outcomes (id, appeal_id, kind, department, rating, occurred_at, reported_at, reported_by)
          SELECT (lpad(to_hex(i), 12, '0') || '7' || left(md5(${kind} || i), 3) || '8' || right(md5(${kind} || i), 15))::uuid, id, ${kind}, NULL, CASE WHEN ${kind} = 'rated' THEN 1 + h % 5 END,
            at + make_interval(days => ${days}), at + make_interval(days => ${days}), 'backend:made'
          FROM made WHERE decided AND h / 7 % 100 < ${share} + h % 5`.execute(trx);
    });
  }
}
