import { type Api, ApiProblem } from '../api/client.ts';
import type { Appeal } from '../api/types.ts';
import type { QueueCache } from '../queue/queue-cache.ts';

/** Leafing through the queue claims nothing: an appeal is claimed when it stays open this long (milliseconds). */
const DWELL = 1_500;

type Summary = Pick<Appeal, 'id' | 'version' | 'claim'>;

/** Tells others who works on an appeal. */
export interface Claims {
  /** Claims an appeal that stays open, renews the claim, and gives it back. @returns call it when it is closed */
  hold(id: string, actor: string): () => void;
  /** Waits for a claim that is on its way, and returns the version to decide on. */
  settled(id: string): Promise<number | undefined>;
  /** A decision ends a claim by itself: nothing is to be given back. */
  forget(id: string): void;
}

export function createClaims(api: Api, cache: QueueCache, claimSeconds: number, browser: Window): Claims {
  const underway = new Map<string, Promise<unknown>>();
  /** Appeals that this browser claimed, with the time (milliseconds) of the last claim. */
  const held = new Map<string, number>();

  // Whoever closes the tab leaves nothing locked behind; `keepalive` lets the call outlive the page.
  browser.addEventListener('pagehide', () => {
    for (const id of held.keys()) {
      const version = cache.appeal(id)?.version;
      if (version !== undefined)
        void api.send('POST', `/v1/review/${id}/release`, { version }, { keepalive: true }).catch(() => undefined);
    }
    held.clear();
  });

  const change = (id: string, what: 'claim' | 'release') => {
    const version = cache.appeal(id)?.version;
    if (version === undefined) return Promise.resolve();
    const call = api
      .send<Summary>('POST', `/v1/review/${id}/${what}`, { version })
      .then((summary) => {
        if (what === 'claim') held.set(id, Date.now());
        cache.patch(id, { version: summary.version, claim: summary.claim });
      })
      // A claim is a courtesy, and the decision itself is checked. What the service holds instead is taken over, so that the next try
      // stands on it.
      .catch((error: unknown) => {
        const current = error instanceof ApiProblem ? error.document.current : undefined;
        if (current === undefined) return;
        if (current.state !== cache.appeal(id)?.state) cache.reread(id);
        else cache.patch(id, { version: current.version, claim: current.claim });
      })
      .finally(() => {
        if (underway.get(id) === call) underway.delete(id);
      });
    underway.set(id, call);
    return call;
  };

  return {
    hold: (id, actor) => {
      const mayClaim = () => {
        const appeal = cache.appeal(id);
        if (appeal?.state !== 'suggested' || browser.document.visibilityState !== 'visible') return false;
        const { claim } = appeal;
        return claim === null || claim.by === actor || Date.parse(claim.until) <= Date.now();
      };
      // Looked at again and again: an appeal that another left, or whose version was behind, is claimed then.
      const timer = setInterval(() => {
        const fresh = Date.now() - (held.get(id) ?? 0) < claimSeconds * 700;
        if (!fresh && !underway.has(id) && mayClaim()) void change(id, 'claim');
      }, DWELL);
      return () => {
        clearInterval(timer);
        void Promise.resolve(underway.get(id)).then(() => {
          if (held.delete(id)) void change(id, 'release');
        });
      };
    },
    settled: async (id) => {
      await underway.get(id);
      return cache.appeal(id)?.version;
    },
    forget: (id) => {
      held.delete(id);
    },
  };
}
