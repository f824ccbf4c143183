// Who may run the model next: the text with the least sound made so far, so that a first word never waits behind a long story.

interface Waiting {
  madeSeconds: number;
  go(): void;
}

/**
 * Gives a function that resolves when it is the caller's turn. One turn lasts until the caller's run has blocked the thread. Who is
 * told to stop waits no longer: it rejects, or others with less sound could keep it from ever saying that it has stopped.
 */
export function createRota(): (madeSeconds: number, signal?: AbortSignal) => Promise<void> {
  const waiting: Waiting[] = [];
  let scheduled = false;

  function next(): void {
    scheduled = false;
    waiting.sort((a, b) => a.madeSeconds - b.madeSeconds);
    waiting.shift()?.go();
    schedule();
  }

  // onnxruntime runs inside a setImmediate of its own: the next turn comes after it, and messages are read in between.
  function schedule(): void {
    if (scheduled || waiting.length === 0) return;
    scheduled = true;
    setImmediate(next);
  }

  return (madeSeconds, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const mine: Waiting = { madeSeconds, go: resolve };
    const stop = (): void => {
      const at = waiting.indexOf(mine);
      if (at >= 0) waiting.splice(at, 1);
      reject(signal?.reason);
    };
    if (signal?.aborted) stop();
    else waiting.push(mine);
    signal?.addEventListener('abort', stop, { once: true });
    schedule();
    return promise.finally(() => signal?.removeEventListener('abort', stop));
  };
}
