import { z } from 'zod';
import { Problem } from '../../errors.ts';
import { getAppeal, readRecord } from '../../store/appeals.ts';
import { claim, decide, release, type Target, undo } from '../../store/review.ts';
import type { Appeal as AppealRow } from '../../store/schema.ts';
import { callerOf } from '../auth.ts';
import { checkChoice } from '../check-references.ts';
import type { App, AppDeps } from '../deps.ts';
import { presentAppeal, presentSummary } from '../present.ts';
import { problemDocument } from '../problem-handler.ts';
import { AppealSchema, AppealSummarySchema } from '../schemas/appeal.ts';
import { UuidSchema } from '../schemas/common.ts';
import { BulkAnswerSchema, BulkDecisionSchema, DecisionBodySchema, VersionBodySchema } from '../schemas/review.ts';

const params = z.object({ id: UuidSchema });
const access = ['dispatcher'] as const;
const CONFLICT = 'Answers 409 with the current state when somebody else changed or holds the appeal.';

/** What dispatchers do: claim, release, decide, undo, and confirm many at once. */
export function decisionRoutes(app: App, deps: AppDeps): void {
  const { db } = deps.store;
  const departmentOf = (category: string) => deps.taxonomy.departmentOf(category)?.id;

  app.post('/v1/review/:id/claim', {
    config: { access },
    schema: {
      tags: ['review'],
      summary: 'Take an appeal, so that others see who works on it',
      description: CONFLICT,
      params,
      body: VersionBodySchema,
      response: { 200: AppealSummarySchema },
    },
    handler: async (request) => summary(await claim(db, target(request), deps.config.CLAIM_SECONDS, deps.now())),
  });

  app.post('/v1/review/:id/release', {
    config: { access },
    schema: {
      tags: ['review'],
      summary: 'Give an appeal back',
      description: CONFLICT,
      params,
      body: VersionBodySchema,
      response: { 200: AppealSummarySchema },
    },
    handler: async (request) => summary(await release(db, target(request), deps.now())),
  });

  app.post('/v1/review/:id/decision', {
    config: { access },
    schema: {
      tags: ['review'],
      summary: 'Confirm, correct or reject',
      description: `A decision can be undone for 30 seconds. ${CONFLICT}`,
      params,
      body: DecisionBodySchema,
      response: { 200: AppealSchema },
    },
    handler: async (request) => {
      checkChoice(request.body, deps.taxonomy);
      const { version: _, ...wish } = request.body;
      const { appeal } = await decide(db, target(request), wish, departmentOf, deps.now());
      return await whole(appeal);
    },
  });

  app.post('/v1/review/:id/undo', {
    config: { access },
    schema: {
      tags: ['review'],
      summary: 'Take back one’s own decision within 30 seconds',
      description: CONFLICT,
      params,
      body: VersionBodySchema,
      response: { 200: AppealSchema },
    },
    handler: async (request) => await whole(await undo(db, target(request), deps.now())),
  });

  app.post('/v1/review/decisions', {
    config: { access },
    schema: {
      tags: ['review'],
      summary: 'Confirm up to 100 appeals of one category',
      description:
        'Each is decided on its own: what another dispatcher changed meanwhile is refused, the rest is done.',
      body: BulkDecisionSchema,
      response: { 200: BulkAnswerSchema },
    },
    handler: async (request) => {
      const { decisions, kind, category, note } = request.body;
      checkChoice({ category }, deps.taxonomy);
      const results: z.infer<typeof BulkAnswerSchema>['results'] = [];
      for (const { id, version } of decisions) {
        try {
          await requireFirst(id, category);
          const wish = { kind, category, ...(note === undefined ? {} : { note }) };
          await decide(db, { id, version, by: callerOf(request).actor }, wish, departmentOf, deps.now());
          results.push({ id, status: 200 });
        } catch (error) {
          if (!(error instanceof Problem) || error.status >= 500) throw error;
          const { status, ...document } = problemDocument(error);
          results.push({ id, status, problem: document });
        }
      }
      const decided = results.filter((result) => result.status === 200).length;
      return { decided, refused: results.length - decided, results };
    },
  });

  /** A bulk confirmation is a statement about what was suggested, not a bulk change. */
  async function requireFirst(id: string, category: string): Promise<void> {
    const { category: suggested } = await getAppeal(db, id);
    if (suggested !== category)
      throw new Problem('state-conflict', `The first candidate is ${suggested ?? 'none'}, not ${category}`);
  }

  function target(
    request: { params: { id: string }; body: { version: number } } & Parameters<typeof callerOf>[0],
  ): Target {
    return { id: request.params.id, version: request.body.version, by: callerOf(request).actor };
  }

  function summary(row: AppealRow) {
    return presentSummary(row, deps.now());
  }

  async function whole(row: AppealRow) {
    return presentAppeal(await readRecord(db, row), deps.now());
  }
}
