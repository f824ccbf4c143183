// `fetch` as the MCP client asks for it, through the guarded way out.

import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { EgressRequest, StreamingEgress } from '../../../interfaces/egress.ts';

/** Of one request with its whole answer. */
export interface FetchLimits {
  timeoutMs: number;
  maxBodyBytes: number;
}

export interface GuardedFetchOptions {
  limits(method: string): FetchLimits;
  signal: AbortSignal;
}

const WITHOUT_BODY = new Set([204, 205, 304]);

/** Redirects are answers of their own: the client follows those that stay at the server. */
export function createGuardedFetch(egress: StreamingEgress, options: GuardedFetchOptions): FetchLike {
  return async (url, init = {}) => {
    const method = init.method ?? 'GET';
    const { status, headers, body } = await egress.stream({
      method: method as EgressRequest['method'],
      url: String(url),
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' && { body: init.body }),
      ...options.limits(method),
      signal: init.signal ? AbortSignal.any([options.signal, init.signal]) : options.signal,
    });
    // The answer is unpacked already.
    const { 'content-encoding': _packed, 'content-length': _length, ...rest } = headers;
    if (!WITHOUT_BODY.has(status)) return new Response(body, { status, headers: rest });
    await body.cancel();
    return new Response(null, { status, headers: rest });
  };
}
