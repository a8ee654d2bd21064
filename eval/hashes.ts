/** Fingerprints, so that a result says what exactly was measured. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** sha256 of a file's bytes, hexadecimal. @throws Error where it cannot be read */
export function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** sha256 over names and contents of the files below the folders, in a stable order. */
export function folderHash(...folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** The code that decides an answer and its figures: intake, classify, decide, and this harness. */
export function codeHash(): string {
  return folderHash(...['src/intake', 'src/classify', 'src/decide', 'eval'].map((folder) => join(ROOT, folder)));
}

/** The code that decides what a trained model is. */
export function trainingHash(): string {
  return folderHash(...['src/intake', 'src/classify', 'src/learn'].map((folder) => join(ROOT, folder)));
}
