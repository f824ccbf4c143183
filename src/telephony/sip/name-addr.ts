// Addresses in headers: `"Name" <uri>;tag=x` or `uri;tag=x` (RFC 3261 section 20.10).

import { header, splitList } from './header.ts';
import type { NameAddr, SipHeader } from './message.ts';
import { endOfQuoted, formatParams, parseParams, quote, skipSpace, TOKEN, unquote } from './params.ts';
import { formatUri, parseUri, uriScheme } from './uri.ts';

/** An address whose URI may be of any scheme. */
export interface Address {
  displayName: string | null;
  /** As it stood. */
  uri: string;
  /** Names in small letters. */
  params: Record<string, string>;
}

/** Null: malformed. Any scheme. */
export function parseAddress(value: string): Address | null {
  const text = value.trim();
  const quoteEnd = text.charCodeAt(0) === 0x22 ? endOfQuoted(text, 0) : 0;
  if (quoteEnd < 0) return null;
  const open = quoteEnd > 0 ? skipSpace(text, quoteEnd) : text.indexOf('<');
  if (quoteEnd === 0 && open < 0) return parseBare(text);
  const close = text.indexOf('>', open);
  if (text.charCodeAt(open) !== 0x3c || close < 0) return null;
  const uri = text.slice(open + 1, close);
  const params = parseParams(text, close + 1);
  const displayName = quoteEnd > 0 ? unquote(text.slice(0, quoteEnd)) : plainName(text.slice(0, open));
  if (!isUri(uri) || !params || displayName === null) return null;
  return { displayName: displayName === '' ? null : displayName, uri, params };
}

/** Without angle brackets: what follows the first semicolon belongs to the header, and the URI holds no comma and no question mark. */
function parseBare(text: string): Address | null {
  const semicolon = text.indexOf(';');
  const uri = (semicolon < 0 ? text : text.slice(0, semicolon)).trimEnd();
  const params = semicolon < 0 ? {} : parseParams(text, semicolon);
  return isUri(uri) && !/[,?]/.test(uri) && params ? { displayName: null, uri, params } : null;
}

/** Names without quotes should be tokens; phones put dots, apostrophes, umlauts there too. Null: not even that. */
function plainName(text: string): string | null {
  const name = text.trim();
  return /[",;<>]/.test(name) ? null : name;
}

function isUri(text: string): boolean {
  const scheme = uriScheme(text);
  if (scheme === 'sip' || scheme === 'sips' || scheme === 'tel') return parseUri(text) !== null;
  return scheme !== null && !/[\s<>"]/.test(text);
}

/** Null: malformed, or neither SIP, SIPS nor tel. */
export function parseNameAddr(value: string): NameAddr | null {
  const address = parseAddress(value);
  const uri = address && parseUri(address.uri);
  return uri && { displayName: address.displayName, uri, params: address.params };
}

/** A list; null when one of them is malformed. */
export function parseNameAddrs(value: string): NameAddr[] | null {
  const found: NameAddr[] = [];
  for (const item of splitList(value)) {
    const address = parseNameAddr(item);
    if (!address) return null;
    found.push(address);
  }
  return found;
}

/** Always with angle brackets; the name in quotes unless it is a token. */
export function formatNameAddr({ displayName, uri, params }: NameAddr): string {
  const name = displayName === null || displayName === '' ? '' : `${safeName(displayName)} `;
  return `${name}<${formatUri(uri)}>${formatParams(params)}`;
}

/** No line may be broken from inside a name. */
function safeName(name: string): string {
  return TOKEN.test(name) ? name : quote(name.replace(/[\0-\x1f\x7f]/g, ' '));
}

/** Tag of From or To; null when there is none. */
export function tagOf(message: { headers: SipHeader[] }, name: 'From' | 'To'): string | null {
  const value = header(message, name);
  return (value && parseAddress(value)?.params.tag) || null;
}
