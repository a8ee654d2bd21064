/** Webhook endpoints and deliveries. A delivery is written, body and all, in the transaction that caused it. */
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { problem } from '../errors.ts';
import { isId, newId } from './ids.ts';
import type { Db } from './open.ts';
import { enqueue } from './outbox.ts';
import type { WebhookDelivery, WebhookEndpoint, WebhookEvent } from './schema.ts';

export const WEBHOOK_EVENTS = [
  'appeal.suggested',
  'appeal.decided',
  'appeal.reopened',
] as const satisfies WebhookEvent[];

export interface NewEndpoint {
  url: string;
  events?: WebhookEvent[] | undefined;
  description?: string | undefined;
}

/** Registers an endpoint; its secret (Standard Webhooks, 256 random bits) is returned here and shown once. */
export async function createEndpoint(db: Db, endpoint: NewEndpoint, by: string, now: Date): Promise<WebhookEndpoint> {
  return await db
    .insertInto('webhookEndpoints')
    .values({
      id: newId(),
      url: endpoint.url,
      secret: `whsec_${randomBytes(32).toString('base64')}`,
      events: JSON.stringify(endpoint.events ?? WEBHOOK_EVENTS),
      description: endpoint.description ?? null,
      createdBy: by,
      createdAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Endpoints that are not disabled, oldest first. */
export async function listEndpoints(db: Db): Promise<WebhookEndpoint[]> {
  return await db.selectFrom('webhookEndpoints').selectAll().where('disabledAt', 'is', null).orderBy('id').execute();
}

/** Stops deliveries to an endpoint; what is under way ends as parked. @throws Problem `not-found` */
export async function disableEndpoint(db: Db, id: string, now: Date): Promise<void> {
  const changed = isId(id)
    ? await db
        .updateTable('webhookEndpoints')
        .set({ disabledAt: now })
        .where('id', '=', id)
        .where('disabledAt', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (changed === undefined || changed.numUpdatedRows === 0n) throw problem('not-found', 'No webhook has this id');
}

/**
 * Writes one delivery per appeal and endpoint that wants the event, with the body as the appeal stands in this
 * transaction, and the outbox rows that send them.
 */
export async function queueWebhooks(
  trx: Db,
  event: WebhookEvent,
  appealIds: readonly string[],
  now: Date,
): Promise<void> {
  const endpoints = (await listEndpoints(trx)).filter((endpoint) => endpoint.events.includes(event));
  if (endpoints.length === 0 || appealIds.length === 0) return;
  const appeals = await trx
    .selectFrom('appeals')
    .leftJoin('suggestions', 'suggestions.id', 'appeals.suggestionId')
    .leftJoin('decisions', 'decisions.id', 'appeals.decisionId')
    .select(['appeals.id', 'appeals.externalId', 'appeals.state', 'appeals.version', 'suggestions.shown'])
    .select([
      'decisions.kind',
      'decisions.category',
      'decisions.department',
      'decisions.coDepartments',
      'decisions.note',
      'decisions.rank',
      'decisions.decidedBy',
      'decisions.decidedAt',
    ])
    .where('appeals.id', 'in', appealIds)
    .execute();
  const deliveries = appeals.flatMap((appeal) => {
    const { id, externalId, state, version, shown, kind, decidedBy, decidedAt, ...choice } = appeal;
    const decision = kind === null ? null : { kind, ...choice, by: decidedBy, at: decidedAt };
    const body = JSON.stringify({
      type: event,
      timestamp: now.toISOString(),
      data: { id, externalId, state, version, suggestion: shown, decision },
    });
    return endpoints.map((endpoint) => ({
      id: newId(),
      endpointId: endpoint.id,
      event,
      appealId: id,
      body,
      state: 'pending' as const,
      createdAt: now,
      startedAt: now,
      dueAt: now,
    }));
  });
  await trx.insertInto('webhookDeliveries').values(deliveries).execute();
  await enqueue(
    trx,
    'webhook',
    deliveries.map((delivery) => delivery.id),
    now,
  );
}

/** A delivery that is still to be sent, with its endpoint; undefined when it was sent, parked or unknown. */
export async function pendingDelivery(
  db: Db,
  id: string,
): Promise<{ delivery: WebhookDelivery; endpoint: WebhookEndpoint } | undefined> {
  const delivery = await db
    .selectFrom('webhookDeliveries')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  if (delivery === undefined) return undefined;
  const endpoint = await db
    .selectFrom('webhookEndpoints')
    .selectAll()
    .where('id', '=', delivery.endpointId)
    .executeTakeFirstOrThrow();
  return { delivery, endpoint };
}

/** Result of one attempt: `status` of the answer, if there was one, or why there was none. */
export interface Attempt {
  state: WebhookDelivery['state'];
  status: number | null;
  error: string | null;
  /** When the next attempt follows, for `pending`. */
  dueAt?: Date | undefined;
}

/** Notes an attempt; `delivered` and `parked` end the delivery. */
export async function recordAttempt(db: Db, id: string, attempt: Attempt, now: Date): Promise<void> {
  await db
    .updateTable('webhookDeliveries')
    .set({
      state: attempt.state,
      attempts: sql`attempts + 1`,
      lastStatus: attempt.status,
      lastError: attempt.error,
      ...(attempt.state === 'pending' ? { dueAt: attempt.dueAt ?? now } : { finishedAt: now }),
    })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();
}

/** Parked deliveries, oldest first, after the id `after`. */
export async function listParked(db: Db, limit: number, after?: string): Promise<WebhookDelivery[]> {
  let query = db.selectFrom('webhookDeliveries').selectAll().where('state', '=', 'parked').orderBy('id').limit(limit);
  if (after !== undefined && isId(after)) query = query.where('id', '>', after);
  return await query.execute();
}

/** Starts a parked delivery again, with the full time for retries. @throws Problem `not-found` */
export async function retryDelivery(db: Db, id: string, now: Date): Promise<WebhookDelivery> {
  return await db.transaction().execute(async (trx) => {
    const delivery = isId(id)
      ? await trx
          .updateTable('webhookDeliveries')
          .set({ state: 'pending', attempts: 0, startedAt: now, dueAt: now, finishedAt: null })
          .where('id', '=', id)
          .where('state', '=', 'parked')
          .returningAll()
          .executeTakeFirst()
      : undefined;
    if (delivery === undefined) throw problem('not-found', 'No parked delivery has this id');
    await enqueue(trx, 'webhook', [delivery.id], now);
    return delivery;
  });
}
