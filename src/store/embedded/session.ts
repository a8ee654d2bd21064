/**
 * One PGlite session shared by many clients. Requests run one at a time, first come first served; a client whose
 * answer leaves a transaction open keeps the session to itself until that transaction ends, as if the others waited
 * for its locks. Notifications go to every client.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { problem } from '../../errors.ts';
import type { ThreadReply, ThreadRequest } from './thread.ts';
import { ROLLBACK, splitAnswer } from './wire.ts';

/** One side of the session: what a client's socket gives to it. */
export interface SessionClient {
  receive(bytes: Uint8Array): void;
  fail(error: Error): void;
}

interface Waiting {
  client: SessionClient;
  bytes: Uint8Array;
}

/** See the head of this file. Built by {@link openSession}. */
export class Session {
  readonly #thread: Worker;
  readonly #clients = new Set<SessionClient>();
  readonly #gone = new Set<SessionClient>();
  #waiting: Waiting[] = [];
  #running: Waiting | undefined;
  #holder: SessionClient | undefined;
  #next = 0;
  #failure: Error | undefined;
  #closing = false;

  constructor(thread: Worker) {
    this.#thread = thread;
    thread.on('message', (reply: ThreadReply) => this.#onReply(reply));
    thread.on('error', (error) => this.#breakDown(error));
    thread.on('exit', () => {
      if (!this.#closing) this.#breakDown(problem('internal', 'The embedded database stopped'));
    });
  }

  join(client: SessionClient): void {
    this.#clients.add(client);
  }

  /** Queues one request; the answer arrives at `client.receive`. */
  send(client: SessionClient, bytes: Uint8Array): void {
    if (this.#failure !== undefined) {
      client.fail(this.#failure);
      return;
    }
    this.#waiting.push({ client, bytes });
    this.#pump();
  }

  /** Forgets a client; a transaction that it left open is rolled back. */
  leave(client: SessionClient): void {
    this.#clients.delete(client);
    this.#waiting = this.#waiting.filter((waiting) => waiting.client !== client);
    if (this.#running?.client === client) this.#gone.add(client);
    else if (this.#holder === client) this.#abandon(client);
    this.#pump();
  }

  /** Ends the session cleanly; clients must have left. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#failure !== undefined) return;
    const ended = once(this.#thread, 'exit');
    this.#post({ close: true });
    await ended;
  }

  #abandon(client: SessionClient): void {
    this.#waiting.unshift({ client, bytes: ROLLBACK });
  }

  #pump(): void {
    if (this.#running !== undefined || this.#failure !== undefined) return;
    const index =
      this.#holder === undefined ? 0 : this.#waiting.findIndex((waiting) => waiting.client === this.#holder);
    const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (next === undefined) return;
    this.#running = next;
    this.#next += 1;
    this.#post({ id: this.#next, bytes: next.bytes });
  }

  #onReply(reply: ThreadReply): void {
    if ('failure' in reply) {
      this.#breakDown(problem('internal', `The embedded database failed: ${reply.failure}`));
      return;
    }
    const running = this.#running;
    if (!('bytes' in reply) || running === undefined) return;
    this.#running = undefined;
    const { answer, notifications, state } = splitAnswer(Buffer.from(reply.bytes.buffer));
    this.#holder = state === 'I' ? undefined : running.client;
    if (this.#gone.delete(running.client)) {
      if (state !== 'I') this.#abandon(running.client);
    } else if (this.#clients.has(running.client)) running.client.receive(answer);
    for (const notification of notifications) for (const client of this.#clients) client.receive(notification);
    this.#pump();
  }

  #breakDown(error: Error): void {
    this.#failure ??= error;
    this.#waiting = [];
    for (const client of this.#clients) client.fail(this.#failure);
  }

  #post(request: ThreadRequest): void {
    this.#thread.postMessage(request);
  }
}

/**
 * Starts PGlite with pgvector in a thread of its own.
 * @param folder the database folder; the caller holds its lock
 * @param searchPath schemas of unqualified names, in order
 * @throws when the folder cannot be opened as a database
 */
export async function openSession(folder: string, searchPath: string): Promise<Session> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: { folder, searchPath } });
  await Promise.race([
    once(thread, 'message'),
    once(thread, 'exit').then(() => {
      throw problem('internal', `The embedded database in ${folder} did not start`);
    }),
  ]);
  return new Session(thread);
}
