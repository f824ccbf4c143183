// The HTTP side of the LiveKit endpoint. It answers past Fastify; sockets are upgraded by main.ts.

import type { FastifyInstance } from 'fastify';
import { noSuchRoute } from '../contract/index.ts';
import { NO_BODY_LIMIT_BYTES } from './body.ts';
import type { HttpDeps } from './deps.ts';

export function serveWebCalls(app: FastifyInstance, deps: Pick<HttpDeps, 'webCalls'>): void {
  for (const url of ['/rtc', '/rtc/*', '/settings/regions']) {
    app.get(url, async (request, reply) => {
      if (!deps.webCalls) throw noSuchRoute(request.method, request.url);
      reply.hijack();
      deps.webCalls.handleHttp(request.raw, reply.raw);
    });
  }
  // Questions of browsers whether they may ask; headers.ts has answered already.
  for (const url of ['/rtc', '/rtc/*', '/settings/regions', '/web-client.js', '/web-client.mjs', '/files/*'])
    app.options(url, { bodyLimit: NO_BODY_LIMIT_BYTES }, async (_request, reply) => reply.code(204).send());
}
