// SIP, SIPS and tel URIs (RFC 3261 section 19.1, RFC 3966).

import { isIPv6 } from 'node:net';
import type { SipUri } from './message.ts';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const HOST_NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_.])?$/;
/** No white space, controls, quotes or angle brackets in any part; a `%` is followed by two hex digits. */
const CLEAN = /^(?:[^\0-\x20\x7f"<>%]|%[0-9A-Fa-f]{2})*$/;

/** Scheme of any URI in small letters; null when the text is none. */
export function uriScheme(text: string): string | null {
  return SCHEME.exec(text)?.[1]?.toLowerCase() ?? null;
}

/** Null: malformed, or another scheme (see `uriScheme`). Never throws. */
export function parseUri(text: string): SipUri | null {
  const scheme = uriScheme(text);
  if (!CLEAN.test(text)) return null;
  const rest = text.slice((scheme?.length ?? 0) + 1);
  if (scheme === 'sip' || scheme === 'sips') return parseSip(scheme, rest);
  return scheme === 'tel' ? parseTel(rest) : null;
}

function parseSip(scheme: 'sip' | 'sips', text: string): SipUri | null {
  const at = text.indexOf('@');
  const userInfo = at < 0 ? null : text.slice(0, at);
  if (userInfo === '' || userInfo?.startsWith(':')) return null;
  const colon = userInfo?.indexOf(':') ?? -1;
  const afterUser = text.slice(at + 1);
  const question = afterUser.indexOf('?');
  const place = question < 0 ? afterUser : afterUser.slice(0, question);
  if (place.includes('@')) return null;
  const semicolon = place.indexOf(';');
  const hostPort = parseHostPort(semicolon < 0 ? place : place.slice(0, semicolon));
  const params = semicolon < 0 ? {} : parseUriParams(place.slice(semicolon + 1));
  if (!hostPort || !params) return null;
  const uri: SipUri = {
    scheme,
    user: userInfo === null ? null : unescape(colon < 0 ? userInfo : userInfo.slice(0, colon)),
    ...hostPort,
    params,
    headers: question < 0 ? '' : afterUser.slice(question + 1),
  };
  if (userInfo !== null && colon >= 0) uri.password = unescape(userInfo.slice(colon + 1));
  return uri;
}

/** `tel:+1-201-555-0123;phone-context=...`: visual separators go. */
function parseTel(text: string): SipUri | null {
  const [number = '', ...rest] = text.split(';');
  const digits = number.replace(/[-.()]/g, '');
  const params = rest.length > 0 ? parseUriParams(rest.join(';')) : {};
  if (!/^\+?[0-9A-Fa-f*#]+$/.test(digits) || !params) return null;
  return { scheme: 'tel', user: digits, host: '', port: null, params, headers: '' };
}

/**
 * `host`, `host:port`, `[v6]:port`; the host in small letters, IPv6 without brackets. Three colons in a row inside an IPv6 address,
 * which the grammar of RFC 3261 produced by mistake, are read as two (RFC 5118 section 4.10). Null: malformed.
 */
export function parseHostPort(text: string): { host: string; port: number | null } | null {
  let host: string;
  let portText: string;
  if (text.startsWith('[')) {
    const close = text.indexOf(']');
    host = text.slice(1, close < 0 ? 1 : close).replace(/:::(?=[0-9]+\.)/, '::');
    portText = text.slice(close + 1);
    if (!isIPv6(host) || host.includes('%')) return null;
  } else {
    const colon = text.indexOf(':');
    host = colon < 0 ? text : text.slice(0, colon);
    portText = colon < 0 ? '' : text.slice(colon);
    if (!HOST_NAME.test(host)) return null;
  }
  if (portText === '') return { host: host.toLowerCase(), port: null };
  if (!/^:[0-9]{1,5}$/.test(portText)) return null;
  const port = Number(portText.slice(1));
  return port > 0 && port < 65536 ? { host: host.toLowerCase(), port } : null;
}

/** `a=b;c`; null when a name is empty. */
function parseUriParams(text: string): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const item of text.split(';')) {
    const equals = item.indexOf('=');
    const name = unescape(equals < 0 ? item : item.slice(0, equals)).toLowerCase();
    if (name === '') return null;
    if (!Object.hasOwn(params, name)) params[name] = equals < 0 ? '' : unescape(item.slice(equals + 1));
  }
  return params;
}

/** Inverse of `parseUri`; escapes what must be. */
export function formatUri(uri: SipUri): string {
  const params = Object.entries(uri.params)
    .map(([name, value]) => `;${escape(name, PARAM)}${value === '' ? '' : `=${escape(value, PARAM)}`}`)
    .join('');
  if (uri.scheme === 'tel') return `tel:${uri.user ?? ''}${params}`;
  const password = uri.password == null ? '' : `:${escape(uri.password, PASSWORD)}`;
  const user = uri.user === null ? '' : `${escape(uri.user, USER)}${password}@`;
  const query = uri.headers === '' ? '' : `?${uri.headers}`;
  return `${uri.scheme}:${user}${formatHostPort(uri)}${params}${query}`;
}

/** Brackets around IPv6. */
export function formatHostPort({ host, port }: { host: string; port: number | null }): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === null ? name : `${name}:${port}`;
}

const USER = /[^A-Za-z0-9\-_.!~*'()&=+$,;?/]/gu;
const PASSWORD = /[^A-Za-z0-9\-_.!~*'()&=+$,]/gu;
const PARAM = /[^A-Za-z0-9\-_.!~*'()[\]/:&+$]/gu;

function escape(text: string, outside: RegExp): string {
  return text.replace(outside, (char) => {
    let escaped = '';
    for (const byte of Buffer.from(char)) escaped += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return escaped;
  });
}

/** Escapes that spell no UTF-8 are read as Latin-1. */
function unescape(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}
