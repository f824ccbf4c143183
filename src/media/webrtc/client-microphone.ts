// What a client says: sound waits here and goes out 20 ms at a time, as packets of Opus.

import { RtpHeader, RtpPacket } from 'werift';
import { createOpusEncoder } from '../codec/opus.ts';
import { createResampler } from '../resample.ts';

export interface ClientMicrophone {
  /** Behind what waits already. Mono pcm16. */
  say(pcm: Int16Array, rateHz: number): void;
  /** Resolves when nothing waits any more, or it is closed. */
  said(): Promise<void>;
  /** The next 20 ms; silence when nothing waits. */
  nextPacket(): RtpPacket;
  close(): void;
}

const rateHz = 48_000;
const frameSamples = rateHz / 50;
const opusPayloadType = 111;

export function createClientMicrophone(): ClientMicrophone {
  const encoder = createOpusEncoder(rateHz);
  const waiting: Int16Array[] = [];
  /** So much of the first piece is sent. */
  let offset = 0;
  let frameIndex = 0;
  let closed = false;
  const listeners: (() => void)[] = [];

  function takeFrame(): Int16Array {
    const frame = new Int16Array(frameSamples);
    for (let done = 0; done < frameSamples && waiting.length > 0;) {
      const head = waiting[0]!;
      const take = Math.min(frameSamples - done, head.length - offset);
      frame.set(head.subarray(offset, offset + take), done);
      done += take;
      offset += take;
      if (offset < head.length) continue;
      waiting.shift();
      offset = 0;
    }
    return frame;
  }

  const tell = (): void => {
    for (const resolve of listeners.splice(0)) resolve();
  };

  return {
    say: (pcm, fromHz) => void waiting.push(createResampler(fromHz, rateHz).process(pcm)),
    said() {
      if (waiting.length === 0 || closed) return Promise.resolve();
      return new Promise((resolve) => listeners.push(resolve));
    },
    nextPacket() {
      const frame = takeFrame();
      if (waiting.length === 0) tell();
      frameIndex++;
      const header = new RtpHeader({
        payloadType: opusPayloadType,
        sequenceNumber: frameIndex & 0xffff,
        timestamp: (frameIndex * frameSamples) >>> 0,
      });
      return new RtpPacket(header, Buffer.from(encoder.encode(frame)));
    },
    close() {
      closed = true;
      tell();
    },
  };
}
