import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readConfig } from '../../src/config.ts';
import { buildApp } from '../../src/http/app.ts';
import type { App } from '../../src/http/deps.ts';
import { createKey } from '../../src/store/keys.ts';
import { ROLES, type Role } from '../../src/store/schema.ts';
import { type Service, wire } from '../../src/wiring.ts';

/** The real service on an embedded database of its own, without workers; keyword evidence, because it starts fast. */
export interface TestService {
  app: App;
  service: Service;
  keys: Record<Role, string>;
  close(): Promise<void>;
}

export async function startTestService(): Promise<TestService> {
  const folder = mkdtempSync(join(tmpdir(), 'bagyt-http-'));
  const config = readConfig({ DATA_DIR: folder, MODEL: 'none', EMBEDDER: 'none' }, process.cwd());
  const service = await wire(config, pino({ level: 'silent' }));
  const app = await buildApp(service.app);
  await app.ready();
  const made = await Promise.all(
    ROLES.map(async (role) => [role, (await createKey(service.store.db, { role, name: 'test' }, new Date())).key]),
  );
  return {
    app,
    service,
    keys: Object.fromEntries(made) as Record<Role, string>,
    close: async () => {
      await app.close();
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
