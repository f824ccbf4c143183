// `a=crypto`: keys of SRTP inside the description (SDES, RFC 4568).

import type { SrtpKeys } from '../../../media/index.ts';

export interface CryptoLine {
  /** 1 to 9 digits; the answer repeats it. */
  tag: string;
  keys: SrtpKeys;
}

/** Strongest first. */
export const SRTP_SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;

/** Key and salt. */
export const KEY_BYTES = 30;

/**
 * Null: a suite, key or parameter that we do not know. Several keys and a master key index are refused by it, and so is what would leave
 * a part unencrypted; a lifetime is as good as none for a call.
 */
export function parseCryptoLine(value: string): CryptoLine | null {
  const [tag = '', name = '', key = '', ...parameters] = value.split(/[ \t]+/);
  const suite = SRTP_SUITES.find((known) => known === name.toUpperCase());
  const inline = /^inline:([A-Za-z0-9+/]{40})(?:\|(?:2\^[0-9]{1,2}|[0-9]{1,15}))?$/i.exec(key)?.[1];
  if (!/^[0-9]{1,9}$/.test(tag) || !suite || !inline) return null;
  // WSH is a hint of the replay window, which we may overlook.
  if (parameters.some((parameter) => !/^WSH=/i.test(parameter))) return null;
  return { tag, keys: { suite, keyAndSalt: Buffer.from(inline, 'base64') } };
}

export function formatCryptoLine({ tag, keys }: CryptoLine): string {
  return `${tag} ${keys.suite} inline:${Buffer.from(keys.keyAndSalt).toString('base64')}`;
}
