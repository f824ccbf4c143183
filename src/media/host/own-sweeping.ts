// Threads of real time sweep their own garbage.

import { setFlagsFromString } from 'node:v8';

/**
 * Runs `start`, which starts a thread, so that what the thread's C++ heap leaves behind is swept by the thread itself. V8 otherwise lets its
 * helpers do it, whose priority is normal, and until they are done the thread posts itself one task after the other (`IncrementalSweepTask`):
 * above them in priority it never lets them finish on its own core, and spins. Resolves as `start` does. The flag is read when a thread's heap
 * is made; threads started by others meanwhile get the same, which costs them no more than help.
 */
export async function withOwnSweeping<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--single-threaded-gc');
  try {
    return await start();
  } finally {
    setFlagsFromString('--no-single-threaded-gc');
  }
}
