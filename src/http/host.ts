// The header Host, which says whose pages a request is for.

import type { IncomingMessage } from 'node:http';
import { ApiError } from '../contract/index.ts';

/**
 * Throws 400 unless HTTP/1.1 says it exactly once (RFC 9112 section 3.2): of several, a proxy before us may have gone by another one than
 * we would.
 */
export function checkHost({ rawHeaders, httpVersion }: Pick<IncomingMessage, 'rawHeaders' | 'httpVersion'>): void {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  if (count === 1 || (count === 0 && httpVersion === '1.0')) return;
  throw new ApiError('refused', `Host: expected once, got it ${count} times.`, { headers: { connection: 'close' } });
}
