import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeclaredRoute } from '../../src/http/roles.ts';
import { ROLES } from '../../src/store/schema.ts';
import { startTestService, type TestService } from './service.ts';

let test: TestService;
let routes: DeclaredRoute[];

beforeAll(async () => {
  test = await startTestService();
  routes = test.app.routeTable.filter(({ method }) => method !== 'HEAD');
});
afterAll(() => test.close());

/** Pages and documents that hold nothing of the city; everything else needs a key. */
const OPEN = [
  '/openapi.json',
  '/docs',
  '/docs/',
  '/docs/js/scalar.js',
  '/health/live',
  '/health/ready',
  '/',
  '/console',
  '/console/',
  '/console/*',
  '/console/assets/*',
  '/console/settings.json',
  '/console/districts.geojson',
];

describe('access', () => {
  it('is stated by every route, and open only where the list here says so', () => {
    expect(routes.length).toBeGreaterThan(25);
    const open = routes.filter(({ access }) => access === 'public').map(({ url }) => url);
    expect(new Set(open)).toEqual(new Set(open.filter((url) => OPEN.includes(url))));
  });

  it('is refused without a key and with a key that is not known, on every other route', async () => {
    for (const { method, url } of routes.filter(({ access }) => access !== 'public'))
      for (const headers of [{}, { authorization: 'Bearer bagyt_admin_wrong' }, { authorization: 'Basic YTpi' }]) {
        const answer = await test.app.inject({ method: method as 'GET', url: filled(url), headers });
        expect([method, url, answer.statusCode]).toEqual([method, url, 401]);
        expect(answer.headers['www-authenticate']).toContain('Bearer');
      }
  });

  it('is refused to the roles that a route does not name', async () => {
    for (const { method, url, access } of routes)
      for (const role of ROLES) {
        if (access === 'public' || role === 'admin' || access.includes(role)) continue;
        const headers = { authorization: `Bearer ${test.keys[role]}` };
        const answer = await test.app.inject({ method: method as 'GET', url: filled(url), headers });
        expect([method, url, role, answer.statusCode]).toEqual([method, url, role, 403]);
      }
  });

  it('ends with the revocation of the key', async () => {
    const admin = { authorization: `Bearer ${test.keys.admin}` };
    const made = await test.app.inject({
      method: 'POST',
      url: '/v1/admin/keys',
      headers: admin,
      payload: { role: 'backend', name: 'short-lived' },
    });
    const { id, key } = made.json<{ id: string; key: string }>();
    const read = () => test.app.inject({ url: '/v1/taxonomy', headers: { authorization: `Bearer ${key}` } });
    expect((await read()).statusCode).toBe(200);
    await test.app.inject({ method: 'DELETE', url: `/v1/admin/keys/${id}`, headers: admin });
    expect((await read()).statusCode).toBe(401);
  });

  it('never shows secrets of keys again', async () => {
    const list = await test.app.inject({
      url: '/v1/admin/keys',
      headers: { authorization: `Bearer ${test.keys.admin}` },
    });
    for (const key of Object.values(test.keys)) expect(list.body).not.toContain(key);
  });
});

function filled(url: string): string {
  return url.replace(/:\w+/gu, '01a20322-1a73-7290-9c1a-93ac8c321a4b').replace('*', 'x');
}
