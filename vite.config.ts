import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const BUILD = resolve(import.meta.dirname, 'dist/console');

/** Compresses once what would otherwise be compressed, or sent whole, with every answer. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    closeBundle: async () => {
      for (const name of globSync('**/*.{js,mjs,css,html,svg}', { cwd: BUILD })) {
        const content = readFileSync(join(BUILD, name));
        const packed = await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
        writeFileSync(join(BUILD, `${name}.br`), packed);
      }
    },
  };
}

/** Builds the dispatcher console into dist/console; `npx vite` serves it with the API of a running service behind it. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'src/console'),
  base: '/console/',
  plugins: [react(), compress()],
  build: {
    outDir: BUILD,
    emptyOutDir: true,
    target: 'es2023',
    manifest: 'manifest.json',
    // The map is large and a chunk of its own; the sizes that count are checked in test/console.
    chunkSizeWarningLimit: 1_500,
  },
  server: {
    proxy: {
      '/v1': 'http://127.0.0.1:8080',
      '/console/settings.json': 'http://127.0.0.1:8080',
      '/console/districts.geojson': 'http://127.0.0.1:8080',
    },
  },
});
