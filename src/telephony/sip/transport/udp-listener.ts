// Our UDP sockets: datagrams in, and flows made for the addresses that they came from or go to.

import { isIPv6 } from 'node:net';
import type { SipSource } from '../sip-call.ts';
import type { Flow, Here } from './flow.ts';
import type { UdpSocket } from './udp-socket.ts';

/** A keepalive, or shorter than any message: nothing to read, and nobody to answer (RFC 5626 section 3.5.1: pings are of connections). */
const SHORTEST_BYTES = 20;

export interface UdpListener {
  readonly socket: UdpSocket;
  /** Can it send to that address? */
  reaches(address: string): boolean;
  flowTo(address: string, port: number): Flow;
}

/** `hereOf`: what we call ourselves towards an address, null while not known. */
export function createUdpListener(
  socket: UdpSocket,
  hereOf: (address: string, local: { transport: 'udp'; address: string; port: number }) => Here | null,
  onMessage: (bytes: Buffer, flow: Flow) => void,
): UdpListener {
  const local = { transport: 'udp', address: socket.address, port: socket.port } as const;
  const v6 = isIPv6(socket.address);

  function flowTo(address: string, port: number): Flow {
    const source: SipSource = { address, port, transport: 'udp', peerName: null };
    return {
      source,
      reliable: false,
      here: hereOf(address, local),
      name: null,
      closed: false,
      send: (bytes, toPort = port) => socket.send(bytes, toPort, address),
    };
  }

  socket.onMessage((bytes, from) => {
    if (bytes.length >= SHORTEST_BYTES) onMessage(bytes, flowTo(from.address, from.port));
  });

  return { socket, reaches: (address) => isIPv6(address) === v6, flowTo };
}
