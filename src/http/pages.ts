// The built pages: files as they are, and index.html for every address that a page routes by itself.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, noSuchRoute } from '../contract/index.ts';
import type { KeyRing } from '../resources/api-key/index.ts';
import { authenticate } from './access.ts';
import type { HttpDeps } from './deps.ts';

/** For a script tag, and for `import`. */
export const WEB_CLIENT_FILES = ['web-client.js', 'web-client.mjs'];

const NOT_BUILT = 'The pages are not built: run npm run build:pages.';

export async function servePages(app: FastifyInstance, deps: HttpDeps & { keys: KeyRing }): Promise<void> {
  const { dashboardDir, webClientDir } = deps.files;
  const index = join(dashboardDir, 'index.html');
  const isBuilt = existsSync(index);
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: dashboardDir,
      index: false,
      // Fixed routes, so that everything else still reaches the handler for unknown addresses.
      wildcard: false,
      // The build lays compressed files beside scripts and styles.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Vite puts a hash of the content into these names.
        const isHashed = basename(dirname(path)) === 'assets';
        void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.get('/', async (_request, reply) => sendIndex(reply));
  for (const name of WEB_CLIENT_FILES)
    app.get(`/${name}`, async (_request, reply) => sendScript(reply, join(webClientDir, name)));
  // Before a body is read: nobody without a key may make us parse one.
  app.addHook('onRequest', async (request) => {
    if (!request.is404 || isPageVisit(request)) return;
    await authenticate(deps, request);
    throw noSuchRoute(request.method, request.url);
  });
  app.setNotFoundHandler(async (_request, reply) => sendIndex(reply));

  async function sendIndex(reply: FastifyReply): Promise<FastifyReply> {
    if (!isBuilt) return reply.code(503).header('content-type', 'text/plain; charset=utf-8').send(NOT_BUILT);
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send(await readFile(index));
  }
}

/** Someone types or reloads an address of the pages; programs ask for JSON, and files have a dot in their name. */
function isPageVisit(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  const path = request.url.split('?', 1)[0] ?? '';
  return (request.headers.accept ?? '').includes('text/html') && !basename(path).includes('.');
}

async function sendScript(reply: FastifyReply, file: string): Promise<FastifyReply> {
  if (!existsSync(file))
    throw new ApiError('no_such_route', 'The browser client is not built: run npm run build:pages.');
  return reply
    .header('content-type', 'text/javascript; charset=utf-8')
    .header('cache-control', 'no-cache')
    .send(await readFile(file));
}
