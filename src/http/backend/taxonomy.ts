import { TaxonomySchema } from '../../taxonomy/schema.ts';
import type { App, AppDeps } from '../deps.ts';

/** The taxonomy in force: categories, departments, districts, names in Russian and Kyrgyz. */
export function taxonomyRoute(app: App, deps: AppDeps): void {
  app.get('/v1/taxonomy', {
    config: { access: ['backend', 'dispatcher', 'ml'] },
    schema: { tags: ['reference'], summary: 'Categories, departments, districts', response: { 200: TaxonomySchema } },
    handler: async (_request, reply) => {
      void reply.header('cache-control', 'private, max-age=300');
      return deps.taxonomy.taxonomy;
    },
  });
}
