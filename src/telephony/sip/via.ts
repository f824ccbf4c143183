// Via: where a response goes (RFC 3261 sections 18.2 and 20.42, RFC 3581).

import { formatParams, isSpace, parseParams, skipSpace, TOKEN } from './params.ts';
import { formatHostPort, parseHostPort } from './uri.ts';

export interface Via {
  /** Large letters: UDP, TCP, TLS, or what a stranger invents. */
  transport: string;
  /** Of sent-by; small letters, IPv6 without brackets. */
  host: string;
  port: number | null;
  /** `branch`, `received` (IPv6 without brackets), `rport` ('' when asked for), ... */
  params: Record<string, string>;
}

/** Null: malformed. Any version of SIP, so that a request of another can be answered 505. */
export function parseVia(value: string): Via | null {
  const protocolEnd = value.indexOf('/');
  const versionEnd = value.indexOf('/', protocolEnd + 1);
  if (protocolEnd < 0 || versionEnd < 0) return null;
  if (value.slice(0, protocolEnd).trim().toUpperCase() !== 'SIP') return null;
  if (!/^[0-9]+\.[0-9]+$/.test(value.slice(protocolEnd + 1, versionEnd).trim())) return null;
  const start = skipSpace(value, versionEnd + 1);
  let end = start;
  while (end < value.length && !isSpace(value.charCodeAt(end))) end++;
  const transport = value.slice(start, end).toUpperCase();
  const semicolon = value.indexOf(';', end);
  const sentBy = value.slice(end, semicolon < 0 ? undefined : semicolon).trim();
  const place = parseHostPort(/\s/.test(sentBy) ? sentBy.replace(/\s*:\s*/, ':') : sentBy);
  const params = semicolon < 0 ? {} : parseParams(value, semicolon);
  if (!TOKEN.test(transport) || !place || !params) return null;
  if (params.received) params.received = params.received.replace(/^\[|\]$/g, '');
  return { transport, ...place, params };
}

export function formatVia(via: Via): string {
  return `SIP/2.0/${via.transport} ${formatHostPort(via)}${formatParams(via.params)}`;
}

/**
 * What a server does to the topmost Via of a request: `received` when the address differs from sent-by or `rport` asks for it, and the
 * port in `rport` (RFC 3261 section 18.2.1, RFC 3581 section 4).
 */
export function markReceived(via: Via, source: { address: string; port: number }): Via {
  const params = { ...via.params };
  if (params.rport !== undefined) params.rport = String(source.port);
  if (params.rport !== undefined || via.host !== source.address) params.received = source.address;
  else delete params.received;
  return { ...via, params };
}
