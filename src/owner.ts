// Who starts things closes them: a list of closers, run in reverse.

import type { Log } from './interfaces/log.ts';

export interface Owner {
  /** Remembers how to close what was just started. */
  owns(close: () => Promise<unknown>): void;
  /** Last in, first out; one that fails does not keep the others from their turn. Idempotent. */
  close(): Promise<void>;
}

export function createOwner(log: Log): Owner {
  const closers: (() => Promise<unknown>)[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (let close = closers.pop(); close; close = closers.pop()) {
      try {
        await close();
      } catch (error) {
        log.error({ err: error }, 'something did not close in order');
      }
    }
  }

  return {
    owns: (close) => void closers.push(close),
    close: () => (closing ??= closeAll()),
  };
}
