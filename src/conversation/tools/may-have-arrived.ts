// After a request that failed: may the other side have done what it was asked?

import type { EgressError } from '../../interfaces/egress.ts';

/** Codes of connections that were never there. */
const NEVER_CONNECTED = new Set<unknown>(['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

export function mayHaveArrived({ kind, cause }: EgressError): boolean {
  const { code } = (cause ?? {}) as { code?: unknown };
  return kind === 'timeout' || (kind === 'network' && !NEVER_CONNECTED.has(code));
}
