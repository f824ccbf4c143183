// A way to one far address: a socket of ours with an address for datagrams, or one connection. Answers go back the way their request came.

import type { SipSource } from '../sip-call.ts';

export type Transport = SipSource['transport'];

/** Where a request is sent: one address that RFC 3263 found for a URI. */
export interface Hop {
  transport: Transport;
  address: string;
  port: number;
  /** The name that the URI had: what a TLS certificate has to show (RFC 5922), and which certificate we ask for (SNI). An address where it had none. */
  name: string;
}

/** What we call ourselves in Via and Contact. IPv6 without brackets. */
export interface Here {
  transport: Transport;
  host: string;
  port: number;
}

export interface Flow {
  readonly source: SipSource;
  /** No repetitions of ours are needed on it. */
  readonly reliable: boolean;
  /** Null while the local address of the way there is not known; `Transports.settle` finds it. */
  here: Here | null;
  /** The name it was opened for; null when the far side opened it, and for datagrams. */
  readonly name: string | null;
  /** Nothing can be sent on it any more. Datagrams never close before their socket does. */
  readonly closed: boolean;
  /** Datagrams may be sent to another port of the far host than the one they came from (RFC 3261 section 18.2.2). */
  send(bytes: Buffer, port?: number): void;
  /** Of connections. */
  close?(): void;
}

/** One key for everything that is the same far end. */
export function keyOfEnd(transport: Transport, address: string, port: number): string {
  return `${transport} ${address} ${port}`;
}
