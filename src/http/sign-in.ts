// A one-time link becomes a session cookie; signing out takes it away.

import type { FastifyInstance } from 'fastify';
import { SESSION_MS, signIn } from '../resources/sign-in/index.ts';
import type { HttpDeps } from './deps.ts';
import { setSessionCookie } from './session-cookie.ts';

const USED_UP = `<!doctype html><meta charset="utf-8"><title>Ringback</title><h1>This link no longer works</h1>
<p>Sign-in links work once and for ten minutes. <code>ringback sign-in</code> on the server prints another one.</p>`;

export function serveSignIn(app: FastifyInstance, deps: HttpDeps): void {
  // Not for HEAD: a preview must not use the link up.
  app.get('/sign-in', { exposeHeadRoute: false }, async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    const session =
      typeof token === 'string'
        ? await signIn({ db: deps.resources.db, envelope: deps.envelope, now: deps.now }, token)
        : null;
    reply.header('cache-control', 'no-store');
    if (session === null) return reply.code(401).header('content-type', 'text/html; charset=utf-8').send(USED_UP);
    setSessionCookie(request, reply, session, SESSION_MS / 1000);
    return reply.redirect('/', 303);
  });
  app.post('/sign-out', async (request, reply) => {
    setSessionCookie(request, reply, '', 0);
    return reply.code(204).send();
  });
}
