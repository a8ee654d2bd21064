import { z } from 'zod';
import type { App, AppDeps } from '../deps.ts';

const ReadySchema = z.object({
  ready: z.boolean(),
  checks: z.record(z.string(), z.string()).describe('`ok`, or what is wrong'),
});

/** For operators and their machines: alive, ready, metrics. */
export function healthRoutes(app: App, deps: AppDeps): void {
  app.get('/health/live', {
    config: { access: 'public' },
    logLevel: 'warn',
    schema: {
      tags: ['health'],
      summary: 'The process runs',
      response: { 200: z.object({ live: z.literal(true), version: z.string() }) },
    },
    handler: async () => ({ live: true as const, version: deps.version }),
  });

  app.get('/health/ready', {
    config: { access: 'public' },
    logLevel: 'warn',
    schema: {
      tags: ['health'],
      summary: 'The service can take appeals; otherwise 503 names what is not ready',
      response: { 200: ReadySchema, 503: ReadySchema },
    },
    handler: async (_request, reply) => {
      const checks = await deps.health.check();
      const ready = Object.values(checks).every((state) => state === 'ok');
      return await reply.code(ready ? 200 : 503).send({ ready, checks });
    },
  });

  app.get('/metrics', {
    config: { access: ['ml'] },
    logLevel: 'warn',
    schema: { tags: ['health'], summary: 'Prometheus metrics' },
    handler: async (_request, reply) =>
      reply.header('content-type', deps.metrics.contentType).send(await deps.metrics.metrics()),
  });
}
