// Our sound on its way to the far end: frames of the bridge become packets of the negotiated length, one stream without a break. Silence is
// sent as well, as phones do: it keeps ways through NAT open and media timeouts calm.

import { randomBytes } from 'node:crypto';
import { codecBytesPerMs, createAudioEncoder, type AudioEncoder } from '../codec/audio-codec.ts';
import { frameUs, mixRateHz } from '../bridge/media-time.ts';
import { createResampler, type Resampler } from '../resample.ts';
import { createDigitsOut } from './digits-out.ts';
import { createPacketMemory } from './packet-memory.ts';
import { writeRtpInto } from './rtp-packet.ts';
import type { RtpSession } from './rtp-protocol.ts';

export interface RtpOutDeps {
  nowMs(): number;
  /** The packet's memory is used again after some more packets. */
  send(packet: Buffer): void;
  onDigitsSent(): void;
}

export interface RtpOut {
  readonly ssrc: number;
  use(session: RtpSession): void;
  /** One frame of 20 ms or null for silence; `index` as in `LegPort.play`. What is sent meanwhile leaves in `inMs`. */
  play(frame: Int16Array | null, index: number, inMs: number): void;
  /** Every 5 ms: sends what lengths other than the frame's have left for later. */
  tick(nowMs: number): void;
  digits(digits: string, gapMs: number): void;
  /** Of the packets of sound so far (RFC 3550 section 6.4.1); `timestamp` that of this moment. */
  readonly sent: { packets: number; bytes: number; timestamp: number };
}

const frameMs = frameUs / 1000;
const frameBytes = frameMs * codecBytesPerMs;
const longestPacketMs = 60;
/** The ticker may be so much early. */
const earlyMs = 2.5;

export function createRtpOut(deps: RtpOutDeps): RtpOut {
  const random = randomBytes(12);
  const ssrc = random.readUInt32BE(0);
  const timestampBase = random.readUInt32BE(4);
  // In the lower half, so that the far side's count of wraps begins at none (RFC 3711 section 3.3.1).
  let sequence = random.readUInt16BE(8) & 0x7fff;
  let session: RtpSession | null = null;
  let encoder: AudioEncoder | null = null;
  let resampler: Resampler | null = null;
  let packetBytes = frameBytes;
  let packetMs = frameMs;
  /** Encoded sound that fills no packet yet; its first byte is due at `waitingTimestamp`. */
  const waiting = new Uint8Array((2 * longestPacketMs + 2 * frameMs) * codecBytesPerMs);
  let waitingLength = 0;
  let waitingTimestamp = 0;
  let sentAtMs = -Infinity;
  let marker = true;
  let wasSounding = false;
  let event = { timestamp: 0, isOpen: false };
  const digits = createDigitsOut(() => deps.onDigitsSent());
  const memory = createPacketMemory();
  const sent = { packets: 0, bytes: 0, timestamp: timestampBase };

  function emit(payloadType: number, timestamp: number, payload: Uint8Array, mark: boolean): void {
    sequence = (sequence + 1) & 0xffff;
    sent.packets++;
    sent.bytes += payload.length;
    const packet = memory.next(payload.length);
    writeRtpInto(packet, { marker: mark, payloadType, sequence, timestamp, ssrc }, payload);
    deps.send(packet);
  }

  function encode(frame: Int16Array | null): Uint8Array {
    const { rateHz } = encoder!;
    if (frame || wasSounding) {
      if (resampler?.toHz !== rateHz) resampler = createResampler(mixRateHz, rateHz);
      // The first silent frame still holds the filter's tail.
      const pcm = resampler.process(frame ?? silenceOf(mixRateHz), rateHz === 8000 ? frameAt8k : frameAt16k);
      if (!frame) resampler.reset();
      return encoder!.encode(pcm, encodedFrame);
    }
    return encoder!.encode(silenceOf(rateHz), encodedFrame);
  }

  function queue(bytes: Uint8Array, timestamp: number, leavesAtMs: number): void {
    const due = (waitingTimestamp + waitingLength) >>> 0;
    if (waitingLength > 0 && due !== timestamp) waitingLength = 0;
    if (waitingLength === 0) waitingTimestamp = timestamp;
    waiting.set(bytes, waitingLength);
    waitingLength += bytes.length;
    pump(leavesAtMs);
  }

  /** Packets of the frame's own length leave with their frame; others not sooner than the length of one after the last. */
  function pump(nowMs: number): void {
    while (session && waitingLength >= packetBytes) {
      if (packetMs !== frameMs && nowMs - sentAtMs < packetMs - earlyMs && waitingLength < 2 * packetBytes) return;
      sentAtMs = nowMs;
      emit(session.send.payloadType, waitingTimestamp, waiting.subarray(0, packetBytes), marker);
      marker = false;
      waiting.copyWithin(0, packetBytes, waitingLength);
      waitingLength -= packetBytes;
      waitingTimestamp = (waitingTimestamp + packetBytes) >>> 0;
    }
  }

  function playDigit(timestamp: number, leavesAtMs: number): boolean {
    const slot = digits.next(session!.digits !== null, encoder!.rateHz);
    if (!slot) return false;
    if (slot.as === 'tone') queue(encoder!.encode(slot.pcm), timestamp, leavesAtMs);
    else {
      waitingLength = 0;
      if (slot.isFirst || !event.isOpen) event = { timestamp, isOpen: true };
      if (slot.isLast) event.isOpen = false;
      emit(session!.digits!.send, event.timestamp, slot.payload, slot.isFirst);
      marker = true;
    }
    wasSounding = false;
    resampler?.reset();
    return true;
  }

  return {
    ssrc,
    use(next) {
      if (session?.send.codec !== next.send.codec) {
        encoder = createAudioEncoder(next.send.codec);
        waitingLength = 0;
      }
      if (!next.direction.send) marker = true;
      packetMs = Math.min(longestPacketMs, Math.max(10, Math.round((next.packetMs ?? frameMs) / 10) * 10));
      packetBytes = packetMs * codecBytesPerMs;
      session = next;
    },
    play(frame, index, inMs) {
      if (!session) return;
      const timestamp = (timestampBase + index * frameBytes) >>> 0;
      sent.timestamp = timestamp;
      if (!session.direction.send) {
        wasSounding = false;
        waitingLength = 0;
        return;
      }
      const leavesAtMs = deps.nowMs() + inMs;
      if (playDigit(timestamp, leavesAtMs)) return;
      if (frame && !wasSounding) marker = true;
      const bytes = encode(frame);
      wasSounding = frame !== null;
      queue(bytes, timestamp, leavesAtMs);
    },
    tick(nowMs) {
      if (waitingLength >= packetBytes) pump(nowMs);
    },
    digits: (wanted, gapMs) => digits.add(wanted, gapMs),
    get sent() {
      return { ...sent };
    },
  };
}

/** Where a frame of any line is on its way into its packet. */
const frameAt8k = new Int16Array(8 * frameMs);
const frameAt16k = new Int16Array(16 * frameMs);
const encodedFrame = new Uint8Array(frameBytes);

const silences = new Map<number, Int16Array>();

function silenceOf(rateHz: number): Int16Array {
  let silence = silences.get(rateHz);
  if (!silence) silences.set(rateHz, (silence = new Int16Array((rateHz * frameMs) / 1000)));
  return silence;
}
