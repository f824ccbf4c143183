// Who asks: a program with a key, or a person with a session.

import type { FastifyRequest } from 'fastify';
import { ApiError } from '../contract/index.ts';
import type { Access, KeyRing } from '../resources/api-key/index.ts';
import { accessBySession } from '../resources/sign-in/index.ts';
import type { HttpDeps } from './deps.ts';
import { SESSION_COOKIE, readCookie } from './session-cookie.ts';

const MAX_KEY_CHARACTERS = 500;

/** Throws 401 without a valid key or session, 403 for a session's request that another site may have sent. */
export async function authenticate(
  deps: Pick<HttpDeps, 'resources' | 'envelope' | 'now'> & { keys: KeyRing },
  request: FastifyRequest,
): Promise<Access> {
  const { authorization } = request.headers;
  const session = readCookie(request, SESSION_COOKIE);
  const access =
    authorization !== undefined
      ? await byKey(deps.keys, authorization)
      : session === undefined
        ? null
        : await accessBySession({ db: deps.resources.db, envelope: deps.envelope, now: deps.now }, session);
  if (!access) throw new ApiError('unauthorized');
  if (access.apiKeyId === null) refuseForeignSites(request, deps.resources.publicUrl);
  return access;
}

async function byKey(keys: KeyRing, authorization: string): Promise<Access | null> {
  const key = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
  return key === undefined || key.length > MAX_KEY_CHARACTERS ? null : keys.access(key);
}

/** A browser sends the cookie by itself, so whatever changes something must come from our own pages. */
function refuseForeignSites(request: FastifyRequest, publicUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin') return;
  const { origin } = request.headers;
  const own = [`${request.protocol}://${request.host}`, new URL(publicUrl).origin];
  if (site === undefined && origin !== undefined && own.includes(origin)) return;
  throw new ApiError('forbidden', 'A signed-in browser may change things only from the pages of this server.');
}
