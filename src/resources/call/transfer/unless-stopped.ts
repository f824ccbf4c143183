// Waiting for somebody on the telephone, unless the call is over or the transfer given up first.

/** Throws the signal's reason when that fires first; the work goes on, and nobody hears of its failure. */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const onStop = (): void => stopped.reject(signal.reason as Error);
  work.catch(() => undefined);
  if (signal.aborted) onStop();
  signal.addEventListener('abort', onStop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', onStop);
    stopped.promise.catch(() => undefined);
  }
}
