// Session descriptions as text and as objects (RFC 8866). What they mean is `offer-answer.ts`'s.

import { isIP, isIPv4 } from 'node:net';

export interface Sdp {
  origin: SdpOrigin;
  sessionName: string;
  /** Address of the session's `c=`; null without one. */
  connection: string | null;
  attributes: SdpAttribute[];
  media: SdpMedia[];
}

export interface SdpOrigin {
  username: string;
  /** Decimal digits; may be larger than a number can hold. */
  sessionId: string;
  version: string;
  address: string;
}

export interface SdpMedia {
  /** `audio`, `video`, `image`, ... */
  kind: string;
  /** 0: refused or ended. */
  port: number;
  /** `RTP/AVP`, ... */
  protocol: string;
  /** Payload types of RTP. */
  formats: string[];
  /** Its own address; null: the session's. */
  connection: string | null;
  attributes: SdpAttribute[];
}

export interface SdpAttribute {
  name: string;
  /** Null for a flag like `sendonly`. */
  value: string | null;
}

/** Enough for any phone; a body of 64 kB full of `m=` lines is an attack. */
const MOST_MEDIA = 32;
const MOST_LINES = 2_000;

/** Null: no session description. Lines that say nothing about sound are dropped, whatever they hold. Never throws. */
export function parseSdp(text: string): Sdp | null {
  const lines = text.split(/\r\n|\n|\r/, MOST_LINES + 1);
  if (lines[0]?.trim() !== 'v=0' || lines.length > MOST_LINES) return null;
  const sdp: Sdp = { origin: NO_ORIGIN, sessionName: '-', connection: null, attributes: [], media: [] };
  for (const line of lines) {
    if (line.charAt(1) !== '=') {
      if (line.trim() === '') continue;
      return null;
    }
    if (!readLine(line.charAt(0), line.slice(2).trim(), sdp)) return null;
  }
  return sdp.origin === NO_ORIGIN ? null : sdp;
}

const NO_ORIGIN: SdpOrigin = { username: '-', sessionId: '0', version: '0', address: '0.0.0.0' };

/** False: malformed. */
function readLine(type: string, value: string, sdp: Sdp): boolean {
  const place = sdp.media.at(-1) ?? sdp;
  switch (type) {
    case 'o': {
      const origin = readOrigin(value);
      if (origin) sdp.origin = origin;
      return origin !== null;
    }
    case 's':
      sdp.sessionName = value;
      return true;
    case 'c': {
      const address = /^IN[ \t]+IP[46][ \t]+([^\s/]+)/i.exec(value)?.[1];
      if (address) place.connection = address;
      return address !== undefined;
    }
    case 'm': {
      const media = readMedia(value);
      if (media) sdp.media.push(media);
      return media !== null && sdp.media.length <= MOST_MEDIA;
    }
    case 'a': {
      const colon = value.indexOf(':');
      const name = (colon < 0 ? value : value.slice(0, colon)).toLowerCase();
      place.attributes.push({ name, value: colon < 0 ? null : value.slice(colon + 1).trim() });
      return true;
    }
    default:
      return /^[a-z]$/i.test(type);
  }
}

function readOrigin(value: string): SdpOrigin | null {
  const [username, sessionId, version, , , address] = value.split(/[ \t]+/);
  if (!username || !sessionId || !version || !address) return null;
  return { username, sessionId, version, address };
}

function readMedia(value: string): SdpMedia | null {
  const [kind, port, protocol, ...formats] = value.split(/[ \t]+/);
  if (!kind || !protocol || !/^[0-9]{1,5}(\/[0-9]{1,3})?$/.test(port ?? '')) return null;
  const number = Number.parseInt(port!, 10);
  if (number > 65_535) return null;
  return { kind: kind.toLowerCase(), port: number, protocol, formats, connection: null, attributes: [] };
}

/** With CRLF; times are `0 0`. */
export function formatSdp(sdp: Sdp): string {
  const { origin } = sdp;
  const lines = [
    'v=0',
    `o=${origin.username} ${origin.sessionId} ${origin.version} ${network(origin.address)}`,
    `s=${sdp.sessionName}`,
    ...(sdp.connection === null ? [] : [`c=${network(sdp.connection)}`]),
    't=0 0',
    ...sdp.attributes.map(formatAttribute),
  ];
  for (const media of sdp.media) {
    lines.push(`m=${media.kind} ${media.port} ${media.protocol} ${media.formats.join(' ')}`);
    if (media.connection !== null) lines.push(`c=${network(media.connection)}`);
    lines.push(...media.attributes.map(formatAttribute));
  }
  return `${lines.join('\r\n')}\r\n`;
}

const network = (address: string): string => `IN ${isIP(address) === 6 ? 'IP6' : 'IP4'} ${address}`;

const formatAttribute = ({ name, value }: SdpAttribute): string =>
  value === null ? `a=${name}` : `a=${name}:${value}`;

/** Values of an attribute of one stream; for those that a session may give for all its streams name the session too. */
export function attributeValues(name: string, media: SdpMedia, session?: Sdp): string[] {
  const own = media.attributes.filter((attribute) => attribute.name === name);
  const found = own.length > 0 ? own : (session?.attributes.filter((attribute) => attribute.name === name) ?? []);
  return found.map(({ value }) => value ?? '');
}

/** Where a stream is wanted; null: on hold the old way (`0.0.0.0`, `::`), or a name that nobody resolves here. */
export function addressOf(media: SdpMedia, session: Sdp): string | null {
  const address = media.connection ?? session.connection;
  if (address === null || isIP(address) === 0) return null;
  return isUnspecified(address) ? null : address;
}

export const isUnspecified = (address: string): boolean =>
  isIPv4(address) ? address === '0.0.0.0' : /^[0:]+$/.test(address) && address.includes(':');
