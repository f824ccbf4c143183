// Is a webhook really Telnyx'? https://developers.telnyx.com/docs/messaging/messages/receiving-webhooks#webhook-signing

import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** Older ones may have been recorded and sent again. */
const toleranceS = 300;
/** What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410 section 4). */
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** Throws when it is no base64 of 32 bytes. */
export function telnyxPublicKey(base64: string): KeyObject {
  const raw = Buffer.from(base64, 'base64');
  if (raw.length !== 32) throw new Error('expected base64 of 32 bytes');
  return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
}

/** Ed25519 over the time, `|` and the body, byte for byte. */
export function isSignedByTelnyx(
  key: KeyObject,
  { headers, body }: { headers: Record<string, string | undefined>; body: Buffer },
  nowMs: number,
): boolean {
  const { 'telnyx-signature-ed25519': signature, 'telnyx-timestamp': timestamp } = headers;
  if (signature === undefined || timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceS) return false;
  const given = Buffer.from(signature, 'base64');
  return given.length === 64 && verify(null, Buffer.concat([Buffer.from(`${timestamp}|`), body]), key, given);
}
