import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { NotFound } from './layout/NotFound.tsx';
import { RouteError } from './layout/RouteError.tsx';
import { Shell } from './layout/Shell.tsx';
import { readFilter } from './queue/filters.ts';
import { QueuePage } from './queue/QueuePage.tsx';
import { readReportFilter } from './supervisor/report-filter.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: RouteError });
const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/queue' });
  },
});
const queue = createRoute({
  getParentRoute: () => root,
  path: 'queue',
  component: QueuePage,
  validateSearch: readFilter,
});
// The page of the queue shows both: it knows which appeal is open before the address does.
const nothingChosen = createRoute({ getParentRoute: () => queue, path: '/' });
const appeal = createRoute({ getParentRoute: () => queue, path: '$id' });
const intake = createRoute({
  getParentRoute: () => root,
  path: 'new',
  component: lazyRouteComponent(() => import('./intake/NewAppealPage.tsx'), 'NewAppealPage'),
});
const admin = createRoute({
  getParentRoute: () => root,
  path: 'admin',
  component: lazyRouteComponent(() => import('./admin/AdminPage.tsx'), 'AdminPage'),
});
const supervisor = createRoute({
  getParentRoute: () => root,
  path: 'supervisor',
  validateSearch: readReportFilter,
  component: lazyRouteComponent(() => import('./supervisor/SupervisorPage.tsx'), 'SupervisorPage'),
});

/** Every page of the console; charts, map and administration are loaded when they are opened. */
export function createConsoleRouter() {
  return createRouter({
    routeTree: root.addChildren([home, queue.addChildren([nothingChosen, appeal]), intake, admin, supervisor]),
    basepath: '/console',
    defaultPreload: 'intent',
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
