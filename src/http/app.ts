import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { touchKeys } from '../store/keys.ts';
import { keyRoutes } from './admin/keys.ts';
import { modelRoutes } from './admin/models.ts';
import { requireRoles } from './auth.ts';
import { appealRoutes } from './backend/appeals.ts';
import { batchRoute } from './backend/batch.ts';
import { outcomeRoute } from './backend/outcomes.ts';
import { taxonomyRoute } from './backend/taxonomy.ts';
import { webhookRoutes } from './backend/webhooks.ts';
import { consoleRoutes } from './console.ts';
import type { App, AppDeps } from './deps.ts';
import { BODY_LIMIT, readJsonStrictly } from './json-body.ts';
import { describeApi } from './openapi.ts';
import { healthRoutes } from './operator/health.ts';
import { answerProblems } from './problem-handler.ts';
import { reportRoutes } from './reports/routes.ts';
import { decisionRoutes } from './review/decisions.ts';
import { meRoute } from './review/me.ts';
import { queueRoute } from './review/queue.ts';
import { similarRoute } from './review/similar.ts';
import { streamRoute } from './review/stream.ts';

/** Last use of keys is written this often, not with each request (milliseconds). */
const TOUCH_MS = 10_000;

/** The HTTP side of the service: every route, in the order of its users. It does not listen yet. */
export async function buildApp(deps: AppDeps): Promise<App> {
  const app: App = fastify({
    loggerInstance: deps.logger,
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    trustProxy: deps.config.TRUST_PROXY,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  readJsonStrictly(app);
  answerProblems(app);
  requireRoles(app, deps.store.db, rememberUse(app, deps));
  await describeApi(app, deps.version, deps.config.PUBLIC_URL);

  appealRoutes(app, deps);
  batchRoute(app, deps);
  outcomeRoute(app, deps);
  webhookRoutes(app, deps);
  taxonomyRoute(app, deps);
  queueRoute(app, deps);
  decisionRoutes(app, deps);
  similarRoute(app, deps);
  streamRoute(app, deps);
  reportRoutes(app, deps);
  meRoute(app);
  keyRoutes(app, deps);
  modelRoutes(app, deps);
  healthRoutes(app, deps);
  await consoleRoutes(app, deps);
  return app;
}

/** Collects the keys in use and writes them now and then. */
function rememberUse(app: App, deps: AppDeps): (keyId: string) => void {
  const used = new Set<string>();
  const write = async () => {
    const ids = [...used];
    used.clear();
    await touchKeys(deps.store.db, ids, deps.now()).catch((error: unknown) =>
      deps.logger.warn({ err: error }, 'touch keys'),
    );
  };
  const timer = setInterval(() => void write(), TOUCH_MS).unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await write();
  });
  return (keyId) => used.add(keyId);
}
