import { z } from 'zod';
import type { WebhookDelivery, WebhookEndpoint } from '../../store/schema.ts';
import {
  createEndpoint,
  disableEndpoint,
  listEndpoints,
  listParked,
  retryDelivery,
  WEBHOOK_EVENTS,
} from '../../store/webhooks.ts';
import { callerOf } from '../auth.ts';
import type { App, AppDeps } from '../deps.ts';
import { NextCursorSchema, PageQuerySchema, TimeSchema, textOf, UuidSchema } from '../schemas/common.ts';

export const EndpointSchema = z
  .object({
    id: UuidSchema,
    url: z.string(),
    events: z.array(z.enum(WEBHOOK_EVENTS)),
    description: z.string().nullable(),
    createdAt: TimeSchema,
  })
  .meta({ id: 'Webhook' });

export const DeliverySchema = z
  .object({
    id: UuidSchema.describe('also the `webhook-id` header of every attempt'),
    endpointId: UuidSchema,
    event: z.enum(WEBHOOK_EVENTS),
    appealId: UuidSchema,
    state: z.enum(['pending', 'delivered', 'parked']),
    attempts: z.int(),
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: TimeSchema,
  })
  .meta({ id: 'WebhookDelivery' });

/** Where suggestions and decisions are sent to, and what could not be delivered. */
export function webhookRoutes(app: App, deps: AppDeps): void {
  const { db } = deps.store;
  const access = ['backend'] as const;
  const params = z.object({ id: UuidSchema });

  app.get('/v1/webhooks', {
    config: { access },
    schema: {
      tags: ['webhooks'],
      summary: 'Registered endpoints',
      response: { 200: z.object({ items: z.array(EndpointSchema) }) },
    },
    handler: async () => ({ items: (await listEndpoints(db)).map(presentEndpoint) }),
  });

  app.post('/v1/webhooks', {
    config: { access },
    schema: {
      tags: ['webhooks'],
      summary: 'Register an endpoint; `secret` is shown this once',
      description:
        'Deliveries are signed after Standard Webhooks, retried with growing waits, then parked. Endpoints must be ' +
        'https and must not resolve to private addresses, unless the settings allow it.',
      body: z.strictObject({
        url: z.url({ protocol: /^https?$/ }).max(2_000),
        events: z.array(z.enum(WEBHOOK_EVENTS)).min(1).optional(),
        description: textOf(200).optional(),
      }),
      response: { 201: EndpointSchema.extend({ secret: z.string() }) },
    },
    handler: async (request, reply) => {
      await deps.checkWebhookUrl(request.body.url);
      const endpoint = await createEndpoint(db, request.body, callerOf(request).actor, deps.now());
      return await reply.code(201).send({ ...presentEndpoint(endpoint), secret: endpoint.secret });
    },
  });

  app.delete('/v1/webhooks/:id', {
    config: { access },
    schema: { tags: ['webhooks'], summary: 'Stop deliveries to an endpoint', params, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await disableEndpoint(db, request.params.id, deps.now());
      return await reply.code(204).send(null);
    },
  });

  app.get('/v1/webhooks/failed', {
    config: { access },
    schema: {
      tags: ['webhooks'],
      summary: 'Deliveries that were given up, oldest first',
      querystring: PageQuerySchema,
      response: { 200: z.object({ items: z.array(DeliverySchema), next: NextCursorSchema }) },
    },
    handler: async (request) => {
      const { limit, cursor } = request.query;
      const items = await listParked(db, limit, cursor);
      return { items: items.map(presentDelivery), next: items.length === limit ? items.at(-1)?.id : undefined };
    },
  });

  app.post('/v1/webhooks/failed/:id/retry', {
    config: { access },
    schema: { tags: ['webhooks'], summary: 'Try a parked delivery again', params, response: { 202: DeliverySchema } },
    handler: async (request, reply) =>
      reply.code(202).send(presentDelivery(await retryDelivery(db, request.params.id, deps.now()))),
  });
}

function presentEndpoint({ id, url, events, description, createdAt }: WebhookEndpoint): z.infer<typeof EndpointSchema> {
  return { id, url, events, description, createdAt: createdAt.toISOString() };
}

function presentDelivery(row: WebhookDelivery): z.infer<typeof DeliverySchema> {
  const { id, endpointId, event, appealId, state, attempts, lastStatus, lastError, createdAt } = row;
  return {
    id,
    endpointId,
    event,
    appealId,
    state,
    attempts,
    lastStatus,
    lastError,
    createdAt: createdAt.toISOString(),
  };
}
