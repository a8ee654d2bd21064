/**
 * The one way by which a person moves an appeal: locked, checked against the table in src/review/transitions.ts, the
 * claim and the version that the dispatcher saw; history, webhooks and events in the same transaction.
 */
import { type Problem, problem } from '../errors.ts';
import { nextState, type Transition } from '../review/transitions.ts';
import { type AppealEvent, announce } from './events.ts';
import { appendHistory } from './history.ts';
import { isId } from './ids.ts';
import type { Db } from './open.ts';
import type { Appeal } from './schema.ts';
import { queueWebhooks } from './webhooks.ts';

export type ReviewTransition = Exclude<Transition, 'suggest'>;

/** How history and the event stream call it. */
const RECORDED = {
  claim: 'claimed',
  release: 'released',
  confirm: 'decided',
  correct: 'decided',
  reject: 'decided',
  undo: 'undone',
} as const satisfies Record<ReviewTransition, AppealEvent['kind']>;

/** Members of a conflict's problem document: the appeal as it stands. */
function currentOf(appeal: Appeal, now: Date): { current: Record<string, unknown> } {
  const claimed = appeal.claimedBy !== null && appeal.claimedUntil !== null && appeal.claimedUntil > now;
  return {
    current: {
      id: appeal.id,
      state: appeal.state,
      version: appeal.version,
      claim: claimed ? { by: appeal.claimedBy, until: appeal.claimedUntil?.toISOString() } : null,
    },
  };
}

/** Why `by` may not do `transition` to the appeal as it stands; undefined: they may. */
function refusal(appeal: Appeal, transition: Transition, version: number, by: string, now: Date): Problem | undefined {
  const current = currentOf(appeal, now);
  if (nextState(appeal.state, transition) === undefined)
    return problem('state-conflict', `The appeal is ${appeal.state}: ${transition} is not possible`, current);
  const holder = current.current.claim as { by: string } | null;
  if (holder !== null && holder.by !== by) return problem('claim-conflict', `${holder.by} holds this appeal`, current);
  if (appeal.version !== version)
    return problem('version-conflict', `The appeal is at version ${appeal.version}, not ${version}`, current);
  return undefined;
}

/** What one transition changes. */
export interface Change {
  id: string;
  transition: ReviewTransition;
  /** The version that the dispatcher saw. */
  version: number;
  by: string;
  now: Date;
}

/** What a transition writes: columns of the appeal, and what history keeps. */
export interface Written {
  set: Partial<Omit<Appeal, 'attachments'>>;
  data: Record<string, unknown>;
}

/** Locks the appeal, checks the transition, applies it and writes down what happened. */
export async function applyTransition(
  db: Db,
  change: Change,
  write: (trx: Db, appeal: Appeal) => Promise<Written> | Written,
): Promise<Appeal> {
  if (!isId(change.id)) throw problem('not-found', 'No appeal has this id');
  return await db.transaction().execute(async (trx) => {
    const appeal = await trx
      .selectFrom('appeals')
      .selectAll()
      .where('id', '=', change.id)
      .forUpdate()
      .executeTakeFirst();
    if (appeal === undefined) throw problem('not-found', 'No appeal has this id');
    const { transition, version, by, now } = change;
    const refused = refusal(appeal, transition, version, by, now);
    if (refused !== undefined) throw refused;
    const { set, data } = await write(trx, appeal);
    const state = nextState(appeal.state, transition) ?? appeal.state;
    await trx
      .updateTable('appeals')
      .set({ ...set, state, version: version + 1 })
      .where('id', '=', appeal.id)
      .execute();
    const kind = RECORDED[transition];
    await appendHistory(trx, [{ appealId: appeal.id, at: now, kind, actor: by, version: version + 1, data }]);
    const event: AppealEvent = { kind, appealId: appeal.id, version: version + 1, actor: by, at: now.toISOString() };
    await announce(trx, [event]);
    if (kind === 'decided') await queueWebhooks(trx, 'appeal.decided', [appeal.id], now);
    if (kind === 'undone') await queueWebhooks(trx, 'appeal.reopened', [appeal.id], now);
    return { ...appeal, ...set, state, version: version + 1 };
  });
}
