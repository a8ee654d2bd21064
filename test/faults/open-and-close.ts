/** Opens everything that a service has, does some work, closes it, and must then end by itself (leaks.test.ts). */
import { pino } from 'pino';
import { readConfig } from '../../src/config.ts';
import { buildApp } from '../../src/http/app.ts';
import { insertAppeals } from '../../src/store/appeals.ts';
import { outboxBacklog } from '../../src/store/outbox.ts';
import { wire } from '../../src/wiring.ts';
import { startWorkers } from '../../src/workers.ts';

const service = await wire(readConfig(process.env, process.cwd()), pino({ level: 'silent' }));
const workers = await startWorkers(service);
const app = await buildApp(service.app);
await app.listen({ port: 0, host: '127.0.0.1' });
const { promise: triaged, resolve } = Promise.withResolvers<void>();
let waiting = 40;
const unsubscribe = service.events.subscribe(() => {
  waiting -= 1;
  if (waiting === 0) resolve();
});
await insertAppeals(
  service.store.db,
  Array.from({ length: waiting }, (_, i) => ({ externalId: `leak-${i}`, text: 'Яма во дворе' })),
  'test',
  new Date(),
);
await triaged;
unsubscribe();
await app.close();
await workers.close();
const { rows } = await outboxBacklog(service.store.db);
const { waiting: jobs, delayed, active } = await service.queue.depth('triage');
await service.close();
process.stdout.write(JSON.stringify({ outbox: rows, jobs: jobs + delayed + active }));
