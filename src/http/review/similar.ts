import { z } from 'zod';
import { getAppeal } from '../../store/appeals.ts';
import { countCluster, findNear } from '../../store/similar.ts';
import type { App, AppDeps } from '../deps.ts';
import { presentSummary } from '../present.ts';
import { UuidSchema } from '../schemas/common.ts';
import { SimilarSchema } from '../schemas/review.ts';

/** Near-duplicates of an appeal and the cluster that it stands in. */
export function similarRoute(app: App, deps: AppDeps): void {
  const { db } = deps.store;
  app.get('/v1/review/:id/similar', {
    config: { access: ['dispatcher'] },
    schema: {
      tags: ['review'],
      summary: 'Near-duplicates, and open appeals of the same category and district',
      params: z.object({ id: UuidSchema }),
      response: { 200: SimilarSchema },
    },
    handler: async (request) => {
      const appeal = await getAppeal(db, request.params.id);
      const [near, cluster] = await Promise.all([findNear(db, appeal), countCluster(db, appeal)]);
      return {
        near: near.map(({ row, similarity }) => ({ ...presentSummary(row, deps.now()), similarity })),
        cluster,
      };
    },
  });
}
