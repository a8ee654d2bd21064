import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written into the build: the hash of the sources that it was made from. */
const STAMP = 'source-hash.txt';

export type ConsoleState = 'absent' | 'fresh' | 'built' | 'stale';

/**
 * Builds the dispatcher console into dist/console when there is no build of the sources as they are.
 * @param root folder of the project
 * @param onBuild called before a build starts: it takes a while
 * @returns `absent`: there are no sources; `stale`: it is out of date, and Vite (a development dependency) is missing
 */
export async function ensureConsole(root: string, onBuild: () => void): Promise<ConsoleState> {
  if (!existsSync(join(root, 'src/console/index.html'))) return 'absent';
  const stamp = join(root, 'dist/console', STAMP);
  const hash = hashOf(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return 'fresh';
  const vite = await import('vite').catch(() => undefined);
  if (vite === undefined) return 'stale';
  onBuild();
  await vite.build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  writeFileSync(stamp, hash);
  return 'built';
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
