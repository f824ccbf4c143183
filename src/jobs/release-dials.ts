// Lets waiting phone calls go, each line at its rate, until none waits. One server at a time does so; any of them then places the calls.

import type { Kysely } from 'kysely';
import type { WallClock } from '../interfaces/clock.ts';
import { releaseDueDials } from '../resources/call/index.ts';
import type { Database } from '../storage/index.ts';

export interface ReleaseDialsDeps {
  db: Kysely<Database>;
  wallClock: WallClock;
  /** Rejects when the signal aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Another line's call may come meanwhile. */
const LONGEST_WAIT_MS = 100;

/** Rejects when it is cut short, so that it runs again. */
export async function releaseDials(deps: ReleaseDialsDeps, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const next = await releaseDueDials(deps.db, deps.wallClock);
    if (next === null) return;
    const waitMs = Math.min(next - deps.wallClock(), LONGEST_WAIT_MS);
    if (waitMs > 0) await deps.wait(waitMs, signal);
  }
}
