import type { AppealEvent } from '../../store/events.ts';
import type { Session } from '../session/session.ts';
import type { Api } from './client.ts';
import { readEvents } from './read-events.ts';

/** `idle`: nobody is logged in; `lost`: the stream broke and is tried again; `offline`: the device has no network. */
export type LiveState = 'idle' | 'connecting' | 'live' | 'lost' | 'offline';

/** Live changes of the queue, for as long as somebody is logged in. */
export interface Live {
  state(): LiveState;
  /** When the next try is due, milliseconds since 1970; null when none is. */
  retryAt(): number | null;
  subscribe(listener: () => void): () => void;
  /** Called each time the stream has opened: what happened before it did was not told. */
  onOpen(listener: () => void): void;
  start(): () => void;
  retryNow(): void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** The service sends a comment every 15 seconds; a stream that is silent for longer is dead. */
const SILENCE = 40_000;

/** EventSource cannot send an Authorization header, so the stream is read with fetch. */
export function createLive(api: Api, session: Session, browser: Window, apply: (event: AppealEvent) => void): Live {
  let state: LiveState = 'idle';
  let retryAt: number | null = null;
  let wake: () => void = () => undefined;
  const listeners = new Set<() => void>();
  const openers = new Set<() => void>();
  const set = (next: LiveState, at: number | null = null) => {
    if (state === next && retryAt === at) return;
    state = next;
    retryAt = at;
    for (const each of listeners) each();
  };

  async function follow(stopped: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT;
    let before = false;
    while (!stopped.aborted && session.key() !== null) {
      if (browser.navigator.onLine) {
        if (!before) set('connecting');
        const opened = await readOnce(stopped, () => {
          set('live');
          wait = FIRST_WAIT;
          for (const each of openers) each();
          before = true;
        });
        before ||= opened;
      }
      if (stopped.aborted || session.key() === null) break;
      const online = browser.navigator.onLine;
      // Spread, so that all consoles do not come back in the same second after a restart of the service.
      const pause = wait * (0.75 + Math.random() / 2);
      set(online ? 'lost' : 'offline', online ? Date.now() + pause : null);
      before = true;
      await sleep(online ? pause : LONGEST_WAIT);
      wait = Math.min(LONGEST_WAIT, wait * 2);
    }
  }

  /** Reads one stream until it ends, breaks or falls silent. @returns whether it was ever open */
  async function readOnce(stopped: AbortSignal, opened: () => void): Promise<boolean> {
    const silent = new AbortController();
    let timer = 0;
    const heard = () => {
      browser.clearTimeout(timer);
      timer = browser.setTimeout(() => silent.abort(), SILENCE);
    };
    const gone = () => silent.abort();
    browser.addEventListener('offline', gone);
    let open = false;
    try {
      heard();
      const answer = await api.open('/v1/review/stream', AbortSignal.any([stopped, silent.signal]));
      open = true;
      opened();
      for await (const event of readEvents(answer, heard)) apply(event);
    } catch {
      // Whatever broke it, the answer is the same: wait and try again.
    } finally {
      browser.clearTimeout(timer);
      browser.removeEventListener('offline', gone);
      silent.abort();
    }
    return open;
  }

  function sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = browser.setTimeout(() => wake(), milliseconds);
      wake = () => {
        browser.clearTimeout(timer);
        browser.removeEventListener('online', wake);
        resolve();
      };
      browser.addEventListener('online', wake);
    });
  }

  return {
    state: () => state,
    retryAt: () => retryAt,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onOpen: (listener) => openers.add(listener),
    start: () => {
      const stop = new AbortController();
      void follow(stop.signal);
      return () => {
        stop.abort();
        wake();
        set('idle');
      };
    },
    retryNow: () => wake(),
  };
}
