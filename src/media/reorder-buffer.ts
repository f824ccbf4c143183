// Puts the packets of one RTP stream back in order and tells its holes. Packets that come in order pass at once: listeners here are
// recognisers, for which every held millisecond is lost. Only behind a hole it waits. Any items in and out: no socket, no clock.

export interface ReorderOptions<T> {
  /** Longest wait for a packet that later ones have overtaken, ms. */
  holdMs: number;
  /** With it the wait grows up to this when packets come later than that, and shrinks again when they no longer do. */
  maxHoldMs?: number;
  /** Longest hole that is concealed, packets; beyond it the stream simply goes on. */
  maxConceal: number;
  /** Called in order: a packet, or null for one that is lost. */
  release(item: T | null): void;
}

export interface ReorderBuffer<T> {
  /** `seq` 0..65535; `nowMs` of any steady clock. */
  push(seq: number, item: T, nowMs: number): void;
  /** Gives up waiting where the time is over; call it every few ms. */
  tick(nowMs: number): void;
  dump(): ReorderCounts;
}

export interface ReorderCounts {
  received: number;
  /** Came when they had been given up. */
  late: number;
  duplicate: number;
  reordered: number;
  lost: number;
  waiting: number;
  holdMs: number;
}

/** Sequence numbers further apart than this belong to a restarted stream. */
const restartDistance = 500;
/** So many lost packets are remembered, to know a late one from a duplicate. */
const rememberedLosses = 64;
/** A wait that proved too short gets so much on top; one that was long enough for so long becomes shorter. */
const holdMarginMs = 5;
const calmMs = 10_000;
const calmFactor = 0.8;

export function createReorderBuffer<T>(options: ReorderOptions<T>): ReorderBuffer<T> {
  const waiting = new Map<number, T>();
  /** When the wait for a packet began that was given up. */
  const lostSince = new Map<number, number>();
  const counts = { received: 0, late: 0, duplicate: 0, reordered: 0, lost: 0 };
  let holdMs = options.holdMs;
  let calmSinceMs = 0;
  /** The sequence number to be released next; -1 before the first packet. */
  let next = -1;
  let waitsSinceMs = 0;

  function push(seq: number, item: T, nowMs: number): void {
    counts.received++;
    if (next < 0) next = seq;
    const ahead = sequenceDistance(next, seq);
    if (Math.abs(ahead) > restartDistance) {
      waiting.clear();
      lostSince.clear();
      next = seq;
    } else if (ahead < 0) return tooLate(seq, nowMs);
    else if (ahead > 0) {
      if (waiting.has(seq)) counts.duplicate++;
      else {
        if (waiting.size === 0) waitsSinceMs = nowMs;
        waiting.set(seq, item);
      }
      return;
    }
    options.release(item);
    next = (seq + 1) & 0xffff;
    if (waiting.size > 0) drain(nowMs);
  }

  function tooLate(seq: number, nowMs: number): void {
    const since = lostSince.get(seq);
    if (since === undefined) {
      counts.duplicate++;
      return;
    }
    counts.late++;
    lostSince.delete(seq);
    if (options.maxHoldMs === undefined) return;
    holdMs = Math.min(options.maxHoldMs, Math.max(holdMs, nowMs - since + holdMarginMs));
    calmSinceMs = nowMs;
  }

  function drain(nowMs: number): void {
    for (let held = waiting.get(next); held !== undefined; held = waiting.get(next)) {
      waiting.delete(next);
      counts.reordered++;
      options.release(held);
      next = (next + 1) & 0xffff;
    }
    waitsSinceMs = nowMs;
  }

  function tick(nowMs: number): void {
    if (holdMs > options.holdMs && nowMs - calmSinceMs > calmMs) {
      holdMs = Math.max(options.holdMs, holdMs * calmFactor);
      calmSinceMs = nowMs;
    }
    if (waiting.size === 0 || nowMs - waitsSinceMs < holdMs) return;
    let hole = restartDistance;
    for (const seq of waiting.keys()) hole = Math.min(hole, sequenceDistance(next, seq));
    counts.lost += hole;
    remember(hole);
    for (let i = 0; i < Math.min(hole, options.maxConceal); i++) options.release(null);
    next = (next + hole) & 0xffff;
    drain(nowMs);
  }

  function remember(hole: number): void {
    for (let i = Math.max(0, hole - rememberedLosses); i < hole; i++) {
      lostSince.set((next + i) & 0xffff, waitsSinceMs);
    }
    for (const oldest of lostSince.keys()) {
      if (lostSince.size <= rememberedLosses) return;
      lostSince.delete(oldest);
    }
  }

  return { push, tick, dump: () => ({ ...counts, waiting: waiting.size, holdMs }) };
}

/** How far `to` lies ahead of `from`, -32768..32767 (RFC 3550, A.1). */
export function sequenceDistance(from: number, to: number): number {
  return (((to - from) & 0xffff) << 16) >> 16;
}
