// The arithmetic of digest authentication (RFC 7616 section 3.4; for SIP RFC 3261 section 22.4 and RFC 8760).

import { createHash } from 'node:crypto';

/** Strongest first. */
export const ALGORITHMS = ['SHA-512-256', 'SHA-256', 'MD5'] as const;
export type DigestAlgorithm = (typeof ALGORITHMS)[number];

const HASHES: Record<DigestAlgorithm, string> = { 'SHA-512-256': 'sha512-256', 'SHA-256': 'sha256', MD5: 'md5' };

export interface DigestInput {
  algorithm: DigestAlgorithm;
  /** `-sess`: the key is bound to nonce and cnonce. */
  session: boolean;
  username: string;
  realm: string;
  password: string;
  method: string;
  /** As in the `uri` parameter. */
  uri: string;
  nonce: string;
  /** Null: without, as in RFC 2069. */
  quality: { qop: 'auth' | 'auth-int'; nc: string; cnonce: string } | null;
  body: Buffer;
  /** For `-sess` without qop. */
  cnonce?: string;
}

/** The `response` parameter: hexadecimal, small letters. */
export function digestResponse(input: DigestInput): string {
  const { algorithm, quality, nonce } = input;
  const hash = (text: string | Buffer) => createHash(HASHES[algorithm]).update(text).digest('hex');
  const user = hash(`${input.username}:${input.realm}:${input.password}`);
  const key = input.session ? hash(`${user}:${nonce}:${quality?.cnonce ?? input.cnonce ?? ''}`) : user;
  const what = `${input.method}:${input.uri}`;
  const request = hash(quality?.qop === 'auth-int' ? `${what}:${hash(input.body)}` : what);
  if (!quality) return hash(`${key}:${nonce}:${request}`);
  return hash(`${key}:${nonce}:${quality.nc}:${quality.cnonce}:${quality.qop}:${request}`);
}

/** `MD5`, `sha-256-sess`; absent is MD5. Null: one that we do not know. */
export function parseAlgorithm(text: string | undefined): { algorithm: DigestAlgorithm; session: boolean } | null {
  const name = (text ?? 'MD5').toUpperCase();
  const session = name.endsWith('-SESS');
  const plain = session ? name.slice(0, -5) : name;
  const algorithm = ALGORITHMS.find((known) => known === plain);
  return algorithm ? { algorithm, session } : null;
}
