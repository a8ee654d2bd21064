import { countQueue, listQueue } from '../../store/review-queue.ts';
import { countSameText } from '../../store/similar.ts';
import { callerOf } from '../auth.ts';
import type { App, AppDeps } from '../deps.ts';
import { presentSummary } from '../present.ts';
import { ReviewPageSchema, ReviewQuerySchema } from '../schemas/review.ts';

/** The review queue, the most urgent first. */
export function queueRoute(app: App, deps: AppDeps): void {
  app.get('/v1/review', {
    config: { access: ['dispatcher', 'ml'] },
    schema: {
      tags: ['review'],
      summary: 'The queue: filter, order by urgency and due time, counts',
      description: 'Filters take several values: `?department=a&department=b` or `?department=a,b`.',
      querystring: ReviewQuerySchema,
      response: { 200: ReviewPageSchema },
    },
    handler: async (request) => {
      const now = deps.now();
      const { cursor, limit, ...filter } = request.query;
      const asked = { ...filter, asker: callerOf(request).actor };
      const [page, counts] = await Promise.all([
        listQueue(deps.store.db, asked, { cursor, limit }, now),
        cursor === undefined ? countQueue(deps.store.db, asked, now) : undefined,
      ]);
      const same = await countSameText(
        deps.store.db,
        page.items.map((row) => row.id),
      );
      const items = page.items.map((row) => ({ ...presentSummary(row, now), duplicates: same.get(row.id) ?? 0 }));
      return { items, next: page.next, counts };
    },
  });
}
