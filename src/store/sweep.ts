/**
 * Finds work that the queue lost (Redis that crashed forgets up to a second) and what is past its time. Every
 * statement may run twice and on several machines at once: handlers are idempotent.
 */
import { sql } from 'kysely';
import { wakeRelay } from './events.ts';
import type { Db } from './open.ts';

/** Rows per sweep; the next one takes the rest. */
const LIMIT = 10_000;

/**
 * Puts appeals that wait for triage longer than `seconds`, and have no outbox row, into the outbox again.
 * @returns how many
 */
export async function requeueAppeals(db: Db, seconds: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - seconds * 1_000);
  return await requeue(
    db,
    sql`INSERT INTO outbox (topic, ref, created_at)
        SELECT 'triage', id, ${now} FROM appeals
        WHERE state = 'received' AND received_at <= ${before}
          AND NOT EXISTS (SELECT FROM outbox WHERE topic = 'triage' AND ref = appeals.id)
        ORDER BY received_at LIMIT ${LIMIT}`,
  );
}

/**
 * The same for deliveries whose next attempt is overdue by `seconds`; their due time moves on, so that the next sweep
 * leaves them alone.
 * @returns how many
 */
export async function requeueDeliveries(db: Db, seconds: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - seconds * 1_000);
  return await requeue(
    db,
    sql`WITH late AS (
          UPDATE webhook_deliveries SET due_at = ${now} WHERE id IN (
            SELECT id FROM webhook_deliveries
            WHERE state = 'pending' AND due_at <= ${before}
              AND NOT EXISTS (SELECT FROM outbox WHERE topic = 'webhook' AND ref = webhook_deliveries.id)
            ORDER BY due_at LIMIT ${LIMIT} FOR UPDATE SKIP LOCKED)
          RETURNING id)
        INSERT INTO outbox (topic, ref, created_at) SELECT 'webhook', id, ${now} FROM late`,
  );
}

async function requeue(db: Db, statement: ReturnType<typeof sql>): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await statement.execute(trx);
    const rows = Number(numAffectedRows ?? 0n);
    if (rows > 0) await wakeRelay(trx);
    return rows;
  });
}

/**
 * Deletes text, place and attachments of appeals that were decided more than `days` ago; what was decided, and when,
 * stays for the statistics; it is no precedent any more. History records it.
 * @returns how many
 */
export async function eraseOldTexts(db: Db, days: number, now: Date): Promise<number> {
  const before = new Date(now.getTime() - days * 86_400_000);
  const { numAffectedRows } = await sql`
    WITH old AS (
      UPDATE appeals SET text = '', masked_text = '', address = NULL, lat = NULL, lon = NULL, attachments = '[]',
        version = version + 1
      WHERE id IN (SELECT id FROM appeals WHERE decided_at < ${before} AND text <> '' LIMIT ${LIMIT})
      RETURNING id, version),
    shown AS (
      UPDATE suggestions SET shown = jsonb_set(shown, '{candidates}', '[]') WHERE appeal_id IN (SELECT id FROM old)),
    forgotten AS (DELETE FROM precedents WHERE appeal_id IN (SELECT id FROM old)),
    sent AS (DELETE FROM webhook_deliveries WHERE appeal_id IN (SELECT id FROM old) AND state <> 'pending')
    INSERT INTO history (appeal_id, at, kind, actor, version, data)
    SELECT id, ${now}, 'erased', 'retention', version, '{}' FROM old`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
