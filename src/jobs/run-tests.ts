// A shift of playing simulation tests; it queues the next one itself.

import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Log } from '../interfaces/log.ts';
import type { Providers } from '../interfaces/providers.ts';
import type { EngineDeps } from '../resources/agent/index.ts';
import { runTests as run, SIMULATION_LIMITS } from '../resources/simulation/index.ts';
import type { Database, JobPayloads } from '../storage/index.ts';

export interface RunTestsDeps extends Omit<EngineDeps, 'thinking'> {
  db: Kysely<Database>;
  providers: Pick<Providers, 'thinking'>;
  log: Log;
  tests: {
    /** Runs of one workspace that are played at a time. */
    atOnce: number;
    judgeModel: string;
  };
}

const SHIFT_MS = 60_000;

/** Safe to run twice, and to be cut off anywhere. */
export function runTests(
  deps: RunTestsDeps,
  { workspace_id }: JobPayloads['run-tests'],
  signal: AbortSignal,
): Promise<void> {
  const { db, log, tests, providers } = deps;
  const given = {
    ...tests,
    db,
    log,
    engines: { ...deps, thinking: (name: string | null) => providers.thinking(name) },
    limits: SIMULATION_LIMITS,
    shiftMs: SHIFT_MS,
    pause: (ms: number, waiting: AbortSignal) => pause(ms, undefined, { signal: waiting }),
  };
  return run(given, workspace_id, signal);
}
