import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '../errors.ts';
import { findKey } from '../store/keys.ts';
import type { Db } from '../store/open.ts';
import type { Caller } from './roles.ts';

/** Page that shows the API; it holds nothing secret. */
export const REFERENCE = '/docs';

/**
 * Lets a request through only if its key has one of the roles that the route names. A route without `config.access`
 * stops the start, so that none is open by accident. `admin` may do what any role may.
 * @param used told the id of each key that was used
 */
export function requireRoles(app: FastifyInstance, db: Db, used: (keyId: string) => void): void {
  app.decorate('routeTable', []);
  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    // The reference page's own routes cannot carry a setting of ours.
    if (route.url === REFERENCE || route.url.startsWith(`${REFERENCE}/`))
      route.config = { ...route.config, access: 'public' };
    const access = route.config?.access;
    if (access === undefined) throw new Error(`route ${String(route.method)} ${route.url} names no roles`);
    for (const method of [route.method].flat()) app.routeTable.push({ method, url: route.url, access });
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access;
    if (request.is404 || access === 'public') return;
    const caller = await authenticate(request, db);
    used(caller.keyId);
    if (access === undefined || (caller.role !== 'admin' && !access.includes(caller.role)))
      throw problem('forbidden', `The role ${caller.role} may not call ${request.method} ${request.routeOptions.url}`);
    request.caller = caller;
  });
}

/** The caller of a route that needs a key. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw problem('unauthenticated', 'This needs a key');
  return request.caller;
}

async function authenticate(request: FastifyRequest, db: Db): Promise<Caller> {
  const [scheme, secret] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !secret)
    throw problem('unauthenticated', 'Send your key as "Authorization: Bearer …"');
  const key = await findKey(db, secret);
  if (key === undefined) throw problem('unauthenticated', 'The key is not known or was revoked');
  return { keyId: key.id, role: key.role, actor: `${key.role}:${key.name}` };
}
