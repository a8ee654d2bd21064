/** `npm run build`: builds the dispatcher console into dist/console unless the build there is up to date. */
import { resolve } from 'node:path';
import { ensureConsole } from '../src/build-console.ts';

const state = await ensureConsole(resolve(import.meta.dirname, '..'), () =>
  process.stderr.write('building the console…\n'),
);
process.stdout.write(`console: ${state}\n`);
if (state === 'stale') process.exit(1);
