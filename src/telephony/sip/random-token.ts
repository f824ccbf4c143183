// Tags, branches and call ids: nobody may guess them (RFC 3261 section 19.3), so they come from the system's generator, a page at a time.

import { randomFillSync } from 'node:crypto';

const page = Buffer.alloc(4096);
let used = page.length;

/** `bytes` of randomness as hex. */
export function randomToken(bytes: number): string {
  if (used + bytes > page.length) {
    randomFillSync(page);
    used = 0;
  }
  const token = page.toString('hex', used, used + bytes);
  used += bytes;
  return token;
}

export const createTag = (): string => randomToken(8);
/** RFC 3261 section 8.1.1.7. */
export const createBranch = (): string => `z9hG4bK${randomToken(10)}`;
