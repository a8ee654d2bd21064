import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureConsole } from '../../src/build-console.ts';
import { CONSOLE_BUILD } from '../../src/http/console.ts';
import { startTestService, type TestService } from './service.ts';

let test: TestService;
beforeAll(async () => {
  await ensureConsole(resolve(import.meta.dirname, '../..'), () => undefined);
  test = await startTestService();
}, 180_000);
afterAll(() => test.close());

const get = (url: string, headers: Record<string, string> = {}) => test.app.inject({ method: 'GET', url, headers });

describe('the console’s files', () => {
  it.each(['/console/', '/console/queue', '/console/queue/some-id', '/console/admin'])(
    'answers %s with the page, never cached, scripts only from here',
    async (url) => {
      const answer = await get(url);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-type']).toContain('text/html');
      expect(answer.headers['cache-control']).toBe('no-cache');
      expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    },
  );

  it('lets files with a hash in their name be cached for ever, and sends them compressed', async () => {
    const script = readdirSync(join(CONSOLE_BUILD, 'assets')).find((name) => name.endsWith('.js'));
    expect(existsSync(join(CONSOLE_BUILD, 'assets', `${script}.br`))).toBe(true);
    const answer = await get(`/console/assets/${script}`, { 'accept-encoding': 'br' });
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-encoding']).toBe('br');
  });

  it.each(['/console/assets/none.js', '/console/assets/..%2f..%2fpackage.json'])('knows no %s', async (url) => {
    expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('sends people who come to the service to the console', async () => {
    const answer = await get('/');
    expect([answer.statusCode, answer.headers.location]).toEqual([302, '/console/']);
  });

  it('tells what the login page needs, and no secret', async () => {
    const answer = await get('/console/settings.json');
    expect(Object.keys(answer.json()).sort()).toEqual(['claimSeconds', 'devKeys', 'mapTiles', 'mode', 'version']);
  });
});
