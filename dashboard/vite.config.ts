// Builds the page into dist/, which the server offers at `/`. `vite` alone (development) passes API requests on to a server on port 8080.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:8080';
const apiPaths = '^/(v2|health|rtc|settings|sign-in|files|(create|get|list|update|delete|publish)-[a-z-]+)(/|$|\\?)';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
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
