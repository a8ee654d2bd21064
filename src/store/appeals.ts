/** Appeals as they come in, and as they are read back. */
import { sql } from 'kysely';
import { type Problem, problem } from '../errors.ts';
import type { NewAppeal } from '../http/schemas/appeal.ts';
import { appendHistory, historyOf } from './history.ts';
import { canonicalJson, isId, newId, sha256 } from './ids.ts';
import type { Db } from './open.ts';
import { enqueue } from './outbox.ts';
import type { Appeal, Decision, HistoryEntry, Outcome, Suggestion } from './schema.ts';

/** What became of one appeal of a call: stored now, stored before, or in conflict with what is stored. */
export type Accepted = { appeal: Appeal; created: boolean } | { conflict: Problem };

/** Tells a repeated call from one that uses the same external id for something else. */
export function bodyHash(appeal: NewAppeal): string {
  return sha256(canonicalJson(appeal));
}

/**
 * Stores appeals with their history and the outbox rows that start triage, in one transaction.
 * Idempotent by external id: the same body gives the stored appeal, another body a conflict.
 * @param actor name of the key that sent them
 * @returns one result per input, in order
 */
export async function insertAppeals(
  db: Db,
  appeals: readonly NewAppeal[],
  actor: string,
  now: Date,
): Promise<Accepted[]> {
  if (appeals.length === 0) return [];
  const rows = appeals.map((appeal) => ({
    id: newId(),
    externalId: appeal.externalId,
    bodyHash: bodyHash(appeal),
    text: appeal.text,
    language: appeal.language ?? null,
    declaredCategory: appeal.declaredCategory ?? null,
    givenDistrict: appeal.location?.district ?? null,
    lat: appeal.location?.lat ?? null,
    lon: appeal.location?.lon ?? null,
    address: appeal.location?.address ?? null,
    channel: appeal.channel ?? null,
    attachments: JSON.stringify(appeal.attachments ?? []),
    submittedAt: appeal.submittedAt === undefined ? now : new Date(appeal.submittedAt),
    receivedAt: now,
    state: 'received' as const,
  }));
  const stored = await db.transaction().execute(async (trx) => {
    // Two of one call with one external id: the first counts, the second is compared with it like any repetition.
    const first = [...new Map(rows.toReversed().map((row) => [row.externalId, row])).values()];
    // In one order everywhere, so that two calls with the same ids cannot wait for each other.
    first.sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
    const inserted = await trx
      .insertInto('appeals')
      .values(first)
      .onConflict((conflict) => conflict.column('externalId').doNothing())
      .returning('id')
      .execute();
    const ids = inserted.map((row) => row.id).sort();
    await appendHistory(
      trx,
      ids.map((appealId) => ({ appealId, at: now, kind: 'received', actor, version: 1 })),
    );
    await enqueue(trx, 'triage', ids, now);
    return await trx
      .selectFrom('appeals')
      .selectAll()
      .where(
        'externalId',
        'in',
        first.map((row) => row.externalId),
      )
      .execute();
  });
  const byExternalId = new Map(stored.map((appeal) => [appeal.externalId, appeal]));
  return rows.map((row) => {
    const appeal = byExternalId.get(row.externalId);
    if (appeal === undefined || appeal.bodyHash !== row.bodyHash)
      return {
        conflict: problem('external-id-conflict', `The external id ${row.externalId} was used for another body`, {
          externalId: row.externalId,
          ...(appeal && { id: appeal.id }),
        }),
      };
    return { appeal, created: appeal.id === row.id };
  });
}

/** One appeal; see {@link insertAppeals}. @throws Problem `external-id-conflict` */
export async function insertAppeal(
  db: Db,
  appeal: NewAppeal,
  actor: string,
  now: Date,
): Promise<{ appeal: Appeal; created: boolean }> {
  const [accepted] = await insertAppeals(db, [appeal], actor, now);
  if (accepted === undefined) throw problem('internal', 'The appeal was not stored');
  if ('conflict' in accepted) throw accepted.conflict;
  return accepted;
}

/** An appeal with all that belongs to it. */
export interface AppealRecord {
  appeal: Appeal;
  suggestion: Suggestion | null;
  decision: Decision | null;
  history: HistoryEntry[];
  outcomes: Outcome[];
}

/** @throws Problem `not-found` */
export async function getAppeal(db: Db, id: string): Promise<Appeal> {
  const appeal = isId(id)
    ? await db.selectFrom('appeals').selectAll().where('id', '=', id).executeTakeFirst()
    : undefined;
  if (appeal === undefined) throw problem('not-found', 'No appeal has this id');
  return appeal;
}

/** @throws Problem `not-found` */
export async function getAppealByExternalId(db: Db, externalId: string): Promise<Appeal> {
  const appeal = await db.selectFrom('appeals').selectAll().where('externalId', '=', externalId).executeTakeFirst();
  if (appeal === undefined) throw problem('not-found', 'No appeal has this external id');
  return appeal;
}

/** Reads what belongs to an appeal: suggestion as shown, valid decision, history, outcomes. */
export async function readRecord(db: Db, appeal: Appeal): Promise<AppealRecord> {
  const [suggestion, decision, history, outcomes] = await Promise.all([
    appeal.suggestionId === null
      ? null
      : db.selectFrom('suggestions').selectAll().where('id', '=', appeal.suggestionId).executeTakeFirst(),
    appeal.decisionId === null
      ? null
      : db.selectFrom('decisions').selectAll().where('id', '=', appeal.decisionId).executeTakeFirst(),
    historyOf(db, appeal.id),
    db.selectFrom('outcomes').selectAll().where('appealId', '=', appeal.id).orderBy('occurredAt').execute(),
  ]);
  return { appeal, suggestion: suggestion ?? null, decision: decision ?? null, history, outcomes };
}

/** Appeals in the given states, for progress and health: a count per state. */
export async function countByState(db: Db): Promise<Record<Appeal['state'], number>> {
  const { rows } = await sql<{ state: Appeal['state']; count: number }>`
    SELECT state, count(*) AS count FROM appeals GROUP BY state`.execute(db);
  const counts = { received: 0, suggested: 0, decided: 0, rejected: 0 };
  for (const row of rows) counts[row.state] = row.count;
  return counts;
}
