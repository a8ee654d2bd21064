/**
 * `npm run keys -- create --role backend --name NAME | list | revoke ID`
 *
 * Talks to the running service with an admin key; where none runs it opens the database itself, and says which.
 */
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config.ts';
import { createKey, listKeys, revokeKey } from '../src/store/keys.ts';
import { openStore } from '../src/store/open.ts';
import { ROLES, type Role } from '../src/store/schema.ts';
import { call, findService, isRunning, type Service } from './lib/service.ts';

interface KeyRow {
  id: string;
  prefix: string;
  role: string;
  name: string;
  createdAt: string | Date;
  revokedAt: string | Date | null;
}

interface Keys {
  create(role: Role, name: string): Promise<KeyRow & { key: string }>;
  list(): Promise<KeyRow[]>;
  revoke(id: string): Promise<KeyRow>;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { role: { type: 'string' }, name: { type: 'string' }, url: { type: 'string' }, key: { type: 'string' } },
});
const config = readConfig(process.env, process.cwd());
const [command, id] = positionals;
if (command === 'create')
  await withKeys(async (keys) => print(await keys.create(roleOf(values.role), nameOf(values.name))));
else if (command === 'list') await withKeys(async (keys) => print(await keys.list()));
else if (command === 'revoke' && id !== undefined) await withKeys(async (keys) => print(await keys.revoke(id)));
else usage('what to do');

async function withKeys(work: (keys: Keys) => Promise<void>): Promise<void> {
  const service = await runningService();
  if (service !== null) {
    process.stderr.write(`over HTTP with the service at ${service.url}\n`);
    await work({
      create: (role, name) => call(service, 'POST', '/v1/admin/keys', { role, name }),
      list: async () => (await call<{ items: KeyRow[] }>(service, 'GET', '/v1/admin/keys')).items,
      revoke: (key) => call(service, 'DELETE', `/v1/admin/keys/${key}`),
    });
    return;
  }
  process.stderr.write(
    `no service runs: opening the ${config.mode === 'embedded' ? 'embedded' : 'server'} database itself\n`,
  );
  const store = await openStore(config);
  try {
    await work({
      create: async (role, name) => {
        const { key, info } = await createKey(store.db, { role, name }, new Date());
        return { ...info, key };
      },
      list: () => listKeys(store.db),
      revoke: (key) => revokeKey(store.db, key, new Date()),
    });
  } finally {
    await store.close();
  }
}

/** Servers mode without a key for the service goes to the database: whoever has DATABASE_URL may do anything there. */
async function runningService(): Promise<Service | null> {
  try {
    const service = findService(config, 'admin', values);
    return (await isRunning(service)) ? service : null;
  } catch {
    return null;
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function roleOf(role: string | undefined): Role {
  return ROLES.find((known) => known === role) ?? usage(`--role ${ROLES.join('|')}`);
}

function nameOf(name: string | undefined): string {
  return name?.trim() || usage('--name NAME');
}

function usage(missing: string): never {
  process.stderr.write(`say ${missing}: npm run keys -- create --role ROLE --name NAME | list | revoke ID\n`);
  process.exit(2);
}
