// A peer's microphone: packets put in order, decoded, holes concealed.

import { createOpusDecoder, opusDecodeRateHz } from '../codec/opus.ts';
import { createConcealer } from '../conceal.ts';
import { createReorderBuffer } from '../reorder-buffer.ts';

const reorderHoldMs = 60;
const maxConcealedFrames = 4;

export interface OpusIn {
  push(sequence: number, payload: Uint8Array): void;
  /** Every 5 ms. */
  tick(): void;
  dump(): object;
}

export function createOpusIn(nowMs: () => number, deliver: (pcm: Int16Array, rateHz: number) => void): OpusIn {
  const decoder = createOpusDecoder();
  const concealer = createConcealer(opusDecodeRateHz);
  let undecodable = 0;
  const reorder = createReorderBuffer<Uint8Array>({
    holdMs: reorderHoldMs,
    maxConceal: maxConcealedFrames,
    release: decode,
  });

  function decode(payload: Uint8Array | null): void {
    let pcm: Int16Array | null = null;
    try {
      if (payload) pcm = decoder.decode(payload);
    } catch {
      undecodable++;
    }
    deliver(pcm ? concealer.heard(pcm) : concealer.conceal(), opusDecodeRateHz);
  }

  return {
    push: (sequence, payload) => reorder.push(sequence, payload, nowMs()),
    tick: () => reorder.tick(nowMs()),
    dump: () => ({ undecodable, ...reorder.dump() }),
  };
}
