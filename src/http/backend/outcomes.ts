import { z } from 'zod';
import { problem } from '../../errors.ts';
import { recordOutcome } from '../../store/outcomes.ts';
import { callerOf } from '../auth.ts';
import { CLOCK_SKEW, checkChoice } from '../check-references.ts';
import type { App, AppDeps } from '../deps.ts';
import { UuidSchema } from '../schemas/common.ts';
import { NewOutcomeSchema, OutcomeSchema } from '../schemas/outcome.ts';

/** What became of an appeal after its decision: reports, misroutes and training follow from it. */
export function outcomeRoute(app: App, deps: AppDeps): void {
  app.post('/v1/appeals/:id/outcomes', {
    config: { access: ['backend'] },
    schema: {
      tags: ['appeals'],
      summary: 'Report what became of an appeal: rerouted, resolved, rated, returned',
      description:
        'Answers 201 for a new outcome and 200 for one that was reported before: the same kind at the same `occurredAt` ' +
        'is the same outcome, so sending again is safe. The same with another department or rating is a conflict (409).',
      params: z.object({ id: UuidSchema }),
      body: NewOutcomeSchema,
      response: { 200: OutcomeSchema, 201: OutcomeSchema },
    },
    handler: async (request, reply) => {
      const { occurredAt, ...said } = request.body;
      const now = deps.now();
      checkChoice(said, deps.taxonomy);
      if (Date.parse(occurredAt) > now.getTime() + CLOCK_SKEW)
        throw problem('invalid-request', '/body/occurredAt is in the future', {
          errors: [{ path: '/body/occurredAt', message: 'is in the future' }],
        });
      const wanted = { ...said, occurredAt: new Date(occurredAt) };
      const { outcome, created } = await recordOutcome(
        deps.store.db,
        request.params.id,
        wanted,
        callerOf(request).actor,
        now,
      );
      if (outcome.department !== (said.department ?? null) || outcome.rating !== (said.rating ?? null))
        throw problem('outcome-conflict', `${said.kind} at ${occurredAt} was reported with another content`, {
          id: outcome.id,
        });
      return await reply.code(created ? 201 : 200).send({
        id: outcome.id,
        appealId: outcome.appealId,
        kind: outcome.kind,
        department: outcome.department,
        rating: outcome.rating,
        note: outcome.note,
        occurredAt: outcome.occurredAt.toISOString(),
        reportedAt: outcome.reportedAt.toISOString(),
      });
    },
  });
}
