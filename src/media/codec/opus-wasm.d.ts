// The part of @evan/opus that we use: libopus as WebAssembly, each thread with a memory of its own.

declare module '@evan/opus/wasm/index.mjs' {
  export class Encoder {
    constructor(options: { channels: 1 | 2; sample_rate: number; application: 'voip' | 'audio' });
    /** A setting by its number in opus_defines.h. */
    ctl(request: number, value: number): void;
    encode(pcm: Int16Array): Uint8Array;
  }
  export class Decoder {
    constructor(options: { channels: 1 | 2; sample_rate: number });
    /** The samples as bytes. Throws on what is not Opus. */
    decode(packet: Uint8Array): Uint8Array;
  }
}
