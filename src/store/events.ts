/**
 * What other processes learn at once: NOTIFY in the transaction that caused it, so that nobody hears of something
 * that was rolled back. Payloads hold ids only and stay far below PostgreSQL's limit of 8,000 bytes.
 */
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from './open.ts';

export const EVENTS_CHANNEL = 'bagyt_events';
export const OUTBOX_CHANNEL = 'bagyt_outbox';

/** One change of an appeal, as the console's stream tells it. */
export const AppealEventSchema = z.object({
  kind: z.enum(['added', 'claimed', 'released', 'decided', 'undone']),
  appealId: z.string(),
  version: z.int(),
  /** Who did it: a dispatcher's name, or `triage`. */
  actor: z.string(),
  at: z.iso.datetime(),
});
export type AppealEvent = z.infer<typeof AppealEventSchema>;

/** Announces changes when the transaction commits. */
export async function announce(trx: Db, events: readonly AppealEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`SELECT pg_notify(${EVENTS_CHANNEL}, event) FROM unnest(${events.map((e) => JSON.stringify(e))}::text[]) event`.execute(
    trx,
  );
}

/** Wakes the outbox relays when the transaction commits. */
export async function wakeRelay(trx: Db): Promise<void> {
  await sql`SELECT pg_notify(${OUTBOX_CHANNEL}, '')`.execute(trx);
}
