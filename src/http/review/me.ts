import { callerOf } from '../auth.ts';
import type { App } from '../deps.ts';
import { MeSchema } from '../schemas/review.ts';

/** Whose key this is: the console asks it to greet, to tell own claims from others', and to show what the role may do. */
export function meRoute(app: App): void {
  app.get('/v1/me', {
    config: { access: ['backend', 'dispatcher', 'ml'] },
    schema: { tags: ['review'], summary: 'Whose key this is', response: { 200: MeSchema } },
    handler: async (request, reply) => {
      const { role, actor } = callerOf(request);
      void reply.header('cache-control', 'no-store');
      return { role, actor, name: actor.slice(role.length + 1) };
    },
  });
}
