// Asks strangers who they are (RFC 3261 section 22, RFC 7616, RFC 8760). A nonce is signed and dated instead of being remembered, so that
// asking costs no memory; what is remembered is how far the count of a nonce that served has come.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { header, headers } from '../header.ts';
import type { SipHeader, SipRequest } from '../message.ts';
import { parseUri } from '../uri.ts';
import { formatAuthHeader, parseAuthHeader } from './auth-header.ts';
import { digestResponse, parseAlgorithm, type DigestAlgorithm } from './digest-hash.ts';

export interface DigestServerOptions {
  realm: string;
  /** Signs nonces; the same on all nodes that share an address. */
  secret: string | Buffer;
  nowMs(): number;
  /** Default: 5 minutes. */
  nonceLifeMs?: number;
  /** Offered in this order, one header each (RFC 8760 section 2.3); default SHA-256, MD5. */
  algorithms?: readonly DigestAlgorithm[];
}

export type DigestVerdict =
  | { ok: true; username: string }
  /** `stale`: right, but the nonce is old or used: a new challenge costs the user nothing. */
  | { ok: false; why: 'missing' | 'malformed' | 'wrong' | 'stale'; username: string | null };

export interface DigestServer {
  /** Headers of a 401 or 407, for whoever receives at `address`: elsewhere its nonce is stale. */
  challenge(status: 401 | 407, address: string, stale?: boolean): SipHeader[];
  /**
   * `passwordOf` is asked for the user that the request names; null: there is none such. `wrong` is said only of an answer to a challenge of
   * ours that was read at `address`, so that source is no invention.
   */
  verify(
    request: SipRequest,
    address: string,
    passwordOf: (username: string) => string | null,
    status?: 401 | 407,
  ): DigestVerdict;
}

const NONCE_LIFE_MS = 5 * 60_000;
/** Nonces whose count is remembered; beyond that the oldest go, and with them every nonce as old. */
const MOST_COUNTED = 20_000;

export function createDigestServer(options: DigestServerOptions): DigestServer {
  const { realm, secret, nowMs } = options;
  const nonceLifeMs = options.nonceLifeMs ?? NONCE_LIFE_MS;
  const algorithms = options.algorithms ?? (['SHA-256', 'MD5'] as const);
  const counts = new Map<string, { madeMs: number; highest: number }>();
  let notBeforeMs = 0;

  /** The payload has one length, so nothing of it can pass for a part of the address. */
  function sign(payload: Buffer, address: string): Buffer {
    return createHmac('sha256', secret).update(realm).update(payload).update(address).digest().subarray(0, 15);
  }

  function makeNonce(address: string): string {
    const payload = Buffer.alloc(15);
    payload.writeUIntBE(nowMs(), 0, 6);
    randomBytes(9).copy(payload, 6);
    return Buffer.concat([payload, sign(payload, address)]).toString('base64url');
  }

  /** When a nonce of ours was made; null: it is none of ours, or was given to another address. */
  function madeAt(nonce: string, address: string): number | null {
    const bytes = Buffer.from(nonce, 'base64url');
    if (bytes.length !== 30 || bytes.toString('base64url') !== nonce) return null;
    const payload = bytes.subarray(0, 15);
    return timingSafeEqual(sign(payload, address), bytes.subarray(15)) ? payload.readUIntBE(0, 6) : null;
  }

  /** Each count once, and only upwards. */
  function count(nonce: string, madeMs: number, nc: number): boolean {
    const known = counts.get(nonce);
    if (known && known.highest >= nc) return false;
    counts.delete(nonce);
    counts.set(nonce, { madeMs, highest: nc });
    for (const [oldest, { madeMs: oldestMs }] of counts) {
      const gone = oldestMs + nonceLifeMs < nowMs();
      if (!gone && counts.size <= MOST_COUNTED) break;
      if (!gone) notBeforeMs = Math.max(notBeforeMs, oldestMs + 1);
      counts.delete(oldest);
    }
    return true;
  }

  function verify(
    request: SipRequest,
    address: string,
    passwordOf: (username: string) => string | null,
    status: 401 | 407 = 401,
  ): DigestVerdict {
    const name = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    const params = headers(request, name)
      .flatMap(parseAuthHeader)
      .find((item) => item.scheme === 'digest' && item.params.realm === realm)?.params;
    if (!params) return { ok: false, why: header(request, name) ? 'malformed' : 'missing', username: null };
    const { username = '', nonce = '' } = params;
    const madeMs = madeAt(nonce, address);
    const given = readAnswer(params, algorithms);
    if (!given || !fits(params.uri, request)) return { ok: false, why: 'malformed', username };
    // A nonce that we never made: another node's after a change of its secret, another source's, or an invention. Either way a new one decides.
    if (madeMs === null) return { ok: false, why: 'stale', username };
    const password = passwordOf(username);
    const wanted = digestResponse({
      ...given,
      username,
      realm,
      nonce,
      password: password ?? '',
      uri: params.uri!,
      method: request.method,
      body: request.body,
    });
    if (!sameText(wanted, given.response) || password === null) return { ok: false, why: 'wrong', username };
    const old = madeMs + nonceLifeMs < nowMs() || madeMs < notBeforeMs;
    if (old || !count(nonce, madeMs, given.nc)) return { ok: false, why: 'stale', username };
    return { ok: true, username };
  }

  return {
    verify,
    challenge: (status, address, stale = false) =>
      algorithms.map((algorithm) => ({
        name: status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate',
        value: formatAuthHeader({
          realm,
          nonce: makeNonce(address),
          algorithm,
          qop: 'auth',
          ...(stale ? { stale: 'true' } : {}),
        }),
      })),
  };
}

/** Null: an algorithm that we did not offer, a quality that we do not know, a count that is none. */
function readAnswer(params: Record<string, string>, algorithms: readonly DigestAlgorithm[]) {
  const algorithm = parseAlgorithm(params.algorithm);
  const { response = '', qop, nc = '', cnonce } = params;
  if (!algorithm || !algorithms.includes(algorithm.algorithm) || !response) return null;
  // Phones of RFC 2069 know no qop and no count: such an answer is good once.
  if (qop === undefined) return { ...algorithm, response: response.toLowerCase(), quality: null, nc: 1, cnonce };
  if (!/^[0-9a-f]{8}$/i.test(nc) || cnonce === undefined) return null;
  if (qop !== 'auth' && qop !== 'auth-int') return null;
  const quality = { qop, nc, cnonce } as const;
  return { ...algorithm, response: response.toLowerCase(), quality, nc: Number.parseInt(nc, 16) };
}

/** Proxies on the way may change the host of the Request-URI; whom it calls stays. */
function fits(digestUri: string | undefined, request: SipRequest): boolean {
  if (digestUri === request.uri) return true;
  const signed = digestUri === undefined ? null : parseUri(digestUri);
  return signed !== null && signed.user === (parseUri(request.uri)?.user ?? null);
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
