// Builds the client into dist/, in three forms: for bundlers (dependencies stay imports), and with everything in one file for the server's
// /web-client.js (plain script tag) and /web-client.mjs (import). `vite build` makes them all.

import { defineConfig } from 'vite';
import type { BuildEnvironmentOptions, LibraryOptions } from 'vite';

function form(
  lib: LibraryOptions,
  more: BuildEnvironmentOptions = {},
): { consumer: 'client'; build: BuildEnvironmentOptions } {
  return { consumer: 'client', build: { outDir: 'dist', emptyOutDir: false, target: 'es2022', lib, ...more } };
}

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  builder: {},
  environments: {
    client: form(
      { entry: 'src/index.ts', formats: ['es'], fileName: () => 'ringback-web-client.mjs' },
      { minify: false, rollupOptions: { external: ['livekit-client', 'eventemitter3'] } },
    ),
    module: form({ entry: 'src/index.ts', formats: ['es'], fileName: () => 'web-client.mjs' }),
    script: {
      ...form({ entry: 'src/globals.ts', formats: ['iife'], name: 'ringback', fileName: () => 'web-client.js' }),
      define: { 'import.meta.url': '""' },
    },
  },
});
