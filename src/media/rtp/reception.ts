// What is known of the stream that we receive: how many packets were due, how many came, how much their spacing varies (RFC 3550 A.1, A.3,
// A.8).

import { sequenceDistance } from '../reorder-buffer.ts';
import type { RtpHeader } from './rtp-packet.ts';

/** One report block's worth (RFC 3550 section 6.4.1). */
export interface ReceptionReport {
  ssrc: number;
  /** 0..255: of the packets due since the last report. */
  fractionLost: number;
  cumulativeLost: number;
  highestSequence: number;
  /** In ticks of the RTP clock. */
  jitter: number;
}

export interface Reception {
  /** `isSound`: its timestamp tells when it was made, as that of a telephone event does not. */
  add(header: RtpHeader, isSound: boolean, nowMs: number): 'new stream' | 'same stream';
  /** Null before the first packet. Begins the next interval. */
  report(): ReceptionReport | null;
  /** Over all streams so far. `jitterMs` of the newest. */
  readonly totals: { received: number; expected: number; jitterMs: number };
}

/** Timestamps that jump by more than 10 s say nothing of the network. */
const longestChange = 80_000;
const ticksPerMs = 8;
/** Sequence numbers further apart than this belong to another stream (RFC 3550 A.1, MAX_DROPOUT). */
const restartDistance = 3000;

export function createReception(): Reception {
  let ssrc: number | null = null;
  let first = 0;
  let highest = 0;
  let received = 0;
  let transit: number | null = null;
  let jitter = 0;
  const before = { expected: 0, received: 0 };
  const last = { expected: 0, received: 0 };

  const expected = () => (ssrc === null ? 0 : highest - first + 1);

  function begin(header: RtpHeader): void {
    before.expected += expected();
    before.received += received;
    ssrc = header.ssrc;
    first = highest = header.sequence;
    received = 0;
    transit = null;
    jitter = 0;
    last.expected = last.received = 0;
  }

  return {
    add(header, isSound, nowMs) {
      const ahead = sequenceDistance(highest & 0xffff, header.sequence);
      const isNew = ssrc !== header.ssrc || Math.abs(ahead) > restartDistance;
      if (isNew) begin(header);
      else if (ahead > 0) highest += ahead;
      received++;
      if (!isSound) return isNew ? 'new stream' : 'same stream';
      // The difference of two clocks modulo 2^32: only its changes mean anything.
      const now = (Math.round(nowMs * ticksPerMs) - header.timestamp) | 0;
      if (transit !== null) {
        const change = Math.abs((now - transit) | 0);
        if (change < longestChange) jitter += (change - jitter) / 16;
      }
      transit = now;
      return isNew ? 'new stream' : 'same stream';
    },
    report() {
      if (ssrc === null) return null;
      const due = expected() - last.expected;
      const lost = due - (received - last.received);
      last.expected = expected();
      last.received = received;
      return {
        ssrc,
        fractionLost: due > 0 && lost > 0 ? Math.min(255, Math.floor((lost * 256) / due)) : 0,
        cumulativeLost: Math.max(-0x800000, Math.min(0x7fffff, expected() - received)),
        highestSequence: highest >>> 0,
        jitter: Math.round(jitter),
      };
    },
    get totals() {
      return {
        received: before.received + received,
        expected: before.expected + expected(),
        jitterMs: jitter / ticksPerMs,
      };
    },
  };
}
