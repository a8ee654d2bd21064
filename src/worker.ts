/** Servers mode: relay, triage and webhooks, without the API (health and metrics on PORT). Start as many as needed. */
import { run } from './run.ts';

await run({
  http: false,
  workers: true,
  ready: async (_service, url) => {
    process.stdout.write(`Bagyt is ready: this worker takes jobs; health and metrics ${url}\n`);
  },
});
