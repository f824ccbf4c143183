// The one way to write into an AsyncIterable: a queue with one reader.

/** What a producer holds. `push` after `close` or `fail` is ignored; the reader drains what was queued first. */
export interface Channel<T> extends AsyncIterable<T> {
  push(item: T): void;
  /** Ends the iteration after the queued items. */
  close(): void;
  /** Ends the iteration with `error` after the queued items. */
  fail(error: unknown): void;
  readonly closed: boolean;
  /** Items that wait for the reader. */
  readonly size: number;
}

/**
 * Makes a channel. `onReturn` is called once when the reader leaves the loop early (break, throw), so that the producer can stop.
 */
export function createChannel<T>(onReturn?: () => void): Channel<T> {
  const queue: T[] = [];
  let closed = false;
  let failure: { error: unknown } | undefined;
  let wake: (() => void) | undefined;

  function finish(): void {
    closed = true;
    wake?.();
  }

  async function* read(): AsyncGenerator<T> {
    let drained = false;
    try {
      for (;;) {
        while (queue.length > 0) yield queue.shift() as T;
        if (closed) break;
        await new Promise<void>((resolve) => (wake = resolve));
        wake = undefined;
      }
      drained = true;
      if (failure) throw failure.error;
    } finally {
      if (!drained) {
        closed = true;
        queue.length = 0;
        onReturn?.();
      }
    }
  }
  const reader = read();

  return {
    push(item) {
      if (closed) return;
      queue.push(item);
      wake?.();
    },
    close: finish,
    fail(error) {
      if (closed) return;
      failure = { error };
      finish();
    },
    get closed() {
      return closed;
    },
    get size() {
      return queue.length;
    },
    [Symbol.asyncIterator]: () => reader,
  };
}
