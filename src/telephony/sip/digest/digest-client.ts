// Answers 401 and 407 (RFC 3261 section 22, RFC 8760): remembers what each realm wants, so that later requests carry their credentials at
// once.

import { randomBytes } from 'node:crypto';
import { headers } from '../header.ts';
import type { SipHeader, SipResponse } from '../message.ts';
import { formatAuthHeader, parseAuthHeader } from './auth-header.ts';
import { ALGORITHMS, digestResponse, parseAlgorithm, type DigestAlgorithm } from './digest-hash.ts';

export interface DigestClient {
  /**
   * Takes the challenges of a 401 or 407 to a request that carried what `authorise` gave, if it gave anything. `taken`: send the request
   * again with new credentials. `refused`: they are wrong. `unknown`: there is no challenge that we can answer.
   */
  take(response: SipResponse): 'taken' | 'refused' | 'unknown';
  /** Authorization and Proxy-Authorization for a request with this method and Request-URI; empty before the first challenge. */
  authorise(request: { method: string; uri: string; body: Buffer }): SipHeader[];
}

/** What one realm wants of us. */
interface Realm {
  header: 'Authorization' | 'Proxy-Authorization';
  challenge: Record<string, string>;
  algorithm: DigestAlgorithm;
  session: boolean;
  qop: 'auth' | 'auth-int' | null;
  /** How often its nonce has been used. */
  used: number;
  /** Nonces in a row that were called stale: a server that never stops is no reason to go on. */
  staleInRow: number;
}

const MOST_STALE = 2;
/** A server that names ever new realms makes us remember no more than these. */
const MOST_REALMS = 8;

export function createDigestClient(
  credentials: { username: string; password: string },
  newCnonce: () => string = () => randomBytes(12).toString('hex'),
): DigestClient {
  const realms = new Map<string, Realm>();

  function take(response: SipResponse): ReturnType<DigestClient['take']> {
    const proxy = response.status === 407;
    const offered = new Map<string, Realm>();
    for (const value of headers(response, proxy ? 'Proxy-Authenticate' : 'WWW-Authenticate')) {
      for (const challenge of parseAuthHeader(value).map((item) => readChallenge(item, proxy))) {
        const key = challenge && realmKey(challenge);
        const best = key ? offered.get(key) : undefined;
        if (challenge && key && (!best || isStronger(challenge, best))) offered.set(key, challenge);
      }
    }
    if (offered.size === 0) return 'unknown';
    for (const [key, realm] of offered) {
      const before = realms.get(key);
      if (before && !mayTryAgain(before, realm)) return 'refused';
    }
    for (const [key, realm] of offered) {
      if (realms.size < MOST_REALMS || realms.has(key)) realms.set(key, realm);
    }
    return 'taken';
  }

  return {
    take,
    authorise: (request) =>
      [...realms.values()].map((realm) => {
        realm.used++;
        return { name: realm.header, value: answer(realm, credentials, request, newCnonce()) };
      }),
  };
}

const realmKey = (realm: Realm): string => `${realm.header} ${realm.challenge.realm}`;

/** Null: not digest, incomplete, or of an algorithm or quality that we do not know. */
function readChallenge(item: { scheme: string; params: Record<string, string> }, proxy: boolean): Realm | null {
  const { realm, nonce, qop } = item.params;
  const algorithm = parseAlgorithm(item.params.algorithm);
  if (item.scheme !== 'digest' || realm === undefined || nonce === undefined || !algorithm) return null;
  const choices = (qop ?? '').split(',').map((choice) => choice.trim().toLowerCase());
  const chosen = choices.includes('auth') ? 'auth' : choices.includes('auth-int') ? 'auth-int' : null;
  if (chosen === null && qop) return null;
  const header = proxy ? 'Proxy-Authorization' : 'Authorization';
  return { header, challenge: item.params, ...algorithm, qop: chosen, used: 0, staleInRow: 0 };
}

const isStronger = (one: Realm, other: Realm): boolean =>
  ALGORITHMS.indexOf(one.algorithm) < ALGORITHMS.indexOf(other.algorithm);

/**
 * The first answer to a nonce was refused: the password is wrong, unless the nonce is said to be stale. A nonce that has served before may
 * have grown old without being called so, as many exchanges do.
 */
function mayTryAgain(before: Realm, realm: Realm): boolean {
  const stale = realm.challenge.stale?.toLowerCase() === 'true';
  realm.staleInRow = stale ? before.staleInRow + 1 : 0;
  if (stale) return realm.staleInRow <= MOST_STALE || before.used > 1;
  return before.used !== 1;
}

function answer(
  realm: Realm,
  { username, password }: { username: string; password: string },
  request: { method: string; uri: string; body: Buffer },
  cnonce: string,
): string {
  const { challenge, algorithm, session, qop } = realm;
  const nonce = challenge.nonce!;
  const nc = realm.used.toString(16).padStart(8, '0');
  const quality = qop ? { qop, nc, cnonce } : null;
  const named = { username, realm: challenge.realm!, nonce, uri: request.uri };
  const response = digestResponse({ ...named, algorithm, session, password, quality, cnonce, ...rest(request) });
  return formatAuthHeader(
    {
      ...named,
      response,
      ...(challenge.algorithm === undefined ? {} : { algorithm: challenge.algorithm }),
      ...(quality ?? (session ? { cnonce } : {})),
      ...(challenge.opaque === undefined ? {} : { opaque: challenge.opaque }),
    },
    ['qop'],
  );
}

const rest = ({ method, body }: { method: string; body: Buffer }) => ({ method, body });
