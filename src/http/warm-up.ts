// Compiles the checks of all operations while the server already answers, one at a turn of the event loop, so that no first request
// of its kind waits for its own and the start does not wait for all.

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OperationId, Validators } from '../contract/index.ts';

/** Ends early when `signal` fires. Never rejects. */
export async function warmUpChecks(
  validators: Validators,
  ids: readonly OperationId[],
  answers: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (const id of ids) {
    await nextTurn();
    if (signal.aborted) return;
    validators.prepare([id], answers);
  }
}
