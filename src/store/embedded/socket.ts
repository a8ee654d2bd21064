/**
 * The stream that node-postgres takes for its TCP connection: what `pg.Client` writes goes to the shared PGlite
 * session, what the session answers is read by `pg.Client`. So types, errors, prepared statements and
 * notifications are node-postgres's own, the same as against a server.
 */
import { Duplex } from 'node:stream';
import type { Session, SessionClient } from './session.ts';
import { cutRequests, STARTUP_ANSWER } from './wire.ts';

export class SessionSocket extends Duplex implements SessionClient {
  readonly #session: Session;
  #started = false;
  #rest: Buffer = Buffer.alloc(0);

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  /** Called by node-postgres where a socket would dial. */
  connect(): this {
    this.#session.join(this);
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  receive(bytes: Uint8Array): void {
    this.push(bytes);
  }

  fail(error: Error): void {
    this.destroy(error);
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (!this.#started) {
      // The start-up message has no type byte: length, version, then parameters that PGlite does not need.
      if (bytes.length < 4 || bytes.length < bytes.readInt32BE(0)) {
        this.#rest = bytes;
        done();
        return;
      }
      bytes = bytes.subarray(bytes.readInt32BE(0));
      this.#started = true;
      this.push(STARTUP_ANSWER);
    }
    const { requests, rest, terminated } = cutRequests(bytes);
    this.#rest = rest;
    for (const request of requests) this.#session.send(this, request);
    if (terminated) this.push(null);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#session.leave(this);
    this.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#session.leave(this);
    done(error);
  }

  // node-postgres tunes its TCP socket with these; there is no TCP here.
  setNoDelay(): this {
    return this;
  }
  setKeepAlive(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}
