// Which of the packets that reach our port are the call's: symmetric RTP, guarded. Sound is taken from where it truly comes, which behind NAT
// is not where the far side said; but who merely sprays packets at our ports must not steal a call whose sound flows.

import { sequenceDistance } from '../reorder-buffer.ts';
import type { RtpHeader } from './rtp-packet.ts';
import type { Address } from './rtp-sockets.ts';

export interface SourceGuard {
  /** What the far side said in its description; a new place lets go of the old one. */
  negotiate(remote: Address | null): void;
  /** Is this packet the call's? `proven`: it was authenticated, so that its address needs no other proof. */
  accepts(header: RtpHeader, from: Address, proven: boolean, nowMs: number): boolean;
  /** Where our packets go: the true source once it is known. */
  readonly target: Address | null;
  readonly source: Address | null;
  readonly strangers: number;
}

interface Source extends Address {
  ssrc: number;
  sequence: number;
  lastMs: number;
}

/** Packets in a row, of one source and stream, that somebody needs to be believed. */
const rowFromNegotiatedHost = 2;
const rowFromStranger = 4;
/** The present source must have been silent for so long: when the same stream goes on from a new port, and when a new one begins. */
const movedAfterMs = 200;
const replacedAfterMs = 2000;
/** A stream goes on when its numbers do. */
const nearSequence = 200;

export function createSourceGuard(): SourceGuard {
  let remote: Address | null = null;
  let source: Source | null = null;
  let candidate: (Source & { row: number }) | null = null;
  let strangers = 0;

  function rowOf(header: RtpHeader, from: Address, nowMs: number): number {
    const goesOn =
      candidate !== null &&
      isSame(candidate, from) &&
      candidate.ssrc === header.ssrc &&
      sequenceDistance(candidate.sequence, header.sequence) === 1;
    candidate = {
      ...from,
      ssrc: header.ssrc,
      sequence: header.sequence,
      lastMs: nowMs,
      row: goesOn ? candidate!.row + 1 : 1,
    };
    return candidate.row;
  }

  function rowNeeded(header: RtpHeader, from: Address, nowMs: number): number {
    const row = remote && from.address === remote.address ? rowFromNegotiatedHost : rowFromStranger;
    if (!source) return remote && isSame(remote, from) ? 1 : row;
    const silentMs = nowMs - source.lastMs;
    const near = Math.abs(sequenceDistance(source.sequence, header.sequence)) <= nearSequence;
    if (isSame(source, from)) return source.ssrc === header.ssrc && near ? 1 : rowFromNegotiatedHost;
    if (remote && isSame(remote, from) && !isSame(remote, source)) return rowFromNegotiatedHost;
    if (source.ssrc === header.ssrc && near) return silentMs >= movedAfterMs ? row : Infinity;
    return silentMs >= replacedAfterMs ? row : Infinity;
  }

  return {
    negotiate(to) {
      if (to && remote && !isSame(remote, to)) source = null;
      if (to) remote = to;
    },
    accepts(header, from, proven, nowMs) {
      const needed = proven ? 1 : rowNeeded(header, from, nowMs);
      if (needed > 1 && rowOf(header, from, nowMs) < needed) {
        if (!source || !isSame(source, from)) strangers++;
        return false;
      }
      if (!source || !isSame(source, from) || source.ssrc !== header.ssrc) candidate = null;
      source = { address: from.address, port: from.port, ssrc: header.ssrc, sequence: header.sequence, lastMs: nowMs };
      return true;
    },
    get target() {
      return source ?? remote;
    },
    get source() {
      return source;
    },
    get strangers() {
      return strangers;
    },
  };
}

function isSame(a: Address, b: Address): boolean {
  return a.port === b.port && a.address === b.address;
}
