// Targets that a 3xx names (RFC 3261 section 8.1.3.4): best first, none twice, not without end.

import { headers } from '../header.ts';
import type { SipResponse, SipUri } from '../message.ts';
import { parseNameAddr } from '../name-addr.ts';
import { formatUri } from '../uri.ts';

export interface Redirects {
  /** Takes the Contacts of a 3xx. */
  take(response: SipResponse): void;
  /** The next target; null: none left, or enough were tried. */
  next(): SipUri | null;
}

export function createRedirects(first: SipUri, most: number): Redirects {
  const known = new Set([formatUri(first)]);
  const waiting: { uri: SipUri; q: number }[] = [];
  let left = most;
  return {
    take(response) {
      for (const value of headers(response, 'Contact')) {
        const contact = parseNameAddr(value);
        if (!contact || contact.uri.scheme === 'tel') continue;
        const uri = { ...contact.uri, headers: '' };
        const key = formatUri(uri);
        if (known.has(key)) continue;
        known.add(key);
        waiting.push({ uri, q: Number(contact.params.q ?? 1) || 0 });
      }
      waiting.sort((a, b) => b.q - a.q);
    },
    next() {
      if (left <= 0) return null;
      left -= 1;
      return waiting.shift()?.uri ?? null;
    },
  };
}
