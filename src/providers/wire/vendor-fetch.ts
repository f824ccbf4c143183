// HTTP to a vendor: kept-alive connections, a limit on connecting, closed with the provider.

import { Agent, fetch as undiciFetch } from 'undici';

export interface VendorFetch {
  fetch: typeof globalThis.fetch;
  close(): Promise<void>;
}

/** Connections stay open between turns, so that the next answer starts without a handshake. */
export function createVendorFetch(options: { connectTimeoutMs: number }): VendorFetch {
  const agent = new Agent({
    connect: { timeout: options.connectTimeoutMs },
    keepAliveTimeout: 60_000,
    // The adapters watch the stream themselves.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const fetch = (input: string, init: object): unknown => undiciFetch(input, { ...init, dispatcher: agent });
  return { fetch: fetch as unknown as typeof globalThis.fetch, close: () => agent.destroy() };
}
