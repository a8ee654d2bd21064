/** Embeds texts on worker threads. A failure is an outcome, never an exception: the other evidences answer then. */
import { Worker } from 'node:worker_threads';
import type { EmbedJob, EmbedReply } from './embed-worker.ts';
import type { EncoderSettings } from './encoder-folder.ts';

export type EmbedOutcome =
  | { ok: true; vectors: Float32Array[] }
  | { ok: false; reason: 'embedder-timeout' | 'embedder-failed'; detail: string };

export interface EmbedRequest {
  kind?: 'query' | 'passage';
  /** Overrides the embedder's own limit (milliseconds). */
  timeoutMs?: number;
}

export interface Embedder {
  readonly settings: EncoderSettings;
  /** Vectors in the order of the texts, unit length. Never rejects. */
  embed(texts: readonly string[], request?: EmbedRequest): Promise<EmbedOutcome>;
  close(): Promise<void>;
}

export interface EmbedderOptions {
  workers: number;
  timeoutMs: number;
  /** Module of the thread; tests put in one that crashes or hangs. */
  workerUrl?: URL;
  onRestart?: (detail: string) => void;
}

interface Pending extends EmbedJob {
  settle(outcome: EmbedOutcome): void;
}

interface Slot {
  worker: Worker;
  job: Pending | null;
  /** Cleared when the job answers; a thread that never does is replaced. */
  hung: NodeJS.Timeout | null;
}

/** Texts in one message to a thread: small, so that an urgent appeal never waits behind a long list. */
const CHUNK = 16;
/** A thread that is this many times its limit late is taken for hung. */
const HUNG = 5;
/** Wait before a crashed thread is started anew (milliseconds), doubled with each crash in a row. */
const RESTART_MS = 50;
/** After so many crashes in a row requests fail at once while no thread is there. */
const HOPELESS = 2;

export function createEmbedder(settings: EncoderSettings, options: EmbedderOptions): Embedder {
  const url = options.workerUrl ?? new URL('./embed-worker.ts', import.meta.url);
  const queue: Pending[] = [];
  const slots = new Set<Slot>();
  const restarts = new Set<NodeJS.Timeout>();
  let nextId = 0;
  let crashes = 0;
  let closed = false;

  const start = () => {
    const worker = new Worker(url, { workerData: settings });
    // An idle embedder must not keep a script alive; pending jobs hold timers that do.
    worker.unref();
    const slot: Slot = { worker, job: null, hung: null };
    worker.on('message', (reply: EmbedReply) => {
      if ('ready' in reply && reply.ready) return;
      crashes = 0;
      finish(slot, 'error' in reply ? failed(reply.error) : { ok: true, vectors: rowsOf(reply) });
      pump();
    });
    worker.on('error', (error) => lose(slot, error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => lose(slot, `thread ended with code ${code}`));
    slots.add(slot);
  };

  const finish = (slot: Slot, outcome: EmbedOutcome) => {
    if (slot.hung !== null) clearTimeout(slot.hung);
    slot.hung = null;
    slot.job?.settle(outcome);
    slot.job = null;
  };

  const lose = (slot: Slot, detail: string) => {
    if (!slots.delete(slot) || closed) return;
    finish(slot, failed(detail));
    options.onRestart?.(detail);
    crashes++;
    // A thread that keeps crashing will not help those who wait: they hear of it now, not at their time limit.
    if (slots.size === 0 && crashes >= HOPELESS) for (const job of queue.splice(0)) job.settle(failed(detail));
    const timer = setTimeout(
      () => {
        restarts.delete(timer);
        if (closed) return;
        start();
        pump();
      },
      Math.min(30_000, RESTART_MS * 2 ** crashes),
    );
    timer.unref();
    restarts.add(timer);
  };

  const pump = () => {
    for (const slot of slots) {
      if (slot.job !== null) continue;
      const job = queue.shift();
      if (job === undefined) return;
      slot.job = job;
      slot.hung = setTimeout(() => {
        slot.worker.terminate().catch(() => undefined);
        lose(slot, 'thread did not answer');
      }, options.timeoutMs * HUNG);
      slot.hung.unref();
      slot.worker.postMessage({ id: job.id, texts: job.texts, kind: job.kind } satisfies EmbedJob);
    }
  };

  const rowsOf = (reply: { vectors: Float32Array }) =>
    Array.from({ length: reply.vectors.length / settings.dimension }, (_, i) =>
      reply.vectors.subarray(i * settings.dimension, (i + 1) * settings.dimension),
    );

  const embedChunk = (texts: readonly string[], kind: 'query' | 'passage', timeoutMs: number) =>
    new Promise<EmbedOutcome>((resolve) => {
      const timer = setTimeout(() => {
        const at = queue.indexOf(job);
        if (at >= 0) queue.splice(at, 1);
        resolve({ ok: false, reason: 'embedder-timeout', detail: `no vectors after ${timeoutMs} ms` });
      }, timeoutMs);
      const job: Pending = {
        id: nextId++,
        texts,
        kind,
        settle(outcome) {
          clearTimeout(timer);
          resolve(outcome);
        },
      };
      if (slots.size === 0 && crashes >= HOPELESS) return job.settle(failed('the encoder keeps crashing'));
      queue.push(job);
      pump();
    });

  for (let i = 0; i < options.workers; i++) start();
  return {
    settings,
    async embed(texts, { kind = 'passage', timeoutMs = options.timeoutMs } = {}) {
      if (closed) return failed('the embedder is closed');
      const chunks = Array.from({ length: Math.ceil(texts.length / CHUNK) }, (_, i) =>
        embedChunk(texts.slice(i * CHUNK, (i + 1) * CHUNK), kind, timeoutMs),
      );
      const vectors: Float32Array[] = [];
      for (const outcome of await Promise.all(chunks)) {
        if (!outcome.ok) return outcome;
        vectors.push(...outcome.vectors);
      }
      return { ok: true, vectors };
    },
    async close() {
      closed = true;
      for (const timer of restarts) clearTimeout(timer);
      for (const job of queue.splice(0)) job.settle(failed('the embedder is closed'));
      await Promise.all(
        [...slots].map(async (slot) => {
          finish(slot, failed('the embedder is closed'));
          await slot.worker.terminate();
        }),
      );
      slots.clear();
    },
  };
}

function failed(detail: string): EmbedOutcome {
  return { ok: false, reason: 'embedder-failed', detail };
}
