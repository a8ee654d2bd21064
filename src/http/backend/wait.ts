import type { AppealEvents } from '../deps.ts';

/** A wait that was begun before its appeal was stored, so that no event can fall between. */
export interface PendingSuggestion {
  /** Resolves when the appeal has its suggestion, or when the time is over. */
  for(appealId: string): Promise<void>;
  cancel(): void;
}

/** Begins to listen for suggestions. @param milliseconds from now */
export function waitForSuggestion(events: AppealEvents, milliseconds: number): PendingSuggestion {
  const added = new Set<string>();
  let wanted: string | null = null;
  let finish: () => void = () => undefined;
  const unsubscribe = events.subscribe((event) => {
    if (event.kind !== 'added') return;
    added.add(event.appealId);
    if (event.appealId === wanted) finish();
  });
  const until = Date.now() + milliseconds;
  return {
    for: (appealId) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, until - Date.now()));
        finish = () => {
          clearTimeout(timer);
          resolve();
        };
        wanted = appealId;
        if (added.has(appealId)) finish();
      }),
    cancel: unsubscribe,
  };
}
