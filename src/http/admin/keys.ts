import { z } from 'zod';
import { type ApiKeyInfo, createKey, listKeys, revokeKey } from '../../store/keys.ts';
import { ROLES } from '../../store/schema.ts';
import type { App, AppDeps } from '../deps.ts';
import { TimeSchema, textOf, UuidSchema } from '../schemas/common.ts';

export const KeySchema = z
  .object({
    id: UuidSchema,
    prefix: z.string().describe('first characters, to tell keys apart'),
    role: z.enum(ROLES),
    name: z.string(),
    createdAt: TimeSchema,
    revokedAt: TimeSchema.nullable(),
    lastUsedAt: TimeSchema.nullable(),
  })
  .meta({ id: 'Key' });

/** API keys: made, listed and revoked by administrators; the secret is shown once. */
export function keyRoutes(app: App, deps: AppDeps): void {
  const { db } = deps.store;
  const access = ['admin'] as const;

  app.get('/v1/admin/keys', {
    config: { access },
    schema: {
      tags: ['admin'],
      summary: 'All keys, without their secrets',
      response: { 200: z.object({ items: z.array(KeySchema) }) },
    },
    handler: async () => ({ items: (await listKeys(db)).map(present) }),
  });

  app.post('/v1/admin/keys', {
    config: { access },
    schema: {
      tags: ['admin'],
      summary: 'Make a key; `key` is shown this once',
      body: z.strictObject({ role: z.enum(ROLES), name: textOf(100) }),
      response: { 201: KeySchema.extend({ key: z.string() }) },
    },
    handler: async (request, reply) => {
      const { key, info } = await createKey(db, request.body, deps.now());
      return await reply.code(201).send({ ...present(info), key });
    },
  });

  app.delete('/v1/admin/keys/:id', {
    config: { access },
    schema: {
      tags: ['admin'],
      summary: 'Revoke a key, at once and for good',
      params: z.object({ id: UuidSchema }),
      response: { 200: KeySchema },
    },
    handler: async (request) => present(await revokeKey(db, request.params.id, deps.now())),
  });
}

function present(info: ApiKeyInfo): z.infer<typeof KeySchema> {
  return {
    ...info,
    createdAt: info.createdAt.toISOString(),
    revokedAt: info.revokedAt?.toISOString() ?? null,
    lastUsedAt: info.lastUsedAt?.toISOString() ?? null,
  };
}
