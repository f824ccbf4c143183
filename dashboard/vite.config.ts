// Builds the page into dist/, which the server offers at `/`. `vite` alone (development) passes API requests on to a server on port 8080.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

const server = 'http://127.0.0.1:8080';
const apiPaths = '^/(v2|health|rtc|settings|sign-in|files|(create|get|list|update|delete|publish)-[a-z-]+)(/|$|\\?)';

/** Lays a `.br` and a `.gz` beside each script and style: the server sends what the browser understands, a quarter of the size. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    // Other plugins change the code until it is written.
    async writeBundle({ dir = '' }, bundle) {
      for (const fileName of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
        const path = join(dir, fileName);
        const source = await readFile(path);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
        await writeFile(`${path}.br`, brotliCompressSync(source, { params }));
        await writeFile(`${path}.gz`, gzipSync(source));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), compressed()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { [apiPaths]: { target: server, ws: true } } },
});
