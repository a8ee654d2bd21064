import type { App, AppDeps } from '../deps.ts';

/** Comments that keep proxies from closing a quiet stream (milliseconds). */
const HEARTBEAT = 15_000;

/**
 * Server-sent events of the queue: `added`, `claimed`, `released`, `decided`, `undone`. Events say that something
 * changed and its version; readers fetch what they show. After a reconnect a reader reads the queue anew.
 */
export function streamRoute(app: App, deps: AppDeps): void {
  app.get('/v1/review/stream', {
    config: { access: ['dispatcher'] },
    schema: {
      tags: ['review'],
      summary: 'Live changes of the queue (server-sent events)',
      description: 'Event types: added, claimed, released, decided, undone; data: `{appealId, version, actor, at}`.',
      produces: ['text/event-stream'],
    },
    handler: (request, reply) => {
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 2000\n: open\n\n');
      const unsubscribe = deps.events.subscribe(({ kind, ...data }) => {
        raw.write(`event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
      });
      const heartbeat = setInterval(() => raw.write(': beat\n\n'), HEARTBEAT);
      const end = () => {
        clearInterval(heartbeat);
        unsubscribe();
        open.delete(end);
        raw.end();
      };
      open.add(end);
      request.raw.on('close', end);
    },
  });
  // Open streams would keep the server from closing.
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
}
