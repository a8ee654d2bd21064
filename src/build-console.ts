import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './errors.ts';
import { type FolderLock, lockFolder } from './store/lock.ts';

/** Written into the build: the hash of the sources that it was made from. */
const STAMP = 'source-hash.txt';

export type ConsoleState = 'absent' | 'fresh' | 'built' | 'stale';

/** Wait before looking again whether another process has finished its build (milliseconds). */
const WAIT_MS = 500;

/**
 * Builds the dispatcher console into dist/console when there is no build of the sources as they are. Processes that
 * start at once wait for the one that builds.
 * @param root folder of the project
 * @param onBuild called before a build starts: it takes a while
 * @returns `absent`: there are no sources; `stale`: it is out of date, and Vite (a development dependency) is missing
 * @throws what Vite throws when the sources do not build
 */
export async function ensureConsole(root: string, onBuild: () => void): Promise<ConsoleState> {
  if (!existsSync(join(root, 'src/console/index.html'))) return 'absent';
  const stamp = join(root, 'dist/console', STAMP);
  const hash = hashOf(root);
  const isFresh = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (isFresh()) return 'fresh';
  const vite = await import('vite').catch(() => undefined);
  if (vite === undefined) return 'stale';
  const lock = await waitForLock(join(root, 'dist'));
  try {
    if (isFresh()) return 'fresh';
    onBuild();
    await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
    writeFileSync(stamp, hash);
    return 'built';
  } finally {
    await lock.release();
  }
}

async function waitForLock(folder: string): Promise<FolderLock> {
  for (;;) {
    try {
      return await lockFolder(folder);
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'folder-locked')) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS));
    }
  }
}

/** Changes with any source file of the console, its build settings and the locked dependencies. */
function hashOf(root: string): string {
  const hash = createHash('sha256');
  const files = globSync('src/console/**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  // The console takes the taxonomy's look-ups from the service; of all else only types.
  const others = ['src/taxonomy/index-taxonomy.ts', 'vite.config.ts', 'package-lock.json'];
  for (const file of [...files, ...others.map((name) => join(root, name))])
    if (existsSync(file)) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
}
