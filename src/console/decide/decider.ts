/**
 * Decisions as the dispatcher makes them: the appeal leaves the list at once, the service hears of it right after,
 * and whatever it refuses comes back with both versions. Each can be undone for 30 seconds.
 */
import { type Api, ApiProblem } from '../api/client.ts';
import type { Appeal, DecisionBody, ReviewRow } from '../api/types.ts';
import type { QueueCache } from '../queue/queue-cache.ts';
import type { Claims } from './claims.ts';
import { sameSuggestion } from './same-suggestion.ts';

/** The service takes a decision back for this long (milliseconds). */
export const UNDO_MS = 30_000;

export type Choice = Omit<DecisionBody, 'version'>;

/** A decision that was made here. */
export interface Made {
  ids: string[];
  choice: Choice;
  at: number;
  state: 'sending' | 'saved' | 'undoing';
  /** Versions after the decision, once the service has it. */
  versions: Map<string, number>;
  done: Promise<void>;
}

/** A decision that the service refused because the appeal is not as it was. `theirs`: as it stands now. */
export interface Conflict {
  code: string;
  choice: Choice;
  seen: Appeal;
  theirs: Appeal;
}

export interface Failure {
  id: string;
  choice: Choice;
  error: unknown;
}

export interface DeciderState {
  made: readonly Made[];
  conflict: Conflict | null;
  failure: Failure | null;
}

export interface BulkResult {
  decided: number;
  refused: { id: string; code: string }[];
}

export interface Decider {
  state(): DeciderState;
  subscribe(listener: () => void): () => void;
  decide(appeal: Appeal, choice: Choice): Made;
  confirmAll(rows: readonly ReviewRow[], category: string): Promise<BulkResult>;
  /** Takes back the last decision that still can be. @returns the appeals, or null when there is none */
  undo(): Promise<string[] | null>;
  /** Another try at what the service refused, on the version that stands there now. */
  retry(): void;
  dismiss(): void;
}

export function createDecider(api: Api, cache: QueueCache, claims: Claims): Decider {
  let state: DeciderState = { made: [], conflict: null, failure: null };
  const listeners = new Set<() => void>();
  const set = (change: Partial<DeciderState>) => {
    state = { ...state, ...change };
    for (const each of listeners) each();
  };
  const young = (made: Made) => Date.now() - made.at < UNDO_MS;
  const drop = (made: Made) => set({ made: state.made.filter((each) => each !== made) });

  const post = (id: string, version: number, choice: Choice) =>
    api.send<Appeal>('POST', `/v1/review/${id}/decision`, { ...choice, version });

  /** Claims and releases change the version and nothing that was decided on: then the newer version will do. */
  async function send(appeal: Appeal, choice: Choice): Promise<Appeal> {
    const version = (await claims.settled(appeal.id)) ?? appeal.version;
    claims.forget(appeal.id);
    try {
      return await post(appeal.id, version, choice);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'version-conflict') throw error;
      const now = await cache.readAppeal(appeal.id);
      if (now.state !== 'suggested' || now.claim !== null || !sameSuggestion(now, appeal)) throw error;
      return await post(appeal.id, now.version, choice);
    }
  }

  async function refused(made: Made, appeal: Appeal, error: unknown): Promise<void> {
    drop(made);
    cache.show(made.ids);
    if (error instanceof ApiProblem && error.status === 409) {
      const theirs = await cache.readAppeal(appeal.id).catch(() => undefined);
      if (theirs !== undefined) {
        cache.setAppeal(theirs);
        set({ conflict: { code: error.code, choice: made.choice, seen: appeal, theirs } });
        return;
      }
    }
    set({ failure: { id: appeal.id, choice: made.choice, error } });
  }

  const remember = (ids: string[], choice: Choice): Made => {
    const made: Made = { ids, choice, at: Date.now(), state: 'sending', versions: new Map(), done: Promise.resolve() };
    set({ made: [...state.made.filter(young), made] });
    return made;
  };
  const update = (made: Made, change: Partial<Made>) => {
    Object.assign(made, change);
    set({ made: [...state.made] });
  };

  const decider: Decider = {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    decide: (appeal, choice) => {
      const made = remember([appeal.id], choice);
      cache.hide([appeal.id]);
      made.done = send(appeal, choice).then(
        (saved) => {
          made.versions.set(saved.id, saved.version);
          cache.setAppeal(saved);
          update(made, { state: 'saved' });
        },
        (error: unknown) => refused(made, appeal, error),
      );
      return made;
    },
    confirmAll: async (rows, category) => {
      const decisions = rows.map(({ id, version }) => ({ id, version }));
      const answer = await api.send<{ results: { id: string; status: number; problem?: { code: string } }[] }>(
        'POST',
        '/v1/review/decisions',
        { decisions, category },
      );
      const decided = answer.results.filter((result) => result.status === 200).map((result) => result.id);
      cache.hide(decided);
      if (decided.length > 0) {
        const made = remember(decided, { kind: 'confirm', category });
        for (const row of rows) if (decided.includes(row.id)) made.versions.set(row.id, row.version + 1);
        update(made, { state: 'saved' });
      }
      cache.refresh();
      const refusals = answer.results.filter((result) => result.status !== 200);
      return {
        decided: decided.length,
        refused: refusals.map(({ id, problem }) => ({ id, code: problem?.code ?? 'internal' })),
      };
    },
    undo: async () => {
      const made = state.made.findLast((each) => young(each) && each.state !== 'undoing');
      if (made === undefined) return null;
      await made.done;
      if (!state.made.includes(made)) return null;
      update(made, { state: 'undoing' });
      try {
        for (const [id, version] of made.versions) {
          cache.setAppeal(await api.send<Appeal>('POST', `/v1/review/${id}/undo`, { version }));
          made.versions.delete(id);
        }
        return made.ids;
      } catch (error) {
        set({ failure: { id: made.ids[0] ?? '', choice: made.choice, error } });
        return null;
      } finally {
        drop(made);
        cache.show(made.ids);
      }
    },
    retry: () => {
      const { conflict, failure } = state;
      const appeal = conflict?.theirs ?? (failure === null ? undefined : cache.appeal(failure.id));
      const choice = conflict?.choice ?? failure?.choice;
      decider.dismiss();
      if (appeal !== undefined && choice !== undefined) decider.decide(appeal, choice);
    },
    dismiss: () => set({ conflict: null, failure: null }),
  };
  return decider;
}
