import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { createKey, generateKey } from './store/keys.ts';
import type { Db } from './store/open.ts';
import { ROLES, type Role } from './store/schema.ts';

const DevKeysSchema = z.record(z.enum(ROLES), z.string());
export type DevKeys = Record<Role, string>;

/** The development keys of a folder, if it has any. */
export function readDevKeys(folder: string): DevKeys | undefined {
  const path = join(folder, 'dev-keys.json');
  return existsSync(path) ? DevKeysSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/**
 * Makes one key per role at the first start of an embedded folder, in DATA_DIR/dev-keys.json (mode 600). The file
 * comes first and the rows follow from it, so that a start that died in between is completed by the next.
 * @returns the keys, and whether they are new
 */
export async function ensureDevKeys(db: Db, folder: string, now: Date): Promise<{ keys: DevKeys; created: boolean }> {
  const known = readDevKeys(folder);
  const keys = known ?? (Object.fromEntries(ROLES.map((role) => [role, generateKey(role)])) as DevKeys);
  if (known === undefined)
    writeFileSync(join(folder, 'dev-keys.json'), `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  for (const role of ROLES) await createKey(db, { role, name: 'development' }, now, keys[role]);
  return { keys, created: known === undefined };
}
