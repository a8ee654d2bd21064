/** Servers mode: relay, triage and webhooks, without the API. Start as many as needed. */
import { run } from './run.ts';

await run({
  http: false,
  workers: true,
  ready: async () => {
    process.stdout.write('Bagyt is ready: this worker takes jobs\n');
  },
});
