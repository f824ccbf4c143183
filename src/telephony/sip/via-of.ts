// The Via that we put on a request: a branch of its own, and how its answers find back.

import type { SipHeader } from './message.ts';
import { createBranch } from './random-token.ts';
import type { Here } from './transport/flow.ts';
import { formatVia } from './via.ts';

export function viaOf({ transport, host, port }: Here): SipHeader {
  // The port of a datagram's answer is left to the far side (RFC 3581); a connection may be called back on (RFC 5923).
  const params: Record<string, string> = transport === 'udp' ? { rport: '' } : { alias: '' };
  params.branch = createBranch();
  return { name: 'Via', value: formatVia({ transport: transport.toUpperCase(), host, port, params }) };
}
