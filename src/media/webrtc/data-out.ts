// Messages for a peer's data channel, kept until it is open.

import type { RTCDataChannel } from 'werift';

/** Data waiting for its channel; beyond it the oldest goes. */
const maxQueued = 256;
export const maxDataBytes = 64_000;

export interface DataOut {
  use(channel: RTCDataChannel): void;
  /** Throws for a message that no browser takes. */
  send(data: Buffer | string): void;
  readonly queued: number;
}

export function createDataOut(): DataOut {
  const queue: (Buffer | string)[] = [];
  let channel: RTCDataChannel | null = null;

  function flush(): void {
    while (channel?.readyState === 'open' && queue.length > 0) channel.send(queue.shift()!);
  }

  return {
    use(next) {
      channel = next;
      next.stateChange.subscribe(flush);
      flush();
    },
    send(data) {
      const bytes = Buffer.byteLength(data);
      if (bytes > maxDataBytes) throw new Error(`a data message of ${bytes} bytes is too long to send`);
      queue.push(data);
      if (queue.length > maxQueued) queue.shift();
      flush();
    },
    get queued() {
      return queue.length;
    },
  };
}
