// How tools wait; tests hand over a wait that takes no time.

import { setTimeout as wait } from 'node:timers/promises';

export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** Rejects when the signal fires. */
export const pauseFor: Pause = async (ms, signal) => {
  await wait(ms, undefined, { signal });
};
