// The webhooks of carriers. What they say is signed over its very bytes, so the body is handed on as it came.

import type { FastifyInstance } from 'fastify';
import { noSuchRoute } from '../contract/index.ts';
import type { HttpDeps } from './deps.ts';

/** A text with ten pictures is a few kB. */
const BODY_LIMIT_BYTES = 64 * 1024;

export async function serveCarriers(app: FastifyInstance, deps: Pick<HttpDeps, 'carriers'>): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser<Buffer>(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.post('/carriers/*', async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const answer = await deps.carriers?.answer({ url: request.url, headers: firstOf(request.headers), body });
      if (!answer) throw noSuchRoute(request.method, request.url);
      return reply.code(answer.status).type(answer.contentType).send(answer.body);
    });
  });
}

function firstOf(headers: Record<string, string | string[] | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat()[0]]));
}
