// What is done once a minute, by one node at a time.

import type { Kysely } from 'kysely';
import type { Log } from '../interfaces/log.ts';
import { unlockStrayJobs, type Database } from '../storage/index.ts';

export interface KeepHouseDeps {
  db: Kysely<Database>;
  /** Further chores by name, like forgetting used sign-ins. A chore that fails does not keep the others from their turn. */
  chores: Record<string, (signal: AbortSignal) => Promise<void>>;
  log: Log;
}

/** Each minute. */
export const KEEP_HOUSE_CRONTAB = '* * * * * keep-house ?max=1';

/** A pool is in its node's row within milliseconds of its birth. */
const STRAY_AFTER_MS = 60_000;

export async function keepHouse(deps: KeepHouseDeps, signal: AbortSignal): Promise<void> {
  const chores: KeepHouseDeps['chores'] = {
    ...deps.chores,
    'unlock stray jobs': () => unlockStrayJobs(deps.db, STRAY_AFTER_MS),
  };
  for (const [chore, run] of Object.entries(chores)) {
    if (signal.aborted) return;
    try {
      await run(signal);
    } catch (error) {
      deps.log.warn({ chore, error: error instanceof Error ? error.message : String(error) }, 'a chore failed');
    }
  }
}
