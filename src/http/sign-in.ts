// A one-time link becomes a session cookie; signing out takes it away.

import type { FastifyInstance } from 'fastify';
import { SESSION_MS, signIn, signOut } from '../resources/sign-in/index.ts';
import { NO_BODY_LIMIT_BYTES } from './body.ts';
import type { HttpDeps } from './deps.ts';
import { readCookie, SESSION_COOKIE, setSessionCookie } from './session-cookie.ts';

const USED_UP = `<!doctype html><meta charset="utf-8"><title>Ringback</title><h1>This link no longer works</h1>
<p>Sign-in links work once and for ten minutes. <code>ringback sign-in</code> on the server prints another one.</p>`;

export function serveSignIn(app: FastifyInstance, deps: HttpDeps): void {
  const people = { db: deps.resources.db, envelope: deps.envelope, now: deps.now };
  // Not for HEAD: a preview must not use the link up.
  app.get('/sign-in', { exposeHeadRoute: false }, async (request, reply) => {
    const { token } = request.query as { token?: unknown };
    const session = typeof token === 'string' ? await signIn(people, token) : null;
    reply.header('cache-control', 'no-store');
    if (session === null) return reply.code(401).header('content-type', 'text/html; charset=utf-8').send(USED_UP);
    setSessionCookie(request, reply, session, SESSION_MS / 1000);
    return reply.redirect('/', 303);
  });
  app.post('/sign-out', { bodyLimit: NO_BODY_LIMIT_BYTES }, async (request, reply) => {
    await signOut(people, readCookie(request, SESSION_COOKIE) ?? '');
    setSessionCookie(request, reply, '', 0);
    return reply.code(204).send();
  });
}
