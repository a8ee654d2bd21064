/** Servers mode: the API alone. Start as many as needed behind a load balancer; workers run apart (worker.ts). */
import { run } from './run.ts';

await run({ http: true, workers: false });
