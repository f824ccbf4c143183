// Memory for the packets of one stream, used in turn: a new piece for each would be 50 a second and line for the garbage collector.

import { rtpHeaderBytes } from './rtp-packet.ts';

/** A packet may wait for its slot, and after that for room in the socket's queue, while so many others are made. */
const packets = 8;

export interface PacketMemory {
  /** Room for a header and so much payload. What was in it is overwritten. */
  next(payloadBytes: number): Buffer;
}

export function createPacketMemory(): PacketMemory {
  /** All of one length, the one that was wanted last. */
  let pieces: Buffer[] = [];
  let turn = 0;
  return {
    next(payloadBytes) {
      const length = rtpHeaderBytes + payloadBytes;
      if (pieces[0]?.length !== length) {
        const whole = Buffer.alloc(length * packets);
        pieces = Array.from({ length: packets }, (_, i) => whole.subarray(i * length, (i + 1) * length));
      }
      turn = (turn + 1) % packets;
      return pieces[turn]!;
    },
  };
}
