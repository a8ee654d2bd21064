/** The event bus: what NOTIFY brings from every process of the service, handed to whoever listens here. */
import type { Logger } from 'pino';
import { MODELS_CHANNEL } from './active-model.ts';
import type { AppealEvents } from './http/deps.ts';
import { type AppealEvent, AppealEventSchema, EVENTS_CHANNEL, OUTBOX_CHANNEL } from './store/events.ts';
import { listen } from './store/listen.ts';
import type { Store } from './store/open.ts';

export interface EventBus extends AppealEvents {
  /** Calls `wake` when a transaction left rows in the outbox. */
  onOutbox(wake: () => void): void;
  /** Calls `changed` when another model was activated. */
  onModel(changed: () => void): void;
  close(): Promise<void>;
}

export async function openEventBus(store: Store, logger: Logger): Promise<EventBus> {
  const listeners = new Set<(event: AppealEvent) => void>();
  const wakers = new Set<() => void>();
  const modelListeners = new Set<() => void>();
  const listener = await listen(store, [EVENTS_CHANNEL, OUTBOX_CHANNEL, MODELS_CHANNEL], (channel, payload) => {
    if (channel === OUTBOX_CHANNEL) for (const wake of wakers) wake();
    else if (channel === MODELS_CHANNEL) for (const changed of modelListeners) changed();
    else deliver(payload);
  });
  const deliver = (payload: string) => {
    const event = AppealEventSchema.safeParse(JSON.parse(payload));
    if (!event.success) {
      // A newer version of the service runs beside this one.
      logger.warn({ payload }, 'an event of an unknown shape was left out');
      return;
    }
    for (const each of listeners) each(event.data);
  };
  return {
    subscribe: (each) => {
      listeners.add(each);
      return () => listeners.delete(each);
    },
    onOutbox: (wake) => wakers.add(wake),
    onModel: (changed) => modelListeners.add(changed),
    close: () => listener.close(),
  };
}
