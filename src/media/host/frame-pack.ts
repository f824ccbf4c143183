// All frames of a tick in one buffer: a table of entries, then the samples. Copying small frames together is cheaper than posting each.

import type { TapId } from '../../interfaces/bridge.ts';
import type { Us } from '../../interfaces/clock.ts';

/** Bytes of a table entry: bridge u32, tap u32, media time f64, samples u32, padding u32. */
const entryBytes = 24;
const headBytes = 8;

/** Taps cross as numbers: their ids are `tap-<number>`. */
export function tapNumber(id: TapId): number {
  return Number(id.slice(4));
}

export interface FramePacker {
  add(bridge: number, tap: TapId, pcm: Int16Array, at: Us): void;
  /** The packed buffer, to be transferred, or null when there is nothing. Starts anew. */
  take(): ArrayBuffer | null;
}

export function createFramePacker(): FramePacker {
  let table = new ArrayBuffer(64 * entryBytes);
  let view = new DataView(table);
  let samples = new Int16Array(16384);
  let entries = 0;
  let used = 0;

  function grow(length: number): void {
    if ((entries + 1) * entryBytes > table.byteLength) {
      const wider = new ArrayBuffer(table.byteLength * 2);
      new Uint8Array(wider).set(new Uint8Array(table));
      table = wider;
      view = new DataView(table);
    }
    if (used + length > samples.length) {
      const longer = new Int16Array(Math.max(samples.length * 2, used + length));
      longer.set(samples.subarray(0, used));
      samples = longer;
    }
  }

  return {
    add(bridge, tap, pcm, at) {
      grow(pcm.length);
      const offset = entries * entryBytes;
      view.setUint32(offset, bridge, true);
      view.setUint32(offset + 4, tapNumber(tap), true);
      view.setFloat64(offset + 8, at, true);
      view.setUint32(offset + 16, pcm.length, true);
      samples.set(pcm, used);
      used += pcm.length;
      entries++;
    },
    take() {
      if (entries === 0) return null;
      const packed = new ArrayBuffer(headBytes + entries * entryBytes + used * 2);
      new DataView(packed).setUint32(0, entries, true);
      new Uint8Array(packed, headBytes).set(new Uint8Array(table, 0, entries * entryBytes));
      new Int16Array(packed, headBytes + entries * entryBytes).set(samples.subarray(0, used));
      entries = 0;
      used = 0;
      return packed;
    },
  };
}

/** Calls `each` for every frame, in order; `pcm` lies in the packed buffer and stays valid. */
export function unpackFrames(
  packed: ArrayBuffer,
  each: (bridge: number, tap: number, pcm: Int16Array, at: Us) => void,
): void {
  const view = new DataView(packed);
  const entries = view.getUint32(0, true);
  let sound = headBytes + entries * entryBytes;
  for (let i = 0; i < entries; i++) {
    const offset = headBytes + i * entryBytes;
    const length = view.getUint32(offset + 16, true);
    const pcm = new Int16Array(packed, sound, length);
    sound += length * 2;
    each(view.getUint32(offset, true), view.getUint32(offset + 4, true), pcm, view.getFloat64(offset + 8, true));
  }
}
