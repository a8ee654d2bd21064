import { QueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ConsoleSettings } from '../http/console.ts';
import { type Api, ApiProblem, createApi } from './api/client.ts';
import { createLive, type Live } from './api/live.ts';
import { type Claims, createClaims } from './decide/claims.ts';
import { createDecider, type Decider } from './decide/decider.ts';
import { taxonomyQuery } from './format/names.ts';
import { createTranslations, type Translations } from './i18n/translations.ts';
import { readFilter } from './queue/filters.ts';
import { createQueueCache, type QueueCache } from './queue/queue-cache.ts';
import { queueQuery } from './queue/queue-query.ts';
import { meQuery } from './session/me-query.ts';
import { createSession, type Session } from './session/session.ts';

/** Everything that lives longer than a view; built once, in main.tsx. */
export interface Services {
  settings: ConsoleSettings;
  session: Session;
  api: Api;
  queries: QueryClient;
  live: Live;
  cache: QueueCache;
  claims: Claims;
  decider: Decider;
  translations: Translations;
}

/** Builds the console's parts over a browser window. */
export async function createServices(browser: Window): Promise<Services> {
  const session = createSession(browser.sessionStorage, browser.localStorage);
  const api = createApi(session);
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // What the service refused it will refuse again; only what did not arrive is tried again.
        retry: (failures, error) => !(error instanceof ApiProblem && error.status < 500) && failures < 2,
      },
    },
  });
  const cache = createQueueCache(queries, api);
  if (session.key() !== null) readAhead(browser.location, queries, api, cache);
  const [settings, translations] = await Promise.all([readSettings(), createTranslations(browser)]);
  const live = createLive(api, session, browser, (event) => cache.apply(event, settings.claimSeconds));
  live.onOpen(() => {
    cache.refresh();
    void queries.invalidateQueries({ queryKey: ['appeal'] });
  });
  const claims = createClaims(api, cache, settings.claimSeconds, browser);
  const decider = createDecider(api, cache, claims);
  session.subscribe(() => queries.clear());
  return { settings, session, api, queries, live, cache, claims, decider, translations };
}

/** Asks at once for what the first page needs, instead of one after another as the views appear. */
function readAhead(address: Location, queries: QueryClient, api: Api, cache: QueueCache): void {
  void queries.prefetchQuery(meQuery(api));
  void queries.prefetchQuery(taxonomyQuery(api));
  const filter = readFilter(Object.fromEntries(new URLSearchParams(address.search)));
  if (/^\/console\/(queue|$)/u.test(address.pathname)) void queries.prefetchInfiniteQuery(queueQuery(filter, cache));
}

/** Without the settings the console still opens: its login page says that the service does not answer. */
async function readSettings(): Promise<ConsoleSettings> {
  const answer = await fetch('/console/settings.json').catch(() => null);
  if (answer?.ok) return (await answer.json()) as ConsoleSettings;
  return { version: '', mode: 'servers', devKeys: null, mapTiles: null, claimSeconds: 300 };
}

export const ServicesContext = createContext<Services | null>(null);

/** The console's parts, from anywhere below {@link ServicesContext}. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === null) throw new Error('useServices is called outside the console');
  return services;
}
