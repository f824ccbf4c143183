// /health for load balancers and people, /metrics for Prometheus.

import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../contract/index.ts';
import type { HttpDeps } from './deps.ts';

export function serveHealth(app: FastifyInstance, deps: HttpDeps): void {
  app.get('/health', async (_request, reply) => {
    const { ok, body } = await deps.health();
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(body));
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !hasToken(request, deps.metricsToken)) throw new ApiError('unauthorized', METRICS_HINT);
    const { contentType, body } = await deps.metrics();
    return reply.header('content-type', contentType).send(body);
  });
}

const METRICS_HINT = 'Metrics are read from this machine, or with RINGBACK_METRICS_TOKEN as bearer token.';

/**
 * From this machine, asked for by this machine's name, and by no proxy: a proxy on this machine would make everybody local, as would a
 * foreign name that resolves to it.
 */
function isLocal(request: FastifyRequest): boolean {
  const isProxied = Object.keys(request.headers).some((name) => PROXY_HEADER.test(name));
  return (
    !isProxied &&
    /^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '') &&
    /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '')
  );
}

/** What proxies and the networks before them add to a request. */
const PROXY_HEADER = /^(x-forwarded.*|forwarded|via|x-real-ip|(x-)?(cluster-|true-)?client-ip|cf-.*|fly-.*)$/;

function hasToken(request: FastifyRequest, token: string | null): boolean {
  const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === null || given === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
