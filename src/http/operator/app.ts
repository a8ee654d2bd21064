import fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { requireRoles } from '../auth.ts';
import type { App, AppDeps } from '../deps.ts';
import { answerProblems } from '../problem-handler.ts';
import { healthRoutes } from './health.ts';

/** What a worker process serves: health and metrics for operators, nothing for users. It does not listen yet. */
export async function buildOperatorApp(deps: AppDeps): Promise<App> {
  const app: App = fastify({ loggerInstance: deps.logger }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app);
  requireRoles(app, deps.store.db, () => undefined);
  healthRoutes(app, deps);
  return app;
}
