// A message as it goes on the wire (RFC 3261 section 7).

import { STATUS_CODES } from './status-codes.ts';
import type { SipMessage } from './message.ts';

/** Content-Length is written here, whatever the headers say. Line breaks in a value become spaces: no header can smuggle another. */
export function serialise(message: SipMessage): Buffer {
  let head =
    message.is === 'request'
      ? `${message.method} ${message.uri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${safe(message.reason)}\r\n`;
  for (const { name, value } of message.headers) {
    if (name !== 'Content-Length') head += `${name}: ${safe(value)}\r\n`;
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`;
  if (message.body.length === 0) return Buffer.from(head, 'utf8');
  return Buffer.concat([Buffer.from(head, 'utf8'), message.body]);
}

const BREAK = /[\r\n]/;

const safe = (value: string): string => (BREAK.test(value) ? value.replace(/[\r\n]+/g, ' ') : value);

/** The RFC's words for a status. */
export const reasonOf = (status: number): string => STATUS_CODES[status] ?? 'Unknown';
