/** The key of whoever works here, kept until the tab closes, or longer where the person asked for it. */
export interface Session {
  key(): string | null;
  open(key: string, remember: boolean): void;
  close(): void;
  /** @returns ends the subscription */
  subscribe(listener: () => void): () => void;
}

const NAME = 'bagyt-key';

export function createSession(tab: Storage, device: Storage): Session {
  let key = tab.getItem(NAME) ?? device.getItem(NAME);
  const listeners = new Set<() => void>();
  const change = (next: string | null) => {
    if (next === key) return;
    key = next;
    for (const each of listeners) each();
  };
  return {
    key: () => key,
    open: (next, remember) => {
      (remember ? device : tab).setItem(NAME, next);
      change(next);
    },
    close: () => {
      tab.removeItem(NAME);
      device.removeItem(NAME);
      change(null);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
