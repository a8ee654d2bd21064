import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUILD = resolve(import.meta.dirname, '../../../dist/console');

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

/** Every script that the queue and an appeal load before anything lazy, with its size under gzip (bytes). */
export function initialScripts(): { file: string; gzip: number }[] {
  const manifest = JSON.parse(readFileSync(join(BUILD, 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const seen = new Set<string>();
  const visit = (name: string) => {
    const chunk = manifest[name];
    if (chunk === undefined || seen.has(chunk.file)) return;
    seen.add(chunk.file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  visit('index.html');
  return [...seen].map((file) => ({ file, gzip: gzipSync(readFileSync(join(BUILD, file)), { level: 9 }).length }));
}
