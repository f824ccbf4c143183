// What carriers' media streams say over their WebSocket, told apart from how each carrier writes it.

/** How one carrier writes its media stream: https://www.twilio.com/docs/voice/media-streams/websocket-messages, and Telnyx' much like it. */
export interface MediaWire {
  readonly carrier: 'twilio' | 'telnyx';
  /** Never throws: what cannot be read is a `fault`. */
  read(message: Buffer): WireMessage;
  /** What we write on the stream with this id. */
  writer(streamId: string): WireWriter;
}

/** Each gives one message of the WebSocket. */
export interface WireWriter {
  media(sound: Uint8Array): string;
  /** What the carrier still holds of our sound is thrown away. */
  readonly clear: string;
  /** Comes back when what was sent before it was played, or thrown away. */
  mark(name: string): string;
}

export type WireMessage =
  | { is: 'start'; start: StreamStart }
  /** Sound of the one on the phone. `chunk`: its place, from 1; null where the carrier did not say. */
  | { is: 'media'; sound: Uint8Array; chunk: number | null }
  | { is: 'digit'; digit: string }
  | { is: 'mark'; name: string }
  | { is: 'stop' }
  /** The carrier tells of trouble and goes on. */
  | { is: 'trouble'; detail: string }
  /** Of no use to us: `connected`, our own sound, and whatever comes later. */
  | { is: 'other' }
  /** No message of this wire. */
  | { is: 'fault'; detail: string };

export interface StreamStart {
  streamId: string;
  /** Twilio's call SID, Telnyx' call control id. */
  callId: string;
  /** Where the carrier says them; E.164 as a rule. */
  from: string | null;
  to: string | null;
  /** What the one who opened the stream gave along. */
  parameters: Record<string, string>;
  format: { encoding: string; rateHz: number; channels: number };
}

const PAYLOAD = '"payload":"';
const CHUNK = '"chunk":"';

/**
 * Reads a message with sound without parsing it whole: there are 50 a second in each call. Null for whatever is not written as carriers
 * write it (escapes, spaces, another order of fields): `JSON.parse` reads that. In a text without a backslash no string holds a quotation
 * mark, so a name with its colon that is found is a name.
 */
export function readMediaFast(text: string): (WireMessage & { is: 'media' }) | { is: 'other' } | null {
  if (!text.startsWith('{"event":"media"') || !text.endsWith('}') || text.includes('\\')) return null;
  const from = text.indexOf(PAYLOAD) + PAYLOAD.length;
  if (from < PAYLOAD.length) return null;
  const to = text.indexOf('"', from);
  if (to < 0) return null;
  if (text.includes('"track":"outbound')) return { is: 'other' };
  return { is: 'media', sound: Buffer.from(text.slice(from, to), 'base64'), chunk: readChunk(text) };
}

function readChunk(text: string): number | null {
  const from = text.indexOf(CHUNK) + CHUNK.length;
  if (from < CHUNK.length) return null;
  let chunk = 0;
  let at = from;
  for (; at < from + 10; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) break;
    chunk = chunk * 10 + digit;
  }
  return at > from ? chunk : null;
}

type Fields = Record<string, unknown>;

/** The message as an object; null when it is none. */
export function parseObject(text: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null;
  }
}

export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A message with sound that was parsed whole. */
export function mediaOf(value: unknown): WireMessage {
  const media = fieldsOf(value);
  const payload = textOf(media?.['payload']);
  if (!media || payload === null) return { is: 'fault', detail: 'media without a payload' };
  const { track, chunk } = media;
  if (typeof track === 'string' && track.startsWith('outbound')) return { is: 'other' };
  const place = numberOf(chunk);
  return {
    is: 'media',
    sound: Buffer.from(payload, 'base64'),
    chunk: Number.isSafeInteger(place) && place >= 0 ? place : null,
  };
}

/** At most 50 texts of at most 1,000 characters each; the rest is left out. */
export function parametersOf(value: unknown): Record<string, string> {
  const entries = Object.entries(fieldsOf(value) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[0].length <= 200,
  );
  return Object.fromEntries(entries.slice(0, 50).map(([name, text]) => [name, text.slice(0, 1_000)]));
}

export function formatOf(encoding: unknown, rateHz: unknown, channels: unknown): StreamStart['format'] {
  return {
    encoding: textOf(encoding) ?? '',
    rateHz: numberOf(rateHz),
    channels: channels === undefined ? 1 : numberOf(channels),
  };
}

/** Written as a number or as its digits. NaN for the rest: an object of a stranger may throw when it is converted. */
function numberOf(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : NaN;
}
