/** LISTEN with a session that is opened again when it drops. */
import type { Notification, PoolClient } from 'pg';
import type { Store } from './open.ts';

export interface Listener {
  close(): Promise<void>;
}

/** Wait before a dropped session is opened again (milliseconds). */
const REOPEN_MS = 1_000;

/**
 * Calls `onMessage` for every notification on the channels until closed. Notifications of the moments in which the
 * session was down are lost: whoever needs them all also polls.
 */
export async function listen(
  store: Store,
  channels: readonly string[],
  onMessage: (channel: string, payload: string) => void,
): Promise<Listener> {
  let client: PoolClient | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const open = async () => {
    const opened = await store.sessions.connect();
    opened.on('notification', ({ channel, payload }: Notification) => {
      if (channels.includes(channel)) onMessage(channel, payload ?? '');
    });
    opened.on('error', () => {
      if (client !== opened) return;
      client = undefined;
      opened.release(true);
      reopen();
    });
    for (const channel of channels) await opened.query(`LISTEN ${channel}`);
    client = opened;
  };
  const reopen = () => {
    if (closed) return;
    timer = setTimeout(() => void open().catch(reopen), REOPEN_MS);
  };

  await open();
  return {
    close: async () => {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      // Destroyed, not returned: its subscriptions must not reach the next borrower.
      last?.release(true);
    },
  };
}
