import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openStore } from '../../src/store/open.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../src/store/migrations');

/** A new empty folder; the test removes it. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `bagyt-${name}-`));
}

/** Settings of an embedded database in `folder`. */
export function embeddedIn(folder: string) {
  return { mode: 'embedded', DATA_DIR: folder, DATABASE_URL: undefined, DATABASE_POOL: 10 } as const;
}

/**
 * A data folder with a migrated, empty database. Making one takes seconds, copying one does not: the first test
 * makes a template for the migrations as they are, in var/test.
 */
export async function migratedFolder(name: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  const template = resolve(import.meta.dirname, '../../var/test', `template-${hash.digest('hex').slice(0, 16)}`);
  if (!existsSync(template)) {
    const draft = temporaryFolder('template');
    const store = await openStore(embeddedIn(draft));
    await store.close();
    mkdirSync(resolve(template, '..'), { recursive: true });
    const near = `${template}.${process.pid}`;
    cpSync(draft, near, { recursive: true });
    rmSync(draft, { recursive: true });
    try {
      renameSync(near, template);
    } catch {
      // Another test process was faster; its template is as good.
      rmSync(near, { recursive: true });
    }
  }
  const folder = temporaryFolder(name);
  cpSync(template, folder, { recursive: true });
  return folder;
}
