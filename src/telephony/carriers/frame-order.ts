// Puts frames of a stream in the order that their carrier numbered them in, with no delay while they come in order.

export interface FrameOrder {
  /** Gives what may be played now, in order. Frames that come too late, or twice, are left out. */
  take(chunk: number | null, frame: Uint8Array): readonly Uint8Array[];
  /** Frames that were left out. */
  readonly dropped: number;
}

/** `depth`: so many frames wait for one that is missing; then it is given up. */
export function createFrameOrder(depth: number): FrameOrder {
  const waiting = new Map<number, Uint8Array>();
  let next: number | null = null;
  let dropped = 0;

  function release(): Uint8Array[] {
    const ready: Uint8Array[] = [];
    if (waiting.size > depth) next = Math.min(...waiting.keys());
    for (let frame = waiting.get(next!); frame; frame = waiting.get(next!)) {
      waiting.delete(next!);
      ready.push(frame);
      next!++;
    }
    return ready;
  }

  return {
    take(chunk, frame) {
      if (chunk === null) return [frame];
      next ??= chunk;
      if (chunk === next && waiting.size === 0) {
        next++;
        return [frame];
      }
      if (chunk < next || waiting.has(chunk)) {
        dropped++;
        return [];
      }
      waiting.set(chunk, frame);
      return release();
    },
    get dropped() {
      return dropped;
    },
  };
}
