// The last seconds of a caller's sound: to hear them again with another recogniser, or to ask for an opinion on them.

import type { Us } from '../../interfaces/clock.ts';

export interface SoundRing {
  /** `at`: media time of the first sample. */
  push(pcm: Int16Array, at: Us): void;
  /** Forgets all packets that end at or before `until`. */
  forget(until: Us): void;
  packets(): readonly Packet[];
  /** One piece from `from` to the end; packets are taken as seamless. */
  since(from: Us): Int16Array;
}

export interface Packet {
  pcm: Int16Array;
  at: Us;
}

/** Keeps at most `seconds` of sound at `rateHz`. Packets are copied. */
export function createSoundRing(rateHz: number, seconds: number): SoundRing {
  const packets: Packet[] = [];
  let samples = 0;

  function dropFirst(): void {
    samples -= packets.shift()?.pcm.length ?? 0;
  }

  return {
    push(pcm, at) {
      packets.push({ pcm: pcm.slice(), at });
      samples += pcm.length;
      while (samples > rateHz * seconds) dropFirst();
    },
    forget(until) {
      while (packets[0] && packets[0].at + (packets[0].pcm.length / rateHz) * 1e6 <= until) dropFirst();
    },
    packets: () => packets,
    since(from) {
      const wanted = packets.filter((packet) => packet.at + (packet.pcm.length / rateHz) * 1e6 > from);
      const piece = new Int16Array(wanted.reduce((sum, packet) => sum + packet.pcm.length, 0));
      let offset = 0;
      for (const packet of wanted) {
        piece.set(packet.pcm, offset);
        offset += packet.pcm.length;
      }
      return piece;
    },
  };
}
