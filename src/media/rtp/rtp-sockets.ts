// The two sockets of a call, bound to a pair of ports. They listen on every address; what comes is handed over with its source.

import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { PortPairs } from './port-pairs.ts';

export interface Address {
  address: string;
  port: number;
}

export interface RtpSockets {
  /** The port of RTP; RTCP listens on the next. */
  readonly port: number;
  /** Never throws and never waits: what the network does not take is lost, as packets are. */
  sendRtp(bytes: Uint8Array, to: Address): void;
  sendRtcp(bytes: Uint8Array, to: Address): void;
  /** Idempotent. */
  close(): Promise<void>;
}

export interface RtpSocketsDeps {
  ports: PortPairs;
  family: 4 | 6;
  onRtp(bytes: Uint8Array, from: RemoteInfo): void;
  onRtcp(bytes: Uint8Array, from: RemoteInfo): void;
  /** What a socket could not send or receive (ICMP errors among it); counted, no more. */
  onError(): void;
}

/** Ports that others hold are passed over, no more than so many. */
const mostTries = 200;

/** Rejects when no pair is free. */
export async function openRtpSockets(deps: RtpSocketsDeps): Promise<RtpSockets> {
  const held: number[] = [];
  try {
    for (let tries = 0; tries < mostTries; tries++) {
      const port = deps.ports.take();
      if (port === undefined) break;
      const sockets = await bindPair(deps, port);
      if (sockets) return createSockets(deps, sockets, port);
      held.push(port);
    }
  } finally {
    for (const port of held) deps.ports.give(port);
  }
  throw new Error('no pair of UDP ports is left for another phone call: widen RINGBACK_RTP_PORTS');
}

/** Null when one of the two ports is taken. */
async function bindPair(deps: RtpSocketsDeps, port: number): Promise<[Socket, Socket] | null> {
  const rtp = await bind(deps, port);
  if (!rtp) return null;
  const own = rtp.address().port;
  const rtcp = own % 2 === 0 ? await bind(deps, own + 1) : null;
  if (rtcp) return [rtp, rtcp];
  rtp.close();
  return null;
}

function bind({ family, onError }: RtpSocketsDeps, port: number): Promise<Socket | null> {
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    ipv6Only: family === 6,
    // Addresses are numeric always: asking the resolver for each packet would cost more than sending it.
    lookup: (address, _options, done) => done(null, address, family),
  });
  return new Promise((resolve) => {
    const fail = (): void => {
      socket.close();
      resolve(null);
    };
    socket.once('error', fail);
    socket.bind(port, () => {
      // Its neighbour is yet to be bound, and errors may come meanwhile.
      socket.on('error', onError).off('error', fail);
      resolve(socket);
    });
  });
}

function createSockets(deps: RtpSocketsDeps, [rtp, rtcp]: [Socket, Socket], taken: number): RtpSockets {
  const { port } = rtp.address();
  let closing: Promise<void> | null = null;
  rtp.on('message', deps.onRtp);
  rtcp.on('message', deps.onRtcp);

  function send(socket: Socket, bytes: Uint8Array, to: Address): void {
    if (closing) return;
    try {
      socket.send(bytes, to.port, to.address, onSent);
    } catch {
      deps.onError();
    }
  }

  function onSent(error: Error | null): void {
    if (error) deps.onError();
  }

  return {
    port,
    sendRtp: (bytes, to) => send(rtp, bytes, to),
    sendRtcp: (bytes, to) => send(rtcp, bytes, to),
    close() {
      closing ??= Promise.all([rtp, rtcp].map((socket) => new Promise<void>((resolve) => socket.close(resolve)))).then(
        () => deps.ports.give(taken),
      );
      return closing;
    },
  };
}
