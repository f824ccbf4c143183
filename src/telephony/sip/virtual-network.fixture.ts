// UDP without sockets, on a clock that tests move: datagrams arrive a millisecond later, or are lost as often as wanted.

import type { Clock } from '../../interfaces/clock.ts';
import type { OpenUdp, UdpSocket } from './transport/udp-socket.ts';

export interface VirtualNetwork {
  open: OpenUdp;
  /** Share of datagrams that are lost, 0..1; drawn anew for each. */
  loss: number;
  readonly lost: number;
  readonly delivered: number;
}

export function createVirtualNetwork(clock: Clock, random: () => number): VirtualNetwork {
  const sockets = new Map<string, (bytes: Buffer, from: { address: string; port: number }) => void>();
  let nextPort = 20_000;
  const network = { open, loss: 0, lost: 0, delivered: 0 };

  function open(address: string, port: number): Promise<UdpSocket> {
    const own = { address, port: port || (nextPort += 1) };
    const key = `${own.address}:${own.port}`;
    return Promise.resolve({
      ...own,
      send(bytes, toPort, toAddress) {
        if (random() < network.loss) network.lost += 1;
        else clock.at(clock.now() + 1000, () => deliver(`${toAddress}:${toPort}`, bytes, own));
      },
      onMessage: (listener) => void sockets.set(key, listener),
      close() {
        sockets.delete(key);
        return Promise.resolve();
      },
    });
  }

  function deliver(to: string, bytes: Buffer, from: { address: string; port: number }): void {
    const listener = sockets.get(to);
    if (listener) network.delivered += 1;
    listener?.(Buffer.from(bytes), from);
  }
  return network;
}

/** The same numbers at each run (mulberry32). */
export function createSeededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
