// One turn of a batch of calls; it queues its next turn itself.

import { runBatch as run, type RunBatchDeps } from '../resources/batch-call/index.ts';
import type { JobPayloads } from '../storage/index.ts';

export type { RunBatchDeps } from '../resources/batch-call/index.ts';

/** Safe to run twice, and to be cut off anywhere. */
export function runBatch(deps: RunBatchDeps, payload: JobPayloads['run-batch'], signal: AbortSignal): Promise<void> {
  return run(deps, payload, signal);
}
