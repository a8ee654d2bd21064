import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, problem } from '../errors.ts';
import type { Caller, Role } from './roles.ts';

/** Finds a key that is not revoked by the hash of its secret, and notes that it was used. */
export type FindKey = (hash: string) => Promise<{ id: string; role: Role; name: string } | null>;

/** A new secret, e.g. `bgt_dispatcher_…`: 256 random bits; the role in front helps people, not machines. */
export function newSecret(role: Role): string {
  return `bgt_${role}_${randomBytes(32).toString('base64url')}`;
}

/** What is stored. Plain SHA-256 is enough for 256 random bits: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * Lets a request through only if its key has one of the roles that the route names. A route without `config.access`
 * stops the start, so that none is open by accident. `admin` may do what any role may.
 */
export function requireRoles(app: FastifyInstance, findKey: FindKey): void {
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined && route.method !== 'HEAD')
      throw new Error(`route ${String(route.method)} ${route.url} names no roles`);
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    if (request.is404 || access === 'public') return;
    const caller = await authenticate(request, findKey);
    if (access !== undefined && (caller.role === 'admin' || access.includes(caller.role))) {
      request.caller = caller;
      return;
    }
    throw problem('forbidden', `The role ${caller.role} may not call ${request.method} ${request.routeOptions.url}`);
  });
}

/** The caller of a route that needs a key. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Problem('unauthenticated', 'This needs a key');
  return request.caller;
}

async function authenticate(request: FastifyRequest, findKey: FindKey): Promise<Caller> {
  const [scheme, secret] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !secret)
    throw problem('unauthenticated', 'Send your key as "Authorization: Bearer …"');
  const key = await findKey(hashSecret(secret));
  if (key === null) throw problem('unauthenticated', 'The key is not known or was revoked');
  return { keyId: key.id, role: key.role, actor: `${key.role}:${key.name}` };
}
