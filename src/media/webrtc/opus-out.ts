// What a peer hears: frames of the bridge as packets.

import { RtpHeader, RtpPacket } from 'werift';
import { createOpusEncoder, opusEncodeRateHz, type OpusVoiceEncoder } from '../codec/opus.ts';
import { frameUs } from '../bridge/media-time.ts';

const rtpTicksPerFrame = (48000 * frameUs) / 1e6;
const payloadType = 111;

let silencePacket: Uint8Array | null = null;

export interface OpusOut {
  /** One frame of 20 ms, or null for silence; `index` as in `LegPort.play`. */
  packet(frame: Int16Array | null, index: number): RtpPacket;
  dump(): object;
}

export function createOpusOut(): OpusOut {
  const zeros = new Int16Array((opusEncodeRateHz * frameUs) / 1e6);
  let encoder: OpusVoiceEncoder | null = null;
  let sequence = Math.floor(Math.random() * 0x8000);
  let wasSounding = false;
  let packetsOut = 0;
  let soundOut = 0;

  function payloadFor(frame: Int16Array | null): Buffer {
    if (frame || wasSounding) {
      encoder ??= createOpusEncoder();
      return Buffer.from(encoder.encode(frame ?? zeros));
    }
    silencePacket ??= createOpusEncoder().encode(zeros);
    return Buffer.from(silencePacket);
  }

  return {
    packet(frame, index) {
      const marker = frame !== null && !wasSounding;
      const payload = payloadFor(frame);
      wasSounding = frame !== null;
      sequence = (sequence + 1) & 0xffff;
      packetsOut++;
      if (frame) soundOut++;
      const timestamp = (index * rtpTicksPerFrame) >>> 0;
      return new RtpPacket(new RtpHeader({ payloadType, sequenceNumber: sequence, timestamp, marker }), payload);
    },
    dump: () => ({ packetsOut, soundOut }),
  };
}
