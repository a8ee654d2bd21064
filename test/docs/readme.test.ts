import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Instance, startInstance } from '../helpers/instance.ts';
import { modes, type Place } from '../helpers/modes.ts';

/** What stands in the README as ```sh run is run, in order, against a service that was started as users start it. */
const README = readFileSync('README.md', 'utf8');
const examples = [...README.matchAll(/```sh run\n(.*?)```/gsu)].map((match) => match[1] ?? '');
const run = promisify(execFile);

let place: Place;
let instance: Instance;
beforeAll(async () => {
  const embedded = modes().find(({ mode }) => mode === 'embedded');
  if (embedded === undefined) throw new Error('there is no embedded mode');
  place = await embedded.place('readme');
  instance = await startInstance(place);
});
afterAll(async () => {
  await instance.end('SIGTERM');
  await place.remove();
});

describe('the README', () => {
  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(2);
  });

  it.each(examples.map((example) => [example.split('\n')[0], example]))('%s', async (_, example) => {
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', example ?? ''], {
      env: {
        PATH: process.env.PATH,
        URL: instance.url,
        BACKEND_KEY: instance.keys.backend,
        DISPATCHER_KEY: instance.keys.dispatcher,
      },
    });
    expect(JSON.parse(stdout)).toBeTypeOf('object');
  });

  it('names only commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    const named = [...README.matchAll(/npm run ([\w:-]+)/gu)].map((match) => match[1] ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('links only to files that exist', () => {
    const links = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/gu)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
