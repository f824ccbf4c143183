// Puts the packets of one RTP stream back in order and fills holes. Packets that come in order pass at once: listeners here are
// recognisers, for which every held millisecond is lost. Only behind a hole it waits. Bytes in, bytes out: no socket, no clock.

export interface ReorderOptions {
  /** Longest wait for a packet that later ones have overtaken, ms. */
  holdMs: number;
  /** Longest hole that is concealed, packets; beyond it the stream simply goes on. */
  maxConceal: number;
  /** Called in order: a packet's payload, or null for one that is lost. */
  release(payload: Uint8Array | null): void;
}

export interface ReorderBuffer {
  /** `seq` 0..65535; `nowMs` of any steady clock. */
  push(seq: number, payload: Uint8Array, nowMs: number): void;
  /** Gives up waiting where the time is over; call it every few ms. */
  tick(nowMs: number): void;
  dump(): ReorderCounts;
}

export interface ReorderCounts {
  received: number;
  late: number;
  reordered: number;
  lost: number;
  waiting: number;
}

/** Sequence numbers further apart than this belong to a restarted stream. */
const restartDistance = 500;

export function createReorderBuffer(options: ReorderOptions): ReorderBuffer {
  const waiting = new Map<number, Uint8Array>();
  const counts = { received: 0, late: 0, reordered: 0, lost: 0 };
  /** The sequence number to be released next; -1 before the first packet. */
  let next = -1;
  let waitsSinceMs = 0;

  function push(seq: number, payload: Uint8Array, nowMs: number): void {
    counts.received++;
    if (next < 0) next = seq;
    const ahead = distance(next, seq);
    if (Math.abs(ahead) > restartDistance) {
      waiting.clear();
      next = seq;
    } else if (ahead < 0) {
      counts.late++;
      return;
    } else if (ahead > 0) {
      if (waiting.size === 0) waitsSinceMs = nowMs;
      else if (!waiting.has((seq + 1) & 0xffff)) waitsSinceMs = Math.min(waitsSinceMs, nowMs);
      waiting.set(seq, payload);
      return;
    }
    options.release(payload);
    next = (seq + 1) & 0xffff;
    if (waiting.size > 0) drain(nowMs);
  }

  function drain(nowMs: number): void {
    for (let held = waiting.get(next); held; held = waiting.get(next)) {
      waiting.delete(next);
      counts.reordered++;
      options.release(held);
      next = (next + 1) & 0xffff;
    }
    waitsSinceMs = nowMs;
  }

  function tick(nowMs: number): void {
    if (waiting.size === 0 || nowMs - waitsSinceMs < options.holdMs) return;
    let hole = restartDistance;
    for (const seq of waiting.keys()) hole = Math.min(hole, distance(next, seq));
    counts.lost += hole;
    for (let i = 0; i < Math.min(hole, options.maxConceal); i++) options.release(null);
    next = (next + hole) & 0xffff;
    drain(nowMs);
  }

  return { push, tick, dump: () => ({ ...counts, waiting: waiting.size }) };
}

/** How far `to` lies ahead of `from`, -32768..32767 (RFC 3550, A.1). */
function distance(from: number, to: number): number {
  return (((to - from) & 0xffff) << 16) >> 16;
}
