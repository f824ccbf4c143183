// What of a request goes along to where it is redirected. https://fetch.spec.whatwg.org/#http-redirect-fetch

import type { EgressRequest } from '../interfaces/egress.ts';

/** The part of a request that a redirect may change. */
export type Hop = Pick<EgressRequest, 'method' | 'headers' | 'body'>;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);
/** Sent to another origin; all others (authorization, cookies, signatures, keys under any name) stay at home. */
const harmlessHeaders = new Set(['accept', 'accept-language', 'content-type', 'user-agent']);

/** Where an answer sends us, or null when it is an answer. */
export function redirectTarget(status: number, location: string | undefined): string | null {
  return redirectStatuses.has(status) && location !== undefined ? location : null;
}

/** The request for the next hop: 303, and 301 or 302 after POST, become GET without a body; another origin gets no credentials. */
export function nextHop(hop: Hop, status: number, from: URL, to: URL): Hop {
  const becomesGet = (status === 303 && hop.method !== 'GET') || (status <= 302 && hop.method === 'POST');
  const isSameOrigin = from.origin === to.origin;
  const headers = Object.entries(hop.headers).filter(([name]) => {
    if (becomesGet && name.toLowerCase().startsWith('content-')) return false;
    return isSameOrigin || harmlessHeaders.has(name.toLowerCase());
  });
  return {
    method: becomesGet ? 'GET' : hop.method,
    headers: Object.fromEntries(headers),
    ...(!becomesGet && hop.body !== undefined && { body: hop.body }),
  };
}
