/** What became of an appeal after its decision, as the backend reports it. */

import { getAppeal } from './appeals.ts';
import { appendHistory } from './history.ts';
import { newId } from './ids.ts';
import type { Db } from './open.ts';
import type { Outcome, OutcomeKind } from './schema.ts';

export interface NewOutcome {
  kind: OutcomeKind;
  /** Where it was rerouted to. */
  department?: string | undefined;
  /** 1…5. */
  rating?: number | undefined;
  note?: string | undefined;
  occurredAt: Date;
}

/**
 * Stores an outcome with its history; the same kind at the same time is the same report, sent again.
 * @throws Problem `not-found`
 */
export async function recordOutcome(
  db: Db,
  appealId: string,
  outcome: NewOutcome,
  by: string,
  now: Date,
): Promise<{ outcome: Outcome; created: boolean }> {
  const appeal = await getAppeal(db, appealId);
  return await db.transaction().execute(async (trx) => {
    const { kind, occurredAt, department = null, rating = null, note = null } = outcome;
    const created = await trx
      .insertInto('outcomes')
      .values({ id: newId(), appealId, kind, occurredAt, department, rating, note, reportedAt: now, reportedBy: by })
      .onConflict((conflict) => conflict.columns(['appealId', 'kind', 'occurredAt']).doNothing())
      .returningAll()
      .executeTakeFirst();
    if (created !== undefined) {
      const data = { kind, department, rating, occurredAt: occurredAt.toISOString() };
      await appendHistory(trx, [{ appealId, at: now, kind: 'outcome', actor: by, version: appeal.version, data }]);
      return { outcome: created, created: true };
    }
    const known = await trx
      .selectFrom('outcomes')
      .selectAll()
      .where('appealId', '=', appealId)
      .where('kind', '=', kind)
      .where('occurredAt', '=', occurredAt)
      .executeTakeFirstOrThrow();
    return { outcome: known, created: false };
  });
}
