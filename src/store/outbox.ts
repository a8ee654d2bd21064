/**
 * Effects that must follow a committed change: rows written in its transaction, taken by relays afterwards.
 * A relay leases rows, publishes them, then removes them; one that dies loses its lease, and another publishes the
 * rows again. So effects happen at least once, and their handlers are idempotent.
 */
import { sql } from 'kysely';
import { wakeRelay } from './events.ts';
import type { Db } from './open.ts';
import type { OutboxTable } from './schema.ts';

export interface OutboxRow {
  id: number;
  topic: OutboxTable['topic'];
  ref: string;
}

/** Writes rows in the caller's transaction and wakes the relays when it commits. */
export async function enqueue(trx: Db, topic: OutboxTable['topic'], refs: readonly string[], now: Date): Promise<void> {
  if (refs.length === 0) return;
  await trx
    .insertInto('outbox')
    .values(refs.map((ref) => ({ topic, ref, createdAt: now })))
    .execute();
  await wakeRelay(trx);
}

/**
 * Leases up to `limit` rows, oldest first, for `seconds`; relays never get the same row at once.
 * Time is the database's, because relays run on several machines.
 */
export async function leaseOutbox(db: Db, limit: number, seconds: number): Promise<OutboxRow[]> {
  const { rows } = await sql<OutboxRow>`
    UPDATE outbox SET leased_until = now() + make_interval(secs => ${seconds})
    WHERE id IN (
      SELECT id FROM outbox WHERE leased_until IS NULL OR leased_until < now()
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    RETURNING id, topic, ref`.execute(db);
  return rows.sort((a, b) => a.id - b.id);
}

/** Removes rows that were published. */
export async function clearOutbox(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM outbox WHERE id = ANY(${ids}::bigint[])`.execute(db);
}

/** Gives rows back whose publication failed, so that they are tried again at once. */
export async function returnOutbox(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`UPDATE outbox SET leased_until = NULL WHERE id = ANY(${ids}::bigint[])`.execute(db);
}

/** Rows that are not published yet, and the age of the oldest in seconds: the backlog that metrics show. */
export async function outboxBacklog(db: Db): Promise<{ rows: number; oldestSeconds: number }> {
  const { rows } = await sql<{ rows: number; oldestSeconds: number }>`
    SELECT count(*) AS rows, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest_seconds
    FROM outbox`.execute(db);
  return rows[0] ?? { rows: 0, oldestSeconds: 0 };
}
