/**
 * The thread that runs PGlite. PGlite answers synchronously: on the main thread every query would hold up HTTP and
 * the model (docs/decisions/embedded-database.md). In: protocol bytes. Out: the bytes of the answer, in the same order.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';

/** What the main thread may ask; `close` flushes and ends the thread. */
export type ThreadRequest = { id: number; bytes: Uint8Array } | { close: true };
/** What the thread says: ready once, then one answer or failure per request, closed at the end. */
export type ThreadReply =
  | { ready: true }
  | { id: number; bytes: Uint8Array }
  | { id: number; failure: string }
  | { closed: true };

/** One array with a buffer of its own, which can be handed over instead of copied. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const port = parentPort;
if (port !== null) {
  const { folder, searchPath } = workerData as { folder: string; searchPath: string };
  const database = await PGlite.create({ dataDir: folder, extensions: { vector } });
  await database.exec(`SET search_path TO ${searchPath}; SET jit TO off`);
  const say = (reply: ThreadReply, transfer: ArrayBuffer[] = []) => port.postMessage(reply, transfer);
  let tail: Promise<void> = Promise.resolve();
  const answer = async (request: ThreadRequest) => {
    if ('close' in request) {
      await database.close();
      say({ closed: true });
      port.close();
      return;
    }
    try {
      // Not execProtocolRaw: it also parses every answer and keeps the messages for ever (0.5.14).
      const chunks: Uint8Array[] = [];
      await database.execProtocolRawStream(request.bytes, { onRawData: (chunk) => void chunks.push(chunk.slice()) });
      const bytes = joined(chunks);
      say({ id: request.id, bytes }, [bytes.buffer as ArrayBuffer]);
    } catch (error) {
      say({ id: request.id, failure: error instanceof Error ? error.message : String(error) });
    }
  };
  port.on('message', (request: ThreadRequest) => {
    tail = tail.then(() => answer(request));
  });
  say({ ready: true });
}
