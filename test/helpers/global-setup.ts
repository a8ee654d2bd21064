import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

const ROOT = resolve(import.meta.dirname, '../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** A skipped suite is a failure. */
    ci: boolean;
  }
}

/** Servers that tests start (test/helpers/services.ts) end with the tests; those that ran before stay. */
export default function setup(project: TestProject): () => void {
  project.provide('ci', (process.env.CI ?? '') !== '');
  const ranBefore = existsSync(resolve(ROOT, 'var/services.env'));
  return () => {
    if (!ranBefore) spawnSync(resolve(ROOT, 'scripts/services.sh'), ['stop'], { stdio: 'inherit' });
  };
}
