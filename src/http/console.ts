import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import serveStatic from '@fastify/static';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { problem } from '../errors.ts';
import type { App, AppDeps } from './deps.ts';

/** Where `npm run build` puts the dispatcher console. */
export const CONSOLE_BUILD = resolve(import.meta.dirname, '../../dist/console');
const OUTLINES = resolve(import.meta.dirname, '../../data/geo');

/** What the console must know before anybody has shown a key. */
export const ConsoleSettingsSchema = z.object({
  version: z.string(),
  mode: z.enum(['embedded', 'servers']),
  devKeys: z.string().nullable().describe('file with the development keys; only where the service is local'),
  mapTiles: z.string().nullable().describe('raster tiles beneath the districts’ outlines: {z}, {x}, {y}'),
  claimSeconds: z.number(),
});
export type ConsoleSettings = z.infer<typeof ConsoleSettingsSchema>;

/**
 * The dispatcher console under /console: files with a hash in their name may be cached for ever, the page itself is
 * asked for anew each time. Every path without a file is the page: the console routes in the browser.
 */
export async function consoleRoutes(app: App, { config, version }: AppDeps): Promise<void> {
  const open = { config: { access: 'public' }, schema: { hide: true }, logLevel: 'warn' } as const;
  const headers = securityHeaders(config);
  await app.register(serveStatic, { root: CONSOLE_BUILD, serve: false, preCompressed: true });

  app.get('/', open, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console', open, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console/settings.json', open, async (_request, reply): Promise<ConsoleSettings> => {
    void reply.header('cache-control', 'no-store');
    return {
      version,
      mode: config.mode,
      devKeys: devKeysFile(config),
      mapTiles: config.MAP_TILES ?? null,
      claimSeconds: config.CLAIM_SECONDS,
    };
  });
  app.get('/console/districts.geojson', open, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').sendFile('districts.geojson', OUTLINES),
  );
  app.get<{ Params: { '*': string } }>('/console/assets/*', open, (request, reply) => {
    const path = `assets/${request.params['*']}`;
    if (!existsSync(join(CONSOLE_BUILD, path))) throw problem('not-found', `${path} is not part of this build`);
    return reply.headers(headers).sendFile(path, { maxAge: '365d', immutable: true });
  });
  app.get('/console/*', open, (_request, reply) => {
    if (!existsSync(join(CONSOLE_BUILD, 'index.html')))
      throw problem('not-ready', 'The console was not built: npm run build');
    return reply
      .headers(headers)
      .header('cache-control', 'no-cache')
      .sendFile('index.html', { maxAge: 0, cacheControl: false });
  });
}

/** Only a service that nobody else can reach says where its development keys lie. */
function devKeysFile(config: Config): string | null {
  const local = config.mode === 'embedded' && ['127.0.0.1', 'localhost', '::1'].includes(config.HOST);
  if (!local) return null;
  const file = join(config.DATA_DIR, 'dev-keys.json');
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}

/**
 * Scripts only from here. Styles also inline, because the component library writes its variables so; the map decodes
 * in workers made of blobs.
 */
function securityHeaders(config: Config): Record<string, string> {
  const tiles = config.MAP_TILES === undefined ? '' : ` ${new URL(config.MAP_TILES.replaceAll(/[{}]/gu, '')).origin}`;
  const policy = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data: blob:${tiles}`,
    `connect-src 'self'${tiles}`,
    "worker-src 'self' blob:",
    "font-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
  };
}
