// One socket dialled ahead per address: the next speech of a call starts without waiting for the handshake.

import type { VendorSocket } from '../wire/vendor-socket.ts';

export interface SpareSockets {
  /** The spare for this address, else a new one. */
  take(url: string): VendorSocket;
  /** Dials a spare for this address, unless there is one. */
  prepare(url: string): void;
  close(): Promise<void>;
}

/** A spare that is not taken within `idleMs` is closed: the call is over. */
export function createSpareSockets(dial: (url: string) => VendorSocket, idleMs: number): SpareSockets {
  const spares = new Map<string, { socket: VendorSocket; timer: NodeJS.Timeout }>();
  let isClosed = false;

  function remove(url: string): VendorSocket | undefined {
    const spare = spares.get(url);
    if (!spare) return undefined;
    clearTimeout(spare.timer);
    spares.delete(url);
    return spare.socket;
  }

  return {
    take(url) {
      const spare = remove(url);
      return spare && !spare.isGone ? spare : dial(url);
    },
    prepare(url) {
      if (isClosed || spares.has(url)) return;
      const timer = setTimeout(() => void remove(url)?.close(), idleMs);
      timer.unref();
      spares.set(url, { socket: dial(url), timer });
    },
    async close() {
      isClosed = true;
      await Promise.all([...spares.keys()].map(async (url) => remove(url)?.close()));
    },
  };
}
