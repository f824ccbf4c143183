// Headers that every answer carries, and the few addresses that pages of other origins may read.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkHost } from './host.ts';

/** Our pages need: their own files, sockets to us, audio worklets and recordings from blobs, styles set by components. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' blob:",
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Record<string, string> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-frame-options': 'DENY',
};

export function protect(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(HEADERS);
    checkHost(request.raw);
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=15552000');
    if (isForOtherOrigins(request.url)) allowOtherOrigins(request, reply);
  });
}

/** The socket's companions, the browser client, and unguessable files: pages on other hosts use them. Nothing else is. */
export function isForOtherOrigins(url: string): boolean {
  const path = url.split('?', 1)[0] ?? '';
  return (
    path === '/rtc' ||
    path.startsWith('/rtc/') ||
    path === '/settings/regions' ||
    path === '/web-client.js' ||
    path === '/web-client.mjs' ||
    path.startsWith('/files/') ||
    path.startsWith('/webrtc-proxy/')
  );
}

/** Node's own headers as well, because the call endpoint answers past Fastify. */
function allowOtherOrigins(request: FastifyRequest, reply: FastifyReply): void {
  const headers: Record<string, string> = {
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'content-length, content-range, accept-ranges',
    'cross-origin-resource-policy': 'cross-origin',
  };
  if (request.method === 'OPTIONS') {
    headers['access-control-allow-methods'] = 'GET, HEAD, POST, PATCH, DELETE, OPTIONS';
    headers['access-control-allow-headers'] = 'authorization, content-type, range';
    headers['access-control-max-age'] = '86400';
  }
  reply.headers(headers);
  for (const [name, value] of Object.entries(headers)) reply.raw.setHeader(name, value);
}
