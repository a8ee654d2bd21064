import { z } from 'zod';
import { REPORTS } from '../../report/all.ts';
import { listActivations } from '../../store/reports-suggestions.ts';
import type { App, AppDeps } from '../deps.ts';
import { reportRoute } from './report-route.ts';
import { ActivationSchema } from './schemas.ts';

/** What supervisors and the city's management read: a route for each KPI family. */
export function reportRoutes(app: App, deps: AppDeps): void {
  reportRoute(app, deps, REPORTS.inflow);
  reportRoute(app, deps, REPORTS.backlog);
  reportRoute(app, deps, REPORTS.agreement);
  reportRoute(app, deps, REPORTS.decisionTime);
  reportRoute(app, deps, REPORTS.misroutes);
  reportRoute(app, deps, REPORTS.returned);
  reportRoute(app, deps, REPORTS.satisfaction);
  reportRoute(app, deps, REPORTS.dueDates);
  reportRoute(app, deps, REPORTS.degraded);
  reportRoute(app, deps, REPORTS.models, {
    schema: { activations: z.array(ActivationSchema) },
    read: async (period) => ({
      activations: (await listActivations(deps.store.db, period)).map((row) => ({
        version: row.version,
        at: row.activatedAt.toISOString(),
        by: row.activatedBy,
        note: row.note,
      })),
    }),
  });
}
