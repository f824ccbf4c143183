// Reads an answer up to a limit, unpacking it on the way: neither a long body nor a small one that unpacks into a long one fills memory.

import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

export interface LimitedBody {
  text: string;
  truncated: boolean;
}

/** Stops reading, and destroys the stream, once `maxBytes` are there. Throws what the stream or the unpacking throws. */
export async function readBody(body: Readable, encoding: string | undefined, maxBytes: number): Promise<LimitedBody> {
  const unpack = unpacker(encoding);
  const stream = unpack ? body.pipe(unpack) : body;
  if (unpack) body.once('error', (error) => unpack.destroy(error));
  const parts: Buffer[] = [];
  let bytes = 0;
  let truncated = false;
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      const room = maxBytes - bytes;
      if (part.length > room) {
        parts.push(part.subarray(0, room));
        truncated = true;
        break;
      }
      parts.push(part);
      bytes += part.length;
    }
  } finally {
    // A destroyed stream may still report the cut of its own making.
    body.on('error', () => undefined);
    body.destroy();
    unpack?.destroy();
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(Buffer.concat(parts));
  // A cut in the middle of a character leaves a replacement character that was not sent.
  return { text: truncated ? text.replace(/\uFFFD$/, '') : text, truncated };
}

/** What unpacks a body with this `content-encoding`; null when it is plain. */
export function unpacker(
  encoding: string | undefined,
): ReturnType<typeof createGunzip> | ReturnType<typeof createBrotliDecompress> | null {
  switch (encoding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}
