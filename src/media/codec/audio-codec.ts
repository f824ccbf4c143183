// The codecs of the telephone behind one shape. All of them have 8 bytes, and 8 ticks of the RTP clock, to the millisecond (RFC 3551).

import { decodePcma, decodePcmu, encodePcma, encodePcmu } from './g711.ts';
import { createG722Decoder, createG722Encoder } from './g722.ts';

export type AudioCodec = 'pcmu' | 'pcma' | 'g722';

export const codecBytesPerMs = 8;

export interface AudioDecoder {
  readonly rateHz: 8000 | 16000;
  /** Any bytes become sound. A new array. */
  decode(bytes: Uint8Array): Int16Array;
}

export interface AudioEncoder {
  readonly rateHz: 8000 | 16000;
  /** For an even number of samples. In `into`, where the codec can and it has just the length, else in a new array. */
  encode(pcm: Int16Array, into?: Uint8Array): Uint8Array;
}

export function createAudioDecoder(codec: AudioCodec): AudioDecoder {
  switch (codec) {
    case 'pcmu':
      return { rateHz: 8000, decode: decodePcmu };
    case 'pcma':
      return { rateHz: 8000, decode: decodePcma };
    case 'g722':
      return { rateHz: 16000, decode: createG722Decoder() };
    default:
      return codec satisfies never;
  }
}

export function createAudioEncoder(codec: AudioCodec): AudioEncoder {
  switch (codec) {
    case 'pcmu':
      return { rateHz: 8000, encode: encodePcmu };
    case 'pcma':
      return { rateHz: 8000, encode: encodePcma };
    case 'g722':
      return { rateHz: 16000, encode: createG722Encoder() };
    default:
      return codec satisfies never;
  }
}
