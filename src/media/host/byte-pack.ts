// Frames of carriers' sockets between main thread and media host: all legs' in one buffer, a table of entries before the bytes.

/** A leg whose frames travel packed. */
export type StreamNumber = number;

/** Bytes of a table entry: stream u32, length u32, cut u32. */
const entryBytes = 12;
const headBytes = 4;

export interface BytePacker {
  /** `cut`: what the far end still holds is to be thrown away before these. */
  add(stream: StreamNumber, bytes: Uint8Array, cut: boolean): void;
  /** The packed buffer, to be transferred, or null when there is nothing. Starts anew. */
  take(): ArrayBuffer | null;
}

export function createBytePacker(): BytePacker {
  let entries: { stream: StreamNumber; bytes: Uint8Array; cut: boolean }[] = [];
  let used = 0;
  return {
    add(stream, bytes, cut) {
      entries.push({ stream, bytes, cut });
      used += bytes.length;
    },
    take() {
      if (entries.length === 0) return null;
      const packed = new ArrayBuffer(headBytes + entries.length * entryBytes + used);
      const view = new DataView(packed);
      const all = new Uint8Array(packed);
      view.setUint32(0, entries.length, true);
      let at = headBytes + entries.length * entryBytes;
      for (let i = 0; i < entries.length; i++) {
        const { stream, bytes, cut } = entries[i]!;
        const offset = headBytes + i * entryBytes;
        view.setUint32(offset, stream, true);
        view.setUint32(offset + 4, bytes.length, true);
        view.setUint32(offset + 8, cut ? 1 : 0, true);
        all.set(bytes, at);
        at += bytes.length;
      }
      entries = [];
      used = 0;
      return packed;
    },
  };
}

/** Calls `each` for every frame, in order; `bytes` lie in the packed buffer and stay valid. */
export function unpackBytes(
  packed: ArrayBuffer,
  each: (stream: StreamNumber, bytes: Uint8Array, cut: boolean) => void,
): void {
  const view = new DataView(packed);
  const entries = view.getUint32(0, true);
  let at = headBytes + entries * entryBytes;
  for (let i = 0; i < entries; i++) {
    const offset = headBytes + i * entryBytes;
    const length = view.getUint32(offset + 4, true);
    const bytes = new Uint8Array(packed, at, length);
    at += length;
    each(view.getUint32(offset, true), bytes, view.getUint32(offset + 8, true) === 1);
  }
}
