// The far end's keys as named telephone events (RFC 4733): every event comes in many packets, any of which may be lost, doubled or late.

import type { RtpPacket } from './rtp-packet.ts';

export interface DigitsIn {
  packet(packet: RtpPacket, nowMs: number): void;
  /** Ends an event whose end was lost; call it every few ms. */
  tick(nowMs: number): void;
}

export const digitNames = '0123456789*#ABCD';

interface Press {
  digit: string;
  timestamp: number;
  /** Ticks, of this segment and of those before it. */
  duration: number;
  before: number;
  ended: boolean;
  lastMs: number;
}

/** Packets of one event come every 20 to 50 ms: without any for so long its end is lost. */
const lostEndMs = 200;
/** Gear that never moves its timestamp, or moves it back, means a new press after so long. */
const sameTimestampMs = 400;
const backwardsMs = 2000;
const ticksPerMs = 8;
/** Beyond -55 dBm0 it is an echo, no key (RFC 4733 section 2.3.5). */
const faintest = 55;

/** `onDigit` once for each press, when it ends. */
export function createDigitsIn(onDigit: (digit: string, durationMs: number) => void): DigitsIn {
  let press: Press | null = null;

  function finish(): void {
    if (!press || press.ended) return;
    press.ended = true;
    onDigit(press.digit, Math.round((press.before + press.duration) / ticksPerMs));
  }

  function isOld(timestamp: number, marker: boolean, nowMs: number): boolean {
    if (!press) return false;
    const ahead = (timestamp - press.timestamp) | 0;
    if (ahead > 0) return false;
    const silentMs = nowMs - press.lastMs;
    return ahead === 0 ? !marker || silentMs < sameTimestampMs : silentMs < backwardsMs;
  }

  function begin(digit: string, { timestamp, marker }: RtpPacket, nowMs: number): Press {
    const duration = press ? (timestamp - press.timestamp) >>> 0 : 0;
    // A press longer than 16 bits can say goes on as a new segment, without a marker (RFC 4733 section 2.5.1.3).
    const goesOn =
      press && !press.ended && !marker && press.digit === digit && Math.abs(duration - press.duration) <= 800;
    const before = goesOn ? press!.before + duration : 0;
    if (!goesOn) finish();
    return { digit, timestamp, duration: 0, before, ended: false, lastMs: nowMs };
  }

  return {
    packet(packet, nowMs) {
      const { payload, timestamp, marker } = packet;
      const digit = payload.length >= 4 ? digitNames[payload[0]!] : undefined;
      if (digit === undefined || (payload[1]! & 0x3f) > faintest) return;
      const isSame = press !== null && press.timestamp === timestamp && press.digit === digit;
      if (!isSame || press!.ended) {
        if (isOld(timestamp, marker, nowMs)) {
          if (isSame) press!.lastMs = nowMs;
          return;
        }
        press = begin(digit, packet, nowMs);
      }
      const current = press!;
      current.duration = Math.max(current.duration, (payload[2]! << 8) | payload[3]!);
      current.lastMs = nowMs;
      if (payload[1]! & 0x80) finish();
    },
    tick(nowMs) {
      if (press && !press.ended && nowMs - press.lastMs > lostEndMs) finish();
    },
  };
}
