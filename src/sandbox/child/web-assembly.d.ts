// The part of WebAssembly that the machine uses: neither the language's own types nor Node's have it.

declare namespace WebAssembly {
  class Module {
    private readonly compiled: true;
  }
  class Memory {
    /** In pages of 64 KiB. */
    constructor(pages: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}
