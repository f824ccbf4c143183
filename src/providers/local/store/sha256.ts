// The only reason to believe a model file.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Hash of a file as lower-case hex, read in blocks of 1 MiB. */
export async function sha256OfFile(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(block as Buffer);
  return hash.digest('hex');
}
