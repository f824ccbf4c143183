// `fetch` as the MCP client asks for it, through the guarded way out.

import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { EgressRequest, StreamingEgress } from '../../../interfaces/egress.ts';

export interface FetchLimits {
  /** For each request with its whole answer. */
  timeoutMs: number;
  maxBodyBytes: number;
  signal: AbortSignal;
}

const WITHOUT_BODY = new Set([204, 205, 304]);

/** Redirects are answers of their own: the client follows those that stay at the server. */
export function createGuardedFetch(egress: StreamingEgress, limits: FetchLimits): FetchLike {
  return async (url, init = {}) => {
    const { status, headers, body } = await egress.stream({
      method: (init.method ?? 'GET') as EgressRequest['method'],
      url: String(url),
      headers: Object.fromEntries(new Headers(init.headers)),
      ...(typeof init.body === 'string' && { body: init.body }),
      timeoutMs: limits.timeoutMs,
      maxBodyBytes: limits.maxBodyBytes,
      signal: init.signal ? AbortSignal.any([limits.signal, init.signal]) : limits.signal,
    });
    // The answer is unpacked already.
    const { 'content-encoding': _packed, 'content-length': _length, ...rest } = headers;
    if (!WITHOUT_BODY.has(status)) return new Response(body, { status, headers: rest });
    await body.cancel();
    return new Response(null, { status, headers: rest });
  };
}
