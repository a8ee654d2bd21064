/** Servers mode: the API alone. Start as many as needed behind a load balancer; workers run apart (worker.ts). */
import { run } from './run.ts';

await run({
  http: true,
  workers: false,
  ready: async ({ config }, url) => {
    const base = config.PUBLIC_URL ?? url;
    process.stdout.write(`Bagyt is ready: API ${base}/v1, documentation ${base}/docs, console ${base}/\n`);
  },
});
