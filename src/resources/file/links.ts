// Addresses of stored files: unguessable by their folder, and signed with an end where that was asked for.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WallClock } from '../../interfaces/clock.ts';

export interface FileLinks {
  /** Open to whoever knows it. `key`: `<64 hex>/<file name>`, as in the blob store. */
  url(key: string): string;
  /** Opens for `forMs` from now. */
  signedUrl(key: string, forMs: number): string;
  /** Whether the query of an address opens the file now. */
  opens(key: string, query: { expires?: unknown; signature?: unknown }): boolean;
}

/** How long a signed address works when nobody said otherwise: a day from when it was read. */
export const SIGNED_URL_MS = 86_400_000;

/** `publicUrl`: without a slash at the end. `secret`: derived for this purpose alone. */
export function createFileLinks(deps: { publicUrl: string; secret: Buffer; now: WallClock }): FileLinks {
  const url = (key: string): string => `${deps.publicUrl}/files/${key}`;
  const sign = (key: string, expires: number): Buffer =>
    createHmac('sha256', deps.secret).update(`${key} ${expires}`).digest();
  return {
    url,
    signedUrl(key, forMs) {
      const expires = deps.now() + forMs;
      return `${url(key)}?expires=${expires}&signature=${sign(key, expires).toString('hex')}`;
    },
    opens(key, { expires, signature }) {
      if (typeof expires !== 'string' || !/^\d{1,16}$/.test(expires)) return false;
      if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
      const given = Buffer.from(signature, 'hex');
      return timingSafeEqual(given, sign(key, Number(expires))) && Number(expires) > deps.now();
    },
  };
}
