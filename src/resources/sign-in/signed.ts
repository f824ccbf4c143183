// Small signed texts: `<payload base64url>.<HMAC-SHA256 base64url>`.

import { createHmac, timingSafeEqual } from 'node:crypto';

export function sign(payload: object, key: Buffer): string {
  const text = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${text}.${mac(text, key).toString('base64url')}`;
}

/** The payload, or null when the text is not what we signed. */
export function verify(signed: string, key: Buffer): unknown {
  const [text = '', given = '', ...rest] = signed.split('.');
  const expected = mac(text, key);
  const received = Buffer.from(given, 'base64url');
  if (rest.length > 0 || received.length !== expected.length || !timingSafeEqual(received, expected)) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function mac(text: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
