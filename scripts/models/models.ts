/**
 * `npm run models -- list | show V | compare A B | activate V [--force --note TEXT] | rollback`
 *
 * Activation goes to the running service, which takes the model up without a restart; where none runs, the database
 * is opened directly (embedded: under the folder's lock).
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { openActiveModel } from '../../src/active-model.ts';
import { readManifest } from '../../src/classify/load-model.ts';
import { readConfig } from '../../src/config.ts';
import { Problem } from '../../src/errors.ts';
import { compareModels, findModel, listModels, previousVersion } from '../../src/learn/registry.ts';
import { modelSource } from '../../src/model-source.ts';
import { openStore } from '../../src/store/open.ts';
import { call, findService, isRunning, type Service } from '../lib/service.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    force: { type: 'boolean', default: false },
    note: { type: 'string' },
    url: { type: 'string' },
    key: { type: 'string' },
    root: { type: 'string', multiple: true, default: [] },
  },
});
const config = readConfig(process.env, process.cwd());
const models = listModels([...values.root.map((root) => resolve(root)), dirname(config.MODEL), join(ROOT, 'models')]);
const [command, first, second] = positionals;
const say = (line: string) => process.stdout.write(`${line}\n`);

interface Activation {
  version: string;
  at: string;
  by: string;
  note: string | null;
}

interface Control {
  active(): Promise<string>;
  activations(): Promise<Activation[]>;
  activate(version: string, force: boolean, note: string | undefined): Promise<void>;
}

async function withControl<T>(work: (control: Control) => Promise<T>): Promise<T> {
  const service = await runningService();
  if (service !== null) {
    process.stderr.write(`over HTTP with the service at ${service.url}\n`);
    return await work({
      active: async () => (await call<{ version: string }>(service, 'GET', '/v1/admin/models/active')).version,
      activations: async () =>
        (await call<{ items: Activation[] }>(service, 'GET', '/v1/admin/models/activations')).items,
      activate: async (version, force, note) => {
        await call(service, 'POST', '/v1/admin/models/activate', { version, force, ...(note && { note }) });
      },
    });
  }
  process.stderr.write('no service runs: opening the database itself\n');
  const store = await openStore(config);
  const logger = pino({ level: 'warn' }, pino.destination(2));
  try {
    const source = modelSource({ config, root: ROOT, timeZone: 'Asia/Bishkek', logger })(store.db);
    const control = await openActiveModel(store.db, source, () => new Date());
    try {
      return await work({
        active: async () => control.active().version,
        activations: async () => (await control.activations()).map((item) => ({ ...item, at: item.at.toISOString() })),
        activate: async (version, force, note) => {
          await control.activate(version, 'command line', { force, ...(note === undefined ? {} : { note }) });
        },
      });
    } finally {
      await control.close();
    }
  } finally {
    await store.close();
  }
}

async function runningService(): Promise<Service | null> {
  try {
    const service = findService(config, 'ml', values);
    return (await isRunning(service)) ? service : null;
  } catch {
    return null;
  }
}

function list(): void {
  for (const { folder, manifest } of models) {
    const targets = manifest.targets.map(({ name, labels }) => `${name} (${labels.length})`).join(', ');
    const gate = existsSync(join(folder, 'gate.json')) ? 'gate' : 'no gate';
    say(`${manifest.version}  ${manifest.createdAt.slice(0, 16)}  ${targets}  ${gate}  ${folder}`);
  }
  if (models.length === 0) say('no model is there');
}

function show(version: string): void {
  const { folder, manifest } = findModel(models, version);
  say(`${manifest.version} in ${folder}\n${manifest.description}`);
  say(`encoder: ${manifest.encoder?.name ?? 'none'}; seed ${manifest.seed}; code ${manifest.code}`);
  for (const { role, name, rows, sha256 } of manifest.data)
    say(`${role}: ${name}, ${rows} rows, ${sha256.slice(0, 12)}`);
  for (const [target, situations] of Object.entries(manifest.metrics))
    for (const [situation, figures] of Object.entries(situations))
      say(`${target} (${situation}): ${JSON.stringify(figures)}`);
}

function compare(a: string, b: string): void {
  const [left, right] = [findModel(models, a).manifest, findModel(models, b).manifest];
  say(`${'target'.padEnd(12)} ${'situation'.padEnd(16)} ${'figure'.padEnd(8)} ${left.version} → ${right.version}`);
  for (const d of compareModels(left, right)) {
    const change = d.b - d.a;
    const sign = change > 0 ? '+' : '';
    say(
      `${d.target.padEnd(12)} ${d.situation.padEnd(16)} ${d.figure.padEnd(8)} ${d.a} → ${d.b} (${sign}${change.toFixed(4)})`,
    );
  }
}

async function activate(version: string): Promise<void> {
  const { manifest } = findModel(models, version);
  await withControl((control) => control.activate(manifest.version, values.force, values.note));
  say(`${manifest.version} is active`);
}

async function rollback(): Promise<void> {
  await withControl(async (control) => {
    const settings = existsSync(join(config.MODEL, 'manifest.json')) ? readManifest(config.MODEL).version : undefined;
    const active = await control.active();
    const version = previousVersion(await control.activations(), active, settings);
    // It was active before: the gate has let it through, or a note says why not.
    await control.activate(version, true, values.note ?? `rollback from ${active}`);
    say(`${active} → ${version}`);
  });
}

async function main(): Promise<number> {
  if (command === 'list') list();
  else if (command === 'show' && first !== undefined) show(first);
  else if (command === 'compare' && first !== undefined && second !== undefined) compare(first, second);
  else if (command === 'activate' && first !== undefined) await activate(first);
  else if (command === 'rollback') await rollback();
  else {
    process.stderr.write(
      'npm run models -- list | show V | compare A B | activate V [--force --note TEXT] | rollback\n',
    );
    return 2;
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Problem) && !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
