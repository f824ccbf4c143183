// Bytes of one message to a SipMessage (RFC 3261 sections 7 and 25). Never throws; what is wrong with a request is said so that it
// can be answered. Judged here is what transport and transactions stand on: lines, lengths, Via, From, To, Call-ID, CSeq. The rest is
// the user agent's, see `fault-of-request.ts` and `refusal-of-request.ts`.

import { isAscii, isUtf8 } from 'node:buffer';
import { parseCSeq } from './cseq.ts';
import { spellHeaderName } from './header-names.ts';
import { header, headers, splitList } from './header.ts';
import { MAX_HEADER_CHARS, MAX_HEADERS, MAX_MESSAGE_BYTES } from './limits.ts';
import type { SipHeader, SipMessage, SipRequest, SipResponse } from './message.ts';
import { parseAddress } from './name-addr.ts';
import { TOKEN } from './params.ts';
import { parseUri, uriScheme } from './uri.ts';
import { parseVia } from './via.ts';

export type ParsedMessage = { ok: true; message: SipMessage } | UnreadableMessage;

export interface UnreadableMessage {
  ok: false;
  /** What to answer a request with; of no meaning when `request` is null. */
  status: number;
  reason: string;
  /** The request as far as it was read, with a topmost Via that can be followed. Null: no answer (garbage, a response, an ACK). */
  request: SipRequest | null;
}

/** The first thing that is wrong. */
interface Fault {
  status: number;
  reason: string;
}

/** Lists that are cut apart at their commas, so that one value stands a line. */
const LISTS = new Set([
  'Via',
  'Route',
  'Record-Route',
  'Contact',
  'Path',
  'Service-Route',
  'P-Asserted-Identity',
  'Diversion',
  'History-Info',
]);

/** May stand once (RFC 3261 section 7.3.1: others are lists). */
const SINGLE = ['From', 'To', 'Call-ID', 'CSeq', 'Max-Forwards', 'Content-Length', 'Content-Type'];

const CR = 0x0d;
const LF = 0x0a;

/** One message, headers and body: a datagram, or what a framer cut out. Empty lines before it and bytes behind its body are dropped. */
export function parseMessage(bytes: Buffer): ParsedMessage {
  if (bytes.length > MAX_MESSAGE_BYTES) return unreadable(null, { status: 513, reason: 'Message Too Large' });
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start++;
  const blank = bytes.indexOf('\r\n\r\n', start);
  const text = decode(bytes.subarray(start, blank < 0 ? bytes.length : blank));
  const lineEnd = text.indexOf('\r\n');
  const line = readStartLine(lineEnd < 0 ? text : text.slice(0, lineEnd));
  if (!line) return unreadable(null, bad('Not SIP'));

  const { message } = line;
  const headerFault = readHeaders(text, lineEnd, message.headers);
  const fault =
    line.fault ??
    headerFault ??
    (blank < 0 ? bad('Headers without end') : undefined) ??
    faultOfHeaders(message) ??
    takeBody(message, bytes.subarray(blank + 4));
  return fault ? unreadable(message, fault) : { ok: true, message };
}

/** UTF-8 as the RFC wants it; Latin-1, which old exchanges send, rather than lost letters. */
function decode(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1');
}

/** Null: neither a request line nor a status line, by any stretch. */
function readStartLine(line: string): { message: SipRequest | SipResponse; fault?: Fault } | null {
  const response = /^SIP\/2\.0 ([1-6][0-9]{2})(?: ([^\0]*))?$/i.exec(line);
  const base = { headers: [], body: Buffer.alloc(0) };
  if (response) {
    return { message: { is: 'response', status: Number(response[1]), reason: response[2] ?? '', ...base } };
  }
  const [method = ''] = line.split(' ', 1);
  const versionAt = line.trimEnd().lastIndexOf(' ') + 1;
  const version = line.slice(versionAt).trimEnd();
  if (!TOKEN.test(method) || !/^SIP\/[0-9]+\.[0-9]+$/i.test(version)) return null;
  const uri = line.slice(method.length + 1, versionAt - 1);
  const message: SipRequest = { is: 'request', method, uri, ...base };
  if (version.toUpperCase() !== 'SIP/2.0') {
    return { message, fault: { status: 505, reason: 'Version Not Supported' } };
  }
  return line.length !== versionAt + version.length || !isRequestUri(uri)
    ? { message, fault: bad('Malformed request line') }
    : { message };
}

