/** API keys: stored hashed, shown once. */
import { randomBytes } from 'node:crypto';
import { problem } from '../errors.ts';
import { isId, newId, sha256 } from './ids.ts';
import type { Db } from './open.ts';
import type { ApiKey, Role } from './schema.ts';

/** A key as lists show it. */
export type ApiKeyInfo = Omit<ApiKey, 'hash'>;
const SHOWN = ['id', 'prefix', 'role', 'name', 'createdAt', 'revokedAt', 'lastUsedAt'] as const;

/** `bagyt_<role>_<256 random bits>`: recognisable to secret scanners, and the role is plain to its owner. */
export function generateKey(role: Role): string {
  return `bagyt_${role}_${randomBytes(32).toString('base64url')}`;
}

/**
 * Stores a key.
 * @param key the key's text where it exists already (bootstrap); default: a new random one
 * @returns the key, whose text cannot be read again
 */
export async function createKey(
  db: Db,
  owner: { role: Role; name: string },
  now: Date,
  key: string = generateKey(owner.role),
): Promise<{ key: string; info: ApiKeyInfo }> {
  const info = await db
    .insertInto('apiKeys')
    .values({ id: newId(), prefix: key.slice(0, 18), hash: sha256(key), ...owner, createdAt: now })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ hash: sha256(key) }))
    .returning(SHOWN)
    .executeTakeFirstOrThrow();
  return { key, info };
}

/** The key with this text, unless it is unknown or revoked. The hash is looked up whole: timing tells nothing. */
export async function findKey(db: Db, key: string): Promise<ApiKeyInfo | undefined> {
  return await db
    .selectFrom('apiKeys')
    .select(SHOWN)
    .where('hash', '=', sha256(key))
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
}

/** Notes that keys were used; callers collect ids and write them now and then, not with each request. */
export async function touchKeys(db: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await db.updateTable('apiKeys').set({ lastUsedAt: now }).where('id', 'in', ids).execute();
}

/** Every key, oldest first, revoked ones too. */
export async function listKeys(db: Db): Promise<ApiKeyInfo[]> {
  return await db.selectFrom('apiKeys').select(SHOWN).orderBy('id').execute();
}

/** Ends a key for good. @throws Problem `not-found` */
export async function revokeKey(db: Db, id: string, now: Date): Promise<ApiKeyInfo> {
  const revoked = isId(id)
    ? await db
        .updateTable('apiKeys')
        .set({ revokedAt: now })
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .returning(SHOWN)
        .executeTakeFirst()
    : undefined;
  if (revoked === undefined) throw problem('not-found', 'No valid key has this id');
  return revoked;
}
