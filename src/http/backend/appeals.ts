import { z } from 'zod';
import { problem } from '../../errors.ts';
import { type AppealRecord, getAppeal, getAppealByExternalId, insertAppeal, readRecord } from '../../store/appeals.ts';
import { callerOf } from '../auth.ts';
import { checkContent } from '../check-references.ts';
import type { App, AppDeps } from '../deps.ts';
import { presentAppeal } from '../present.ts';
import { AppealSchema, NewAppealSchema, RouteRequestSchema } from '../schemas/appeal.ts';
import { UuidSchema } from '../schemas/common.ts';
import { SuggestionSchema } from '../schemas/suggestion.ts';
import { preferredWait } from './prefer.ts';
import { waitForSuggestion } from './wait.ts';

/** Appeals one by one: send, read back, and ask for a suggestion without storing anything. */
export function appealRoutes(app: App, deps: AppDeps): void {
  const { db } = deps.store;

  app.post('/v1/appeals', {
    config: { access: ['backend', 'dispatcher'] },
    schema: {
      tags: ['appeals'],
      summary: 'Send an appeal',
      description:
        'Answers 202 when the appeal is stored; it is triaged at once and never lost. With `Prefer: wait=N` (RFC 7240, ' +
        'at most 10 seconds) it answers 200 with the suggestion if that is ready in time. Sending the same body again ' +
        'gives the same appeal; the same `externalId` with another body is a conflict (409).',
      headers: z.looseObject({ prefer: z.string().optional() }),
      body: NewAppealSchema,
      response: { 200: AppealSchema, 202: AppealSchema },
    },
    handler: async (request, reply) => {
      const now = deps.now();
      checkContent(request.body, deps.taxonomy, now);
      const wait = preferredWait(request.headers.prefer);
      const pending = wait === 0 ? null : waitForSuggestion(deps.events, wait * 1_000);
      try {
        const { appeal } = await insertAppeal(db, request.body, callerOf(request).actor, now);
        if (pending !== null && appeal.state === 'received') await pending.for(appeal.id);
        const record = await readRecord(db, pending === null ? appeal : await getAppeal(db, appeal.id));
        if (wait > 0) void reply.header('preference-applied', `wait=${wait}`);
        return await reply
          .code(pending !== null && record.suggestion !== null ? 200 : 202)
          .header('location', `/v1/appeals/${appeal.id}`)
          .send(presentAppeal(record, deps.now()));
      } finally {
        pending?.cancel();
      }
    },
  });

  app.get('/v1/appeals/:id', {
    config: { access: ['backend', 'dispatcher'] },
    schema: {
      tags: ['appeals'],
      summary: 'Read an appeal: state, suggestion as shown, decision, history',
      params: z.object({ id: UuidSchema }),
      response: { 200: AppealSchema },
    },
    handler: async (request) => presentAppeal(await recordOf(request.params), deps.now()),
  });

  app.get('/v1/appeals', {
    config: { access: ['backend', 'dispatcher'] },
    schema: {
      tags: ['appeals'],
      summary: 'Find an appeal by the sender’s id',
      querystring: z.strictObject({ externalId: z.string().min(1).max(200) }),
      response: { 200: AppealSchema },
    },
    handler: async (request) => presentAppeal(await recordOf(request.query), deps.now()),
  });

  app.post('/v1/route', {
    config: { access: ['backend', 'dispatcher', 'ml'] },
    schema: {
      tags: ['appeals'],
      summary: 'A suggestion only; nothing is stored',
      body: RouteRequestSchema,
      response: { 200: SuggestionSchema },
    },
    handler: async (request) => {
      const now = deps.now();
      checkContent(request.body, deps.taxonomy, now);
      return await deps.suggest(request.body, now);
    },
  });

  async function recordOf(by: { id: string } | { externalId: string }): Promise<AppealRecord> {
    if ('externalId' in by && by.externalId.includes('\u0000'))
      throw problem('not-found', 'No appeal has this external id');
    return await readRecord(
      db,
      'id' in by ? await getAppeal(db, by.id) : await getAppealByExternalId(db, by.externalId),
    );
  }
}
