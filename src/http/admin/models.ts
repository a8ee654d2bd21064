import { z } from 'zod';
import { callerOf } from '../auth.ts';
import type { App, AppDeps } from '../deps.ts';
import { textOf } from '../schemas/common.ts';

const ActiveSchema = z.object({ version: z.string(), folder: z.string().nullable() }).meta({ id: 'ActiveModel' });

const ActivationSchema = z
  .object({ version: z.string(), by: z.string(), at: z.iso.datetime(), note: z.string().nullable() })
  .meta({ id: 'ModelActivation' });

/** Which model answers; activation takes effect without a restart. */
export function modelRoutes(app: App, deps: AppDeps): void {
  app.get('/v1/admin/models/active', {
    config: { access: ['ml', 'dispatcher'] },
    schema: { tags: ['admin'], summary: 'The model that answers now', response: { 200: ActiveSchema } },
    handler: async () => deps.models.active(),
  });

  app.get('/v1/admin/models/activations', {
    config: { access: ['ml'] },
    schema: {
      tags: ['admin'],
      summary: 'Which versions were activated, the last first',
      response: { 200: z.object({ items: z.array(ActivationSchema) }) },
    },
    handler: async () => {
      const items = await deps.models.activations();
      return { items: items.map((item) => ({ ...item, at: item.at.toISOString() })) };
    },
  });

  app.post('/v1/admin/models/activate', {
    config: { access: ['ml'] },
    schema: {
      tags: ['admin'],
      summary: 'Let another model version answer, without a restart',
      description:
        'A version without a passing release gate is refused unless `force` is given with a note, which is kept.',
      body: z
        .strictObject({
          version: z.string().min(1).max(200),
          force: z.boolean().default(false),
          note: textOf(2_000).optional(),
        })
        .refine((body) => !body.force || body.note !== undefined, {
          message: 'is required with force',
          path: ['note'],
        }),
      response: { 200: z.object({ version: z.string() }) },
    },
    handler: async (request) => {
      const { version, force, note } = request.body;
      const options = { force, ...(note === undefined ? {} : { note }) };
      return await deps.models.activate(version, callerOf(request).actor, options);
    },
  });
}
