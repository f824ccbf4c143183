// Builds the client into dist/. Three forms by `--mode`: `package` for bundlers (dependencies stay imports), `script` and `module` with
// everything in one file, which the server offers as /web-client.js (plain script tag) and /web-client.mjs (import).

import { defineConfig } from 'vite';
import type { LibraryOptions } from 'vite';

const forms: Record<string, LibraryOptions> = {
  package: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'ringback-web-client.mjs' },
  script: { entry: 'src/globals.ts', formats: ['iife'], name: 'ringback', fileName: () => 'web-client.js' },
  module: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'web-client.mjs' },
};

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  publicDir: false,
  define: {
    'process.env.NODE_ENV': '"production"',
    ...(mode === 'script' ? { 'import.meta.url': '""' } : {}),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    minify: mode !== 'package',
    target: 'es2022',
    lib: forms[mode] ?? forms.package,
    rollupOptions:
      forms[mode] === undefined || mode === 'package' ? { external: ['livekit-client', 'eventemitter3'] } : {},
  },
}));