function isRequestUri(uri: string): boolean {
  const scheme = uriScheme(uri);
  if (scheme === 'sip' || scheme === 'sips' || scheme === 'tel') return parseUri(uri) !== null;
  return scheme !== null && !/[\s<>"]/.test(uri);
}

/** Reads lines from `at` (the end of the start line) into `into`; goes on behind a bad line, because an answer needs the others. */
function readHeaders(text: string, at: number, into: SipHeader[]): Fault | undefined {
  let fault: Fault | undefined;
  let next = at < 0 ? text.length : at + 2;
  while (next < text.length) {
    const end = endOfField(text, next);
    const field = text.slice(next, end);
    if (end - next > MAX_HEADER_CHARS) fault ??= bad('Header too long');
    else if (!readField(field, into)) fault ??= bad('Malformed header line');
    if (into.length > MAX_HEADERS) return bad('Too many headers');
    next = end + 2;
  }
  return fault;
}

/** A line that begins with white space continues the one before (RFC 3261 section 7.3.1). */
function endOfField(text: string, at: number): number {
  let end = text.indexOf('\r\n', at);
  while (end >= 0 && (text.charCodeAt(end + 2) === 0x20 || text.charCodeAt(end + 2) === 0x09)) {
    end = text.indexOf('\r\n', end + 2);
  }
  return end < 0 ? text.length : end;
}

function readField(field: string, into: SipHeader[]): boolean {
  const colon = field.indexOf(':');
  const name = field.slice(0, Math.max(colon, 0)).trimEnd();
  if (!TOKEN.test(name)) return false;
  let value = field.slice(colon + 1);
  if (value.includes('\r') || value.includes('\n')) {
    value = value.replace(/\r\n[ \t]/g, ' ');
    if (/[\r\n]/.test(value)) return false;
  }
  const spelled = spellHeaderName(name);
  if (!LISTS.has(spelled)) into.push({ name: spelled, value: value.trim() });
  else for (const item of splitList(value)) into.push({ name: spelled, value: item });
  return true;
}

/** What every message must have, well-formed (RFC 3261 sections 8.1.1 and 20). */
function faultOfHeaders(message: SipMessage): Fault | undefined {
  for (const name of SINGLE) if (headers(message, name).length > 1) return bad(`More than one ${name}`);
  const vias = headers(message, 'Via');
  if (vias.length === 0) return bad('Missing Via');
  if (!vias.every(parseVia)) return bad('Malformed Via');
  for (const name of ['From', 'To'] as const) {
    const value = header(message, name);
    if (value === undefined) return bad(`Missing ${name}`);
    if (!parseAddress(value)) return bad(`Malformed ${name}`);
  }
  const callId = header(message, 'Call-ID');
  if (!callId) return bad('Missing Call-ID');
  if (/\s/.test(callId)) return bad('Malformed Call-ID');
  return faultOfCSeq(message);
}

function faultOfCSeq(message: SipMessage): Fault | undefined {
  const value = header(message, 'CSeq');
  if (value === undefined) return bad('Missing CSeq');
  const cseq = parseCSeq(value);
  if (!cseq) return bad('Malformed CSeq');
  return message.is === 'request' && cseq.method !== message.method ? bad('CSeq of another method') : undefined;
}

/** `rest` is all that follows the headers. Without Content-Length a datagram's body goes to its end (RFC 3261 section 18.3). */
function takeBody(message: SipMessage, rest: Buffer): Fault | undefined {
  const length = header(message, 'Content-Length');
  if (length !== undefined && !/^[0-9]{1,9}$/.test(length)) return bad('Malformed Content-Length');
  const wanted = length === undefined ? rest.length : Number(length);
  if (wanted > rest.length) return bad('Body shorter than its Content-Length');
  message.body = rest.subarray(0, wanted);
  return undefined;
}

const bad = (reason: string): Fault => ({ status: 400, reason });

function unreadable(message: SipRequest | SipResponse | null, fault: Fault): UnreadableMessage {
  return { ok: false, ...fault, request: answerable(message) };
}

/** An answer copies Via, From, To, Call-ID and CSeq: broken ones go, and without a Via there is no answer. */
function answerable(message: SipRequest | SipResponse | null): SipRequest | null {
  if (message?.is !== 'request' || message.method === 'ACK') return null;
  const kept = message.headers
    .map(({ name, value }) => ({ name, value: name === 'Via' ? value.replace(/[;\s]+$/, '') : value }))
    .filter(({ name, value }) => name !== 'Via' || parseVia(value));
  return kept.some(({ name }) => name === 'Via') ? { ...message, headers: kept } : null;
}
