/**
 * Just enough of PostgreSQL's frontend/backend protocol (version 3, "Message Formats" in the manual) to put
 * several clients on one PGlite session: where a message ends, what the server answers at start-up, and which
 * transaction state an answer leaves behind.
 */

/** Messages of a client after which the server answers: Query and Sync. */
const ANSWERED = new Set(['Q', 'S']);

/** AuthenticationOk and ReadyForQuery('I'): PGlite needs no start-up, its one session is open already. */
export const STARTUP_ANSWER: Uint8Array = Uint8Array.of(0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49);

/** Simple query that ends a transaction whose client went away. */
export const ROLLBACK: Uint8Array = simpleQuery('ROLLBACK');

/** The Query message for one or more statements without parameters. */
export function simpleQuery(sql: string): Uint8Array {
  const body = Buffer.from(`${sql}\0`, 'utf8');
  const message = Buffer.alloc(body.length + 5);
  message.write('Q', 0, 'latin1');
  message.writeInt32BE(body.length + 4, 1);
  body.copy(message, 5);
  return message;
}

/** What a client sent, cut where the server is expected to answer. */
export interface ClientBytes {
  /** Complete requests, each ending with Query or Sync. */
  requests: Uint8Array[];
  /** Bytes of a request that is not complete yet. */
  rest: Buffer;
  /** The client said goodbye (Terminate). */
  terminated: boolean;
}

/** Cuts the bytes of one client (after start-up) into requests. */
export function cutRequests(bytes: Buffer): ClientBytes {
  const requests: Uint8Array[] = [];
  let start = 0;
  let at = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    if (end > bytes.length) break;
    const type = String.fromCharCode(bytes[at] ?? 0);
    if (type === 'X') return { requests, rest: Buffer.alloc(0), terminated: true };
    if (ANSWERED.has(type)) {
      requests.push(Uint8Array.prototype.slice.call(bytes, start, end));
      start = end;
    }
    at = end;
  }
  return { requests, rest: bytes.subarray(start), terminated: false };
}

/** `I` idle, `T` in a transaction, `E` in a failed transaction. */
export type TransactionState = 'I' | 'T' | 'E';

/** An answer of the server, its notifications taken out. */
export interface ServerBytes {
  /** Everything for the client that asked. */
  answer: Buffer;
  /** NotificationResponse messages, for every client (each filters by channel). */
  notifications: Buffer[];
  /** State of the session's transaction after the answer. */
  state: TransactionState;
}

/** Splits an answer into what the asking client gets and what every client gets. */
export function splitAnswer(bytes: Buffer): ServerBytes {
  const kept: Buffer[] = [];
  const notifications: Buffer[] = [];
  let state: TransactionState = 'I';
  let at = 0;
  let from = 0;
  while (at + 5 <= bytes.length) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    const type = bytes[at];
    if (type === 0x41 /* A */) {
      kept.push(bytes.subarray(from, at));
      notifications.push(bytes.subarray(at, end));
      from = end;
    } else if (type === 0x5a /* Z */) {
      state = String.fromCharCode(bytes[at + 5] ?? 0x49) as TransactionState;
    }
    at = end;
  }
  kept.push(bytes.subarray(from));
  return { answer: notifications.length === 0 ? bytes : Buffer.concat(kept), notifications, state };
}
