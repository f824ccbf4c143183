// The session description in a message: its whole body, or a part of a multipart one (exchanges put their own signalling beside it).

import { header } from './header.ts';
import type { SipMessage } from './message.ts';

/** Null: none. */
export function sdpOf(message: SipMessage): string | null {
  if (message.body.length === 0) return null;
  const type = (header(message, 'Content-Type') ?? 'application/sdp').trim();
  const media = mediaOf(type);
  if (media === 'application/sdp') return message.body.toString('utf8');
  return media.startsWith('multipart/') ? sdpPart(message.body, type) : null;
}

/** `application/sdp` of `Application/SDP; charset=...`. */
export const mediaOf = (contentType: string): string => contentType.split(';', 1)[0]!.trim().toLowerCase();

function sdpPart(body: Buffer, type: string): string | null {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark) return null;
  for (const part of body.toString('utf8').split(`--${mark}`)) {
    const end = part.search(/\r?\n\r?\n/);
    if (end < 0 || !/^content-type\s*:\s*application\/sdp\b/im.test(part.slice(0, end))) continue;
    return `${part.slice(end).trim()}\r\n`;
  }
  return null;
}
