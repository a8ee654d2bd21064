import { Problem } from '../../errors.ts';
import { insertAppeals } from '../../store/appeals.ts';
import { callerOf } from '../auth.ts';
import { checkContent } from '../check-references.ts';
import type { App, AppDeps } from '../deps.ts';
import { fieldErrors, summarise } from '../field-errors.ts';
import { problemDocument } from '../problem-handler.ts';
import { BatchAnswerSchema, BatchRequestSchema, type NewAppeal, NewAppealSchema } from '../schemas/appeal.ts';

/** Up to 500 appeals in one call; one bad item never fails the others. */
export function batchRoute(app: App, deps: AppDeps): void {
  app.post('/v1/appeals/batch', {
    config: { access: ['backend'] },
    schema: {
      tags: ['appeals'],
      summary: 'Send up to 500 appeals',
      description: 'Each item is answered on its own, in order; items are checked like single appeals.',
      body: BatchRequestSchema,
      response: { 200: BatchAnswerSchema },
    },
    handler: async (request) => {
      const now = deps.now();
      const items = request.body.appeals.map((item) => check(item, now));
      const good = items.filter((item): item is NewAppeal => !(item instanceof Problem));
      const stored = await insertAppeals(deps.store.db, good, callerOf(request).actor, now);
      let next = 0;
      const results = items.map((item, index) => {
        const answer = item instanceof Problem ? { conflict: item } : stored[next++];
        if (answer === undefined) throw new Problem('internal', 'An appeal of the batch has no answer');
        if ('conflict' in answer) {
          const { status, ...document } = problemDocument(answer.conflict);
          return { index, status, problem: document };
        }
        const { appeal, created } = answer;
        return { index, status: created ? 202 : 200, id: appeal.id, externalId: appeal.externalId };
      });
      const count = (test: (status: number) => boolean) => results.filter(({ status }) => test(status)).length;
      return {
        results,
        accepted: count((s) => s === 202),
        known: count((s) => s === 200),
        refused: count((s) => s >= 400),
      };
    },
  });

  function check(item: unknown, now: Date): NewAppeal | Problem {
    const parsed = NewAppealSchema.safeParse(item);
    if (!parsed.success) {
      const errors = parsed.error.issues.flatMap((issue) =>
        fieldErrors({ ...issue, keys: 'keys' in issue ? (issue.keys as string[]) : undefined }, 'body'),
      );
      return new Problem('invalid-request', summarise(errors), { errors });
    }
    try {
      checkContent(parsed.data, deps.taxonomy, now);
      return parsed.data;
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
  }
}
