/** What dispatchers do to an appeal: claim, release, decide, undo; each is one transaction. */
import { problem } from '../errors.ts';
import { type DecisionWish, resolveDecision } from '../review/resolve-decision.ts';
import { newId } from './ids.ts';
import type { Db } from './open.ts';
import { applyTransition } from './review-transition.ts';
import type { Appeal, Decision } from './schema.ts';

/** A decision can be taken back this long by the person who made it (seconds). */
export const UNDO_SECONDS = 30;

/** Which appeal, as the dispatcher saw it, and who the dispatcher is. */
export interface Target {
  id: string;
  version: number;
  by: string;
}

/**
 * Takes an appeal for `seconds`; the holder may take it again to have more time.
 * @throws Problem `claim-conflict`, `version-conflict`, `state-conflict` (all with `current`), `not-found`
 */
export async function claim(db: Db, target: Target, seconds: number, now: Date): Promise<Appeal> {
  const until = new Date(now.getTime() + seconds * 1_000);
  return await applyTransition(db, { ...target, transition: 'claim', now }, () => ({
    set: { claimedBy: target.by, claimedUntil: until },
    data: { until: until.toISOString() },
  }));
}

/** Gives an appeal back; see {@link claim} for errors. Releasing what nobody holds changes nothing but the version. */
export async function release(db: Db, target: Target, now: Date): Promise<Appeal> {
  return await applyTransition(db, { ...target, transition: 'release', now }, () => ({
    set: { claimedBy: null, claimedUntil: null },
    data: {},
  }));
}

/**
 * Decides an appeal. A claim is not needed, but another's claim forbids it.
 * @param wish what the dispatcher chose; what is left out comes from the suggestion (see resolveDecision)
 * @param departmentOf department of a category that was not suggested
 * @throws as {@link claim}, and Problem `invalid-request` where nothing says which category or department is meant
 */
export async function decide(
  db: Db,
  target: Target,
  wish: DecisionWish,
  departmentOf: (category: string) => string | undefined,
  now: Date,
): Promise<{ appeal: Appeal; decision: Decision }> {
  let decision: Decision | undefined;
  const appeal = await applyTransition(db, { ...target, transition: wish.kind, now }, async (trx, current) => {
    const suggestion = await trx
      .selectFrom('suggestions')
      .select('shown')
      .where('id', '=', current.suggestionId)
      .executeTakeFirst();
    const choice = resolveDecision(wish, suggestion?.shown.candidates ?? [], departmentOf);
    decision = await trx
      .insertInto('decisions')
      .values({
        id: newId(),
        appealId: target.id,
        suggestionId: current.suggestionId,
        kind: wish.kind,
        ...choice,
        coDepartments: JSON.stringify(choice.coDepartments),
        note: wish.note ?? null,
        decidedBy: target.by,
        decidedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const unit = suggestion?.shown.candidates.find((candidate) => candidate.department === choice.department)?.unit;
    return {
      set: {
        decisionId: decision.id,
        decidedAt: now,
        claimedBy: null,
        claimedUntil: null,
        ...(wish.kind !== 'reject' && {
          category: choice.category,
          department: choice.department,
          unit: unit ?? null,
        }),
      },
      data: {
        decisionId: decision.id,
        kind: wish.kind,
        ...choice,
        ...(wish.note !== undefined && { note: wish.note }),
      },
    };
  });
  if (decision === undefined) throw problem('internal', 'The decision was not stored');
  return { appeal, decision };
}

/**
 * Takes a decision back within {@link UNDO_SECONDS}: the appeal stands in the queue again, claimed by nobody, with
 * the suggestion as it was. The decision's row stays and is marked.
 * @throws as {@link claim}; `state-conflict` when it is too late or somebody else decided
 */
export async function undo(db: Db, target: Target, now: Date): Promise<Appeal> {
  return await applyTransition(db, { ...target, transition: 'undo', now }, async (trx, current) => {
    const decision = await trx
      .selectFrom('decisions')
      .selectAll()
      .where('id', '=', current.decisionId)
      .executeTakeFirstOrThrow();
    if (decision.decidedBy !== target.by)
      throw problem('state-conflict', 'Only the person who decided may take it back', {});
    if (now.getTime() - decision.decidedAt.getTime() > UNDO_SECONDS * 1_000)
      throw problem('state-conflict', `A decision can be taken back for ${UNDO_SECONDS} seconds`, {});
    await trx.updateTable('decisions').set({ undoneAt: now }).where('id', '=', decision.id).execute();
    const suggestion = await trx
      .selectFrom('suggestions')
      .select(['category', 'department', 'shown'])
      .where('id', '=', current.suggestionId)
      .executeTakeFirst();
    return {
      set: {
        decisionId: null,
        decidedAt: null,
        category: suggestion?.category ?? null,
        department: suggestion?.department ?? null,
        unit: suggestion?.shown.candidates[0]?.unit ?? null,
      },
      data: { decisionId: decision.id },
    };
  });
}
