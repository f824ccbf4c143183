// The far end's sound: packets of the call's own stream put in order, decoded, holes concealed; telephone events become digits. It holds
// nothing back but behind a hole, as long as packets of this line are usually overtaken.

import { createAudioDecoder, codecBytesPerMs, type AudioDecoder } from '../codec/audio-codec.ts';
import { createConcealer, type Concealer } from '../conceal.ts';
import { createReorderBuffer } from '../reorder-buffer.ts';
import { createDigitsIn } from './digits-in.ts';
import type { RtpPacket } from './rtp-packet.ts';
import type { RtpSession } from './rtp-protocol.ts';
import { createToneDigitsIn } from './tone-digits-in.ts';

export interface RtpInDeps {
  nowMs(): number;
  /** Empty sound: the line is alive, though it says nothing. */
  deliver(pcm: Int16Array, rateHz: number): void;
  onDigit(digit: string, durationMs: number): void;
}

export interface RtpIn {
  /** What may come from now on. */
  use(session: RtpSession): void;
  /** What a payload type means here. */
  kindOf(payloadType: number): 'sound' | 'event' | 'comfort' | 'unknown';
  push(packet: RtpPacket): void;
  /** Every 5 ms. */
  tick(nowMs: number): void;
  /** Forgets the stream: another one follows. */
  reset(): void;
  dump(): { late: number; duplicate: number; reordered: number; lost: number; holdMs: number; codec: string };
}

/** Comfort noise (RFC 3389) keeps its number whatever was negotiated. */
const comfortNoise = 13;
const leastHoldMs = 20;
const mostHoldMs = 200;
const mostConcealed = 8;
/** No packet of a phone holds more, ms. */
const longestPacketMs = 200;
const nothing = new Int16Array(0);

export function createRtpIn(deps: RtpInDeps): RtpIn {
  const codecs = new Map<number, RtpSession['receive'][number]['codec']>();
  let eventType: number | null = null;
  let decoder: { payloadType: number; codec: string; decoder: AudioDecoder; concealer: Concealer } | null = null;
  let reorder = newReorder();
  const digits = createDigitsIn(deps.onDigit);
  const tones = createToneDigitsIn(deps.onDigit);

  function newReorder() {
    return createReorderBuffer<RtpPacket>({
      holdMs: leastHoldMs,
      maxHoldMs: mostHoldMs,
      maxConceal: mostConcealed,
      release,
    });
  }

  function kindOf(payloadType: number): 'sound' | 'event' | 'comfort' | 'unknown' {
    if (codecs.has(payloadType)) return 'sound';
    if (payloadType === eventType) return 'event';
    return payloadType === comfortNoise ? 'comfort' : 'unknown';
  }

  function release(packet: RtpPacket | null): void {
    if (!packet) {
      if (decoder) hear(decoder.concealer.conceal(), decoder.decoder.rateHz);
      return;
    }
    const codec = codecs.get(packet.payloadType);
    if (!codec || packet.payload.length === 0) return deps.deliver(nothing, decoder?.decoder.rateHz ?? 8000);
    if (decoder?.payloadType !== packet.payloadType || decoder.codec !== codec) {
      const fresh = createAudioDecoder(codec);
      const concealer = createConcealer(fresh.rateHz);
      decoder = { payloadType: packet.payloadType, codec, decoder: fresh, concealer };
    }
    const bytes = packet.payload.subarray(0, longestPacketMs * codecBytesPerMs);
    hear(decoder.concealer.heard(decoder.decoder.decode(bytes)), decoder.decoder.rateHz);
  }

  function hear(pcm: Int16Array, rateHz: number): void {
    if (eventType === null) tones.sound(pcm, rateHz);
    deps.deliver(pcm, rateHz);
  }

  return {
    use(session) {
      codecs.clear();
      for (const { payloadType, codec } of session.receive) codecs.set(payloadType, codec);
      eventType = session.digits?.receive ?? null;
    },
    kindOf,
    push(packet) {
      const nowMs = deps.nowMs();
      if (packet.payloadType === eventType) digits.packet(packet, nowMs);
      reorder.push(packet.sequence, packet, nowMs);
    },
    tick(nowMs) {
      reorder.tick(nowMs);
      digits.tick(nowMs);
    },
    reset() {
      reorder = newReorder();
      decoder = null;
    },
    dump() {
      const { late, duplicate, reordered, lost, holdMs } = reorder.dump();
      return { late, duplicate, reordered, lost, holdMs, codec: decoder?.codec ?? '' };
    },
  };
}
