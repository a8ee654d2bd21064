/** `npm start`: API and workers in one process, on an embedded database unless DATABASE_URL is set. */
import { ensureConsole } from './build-console.ts';
import { ensureDevKeys } from './dev-keys.ts';
import { run } from './run.ts';
import { ROOT } from './wiring.ts';

const consoleState = await ensureConsole(ROOT, () => process.stdout.write('Building the console, once…\n')).catch(
  (error: unknown) => `failed to build: ${error instanceof Error ? error.message : error}`,
);
if (!['absent', 'fresh', 'built'].includes(consoleState))
  process.stderr.write(`console: ${consoleState}; run npm ci, then npm run build. The API starts without it.\n`);

await run({
  http: true,
  workers: true,
  ready: async ({ config, now, store }, url) => {
    const base = config.PUBLIC_URL ?? url;
    const addresses = `Bagyt is ready: API ${base}/v1, documentation ${base}/docs, console ${base}/\n`;
    if (config.mode === 'servers') {
      process.stdout.write(addresses);
      return;
    }
    const { keys, created } = await ensureDevKeys(store.db, config.DATA_DIR, now());
    if (created) process.stdout.write(`Development keys were made: ${config.DATA_DIR}/dev-keys.json\n`);
    const body = JSON.stringify({ externalId: 'demo-1', text: 'Во дворе не вывозят мусор, улица Киевская 95' });
    process.stdout.write(
      `${addresses}Try: curl -s '${base}/v1/appeals' -H 'Prefer: wait=5' -H 'Content-Type: application/json' ` +
        `-H 'Authorization: Bearer ${keys.backend}' -d '${body}'\n`,
    );
  },
});
