// Reads one source of a knowledge base.

import { readSource as read, type ReadSourceDeps } from '../resources/knowledge-base/index.ts';
import type { JobPayloads } from '../storage/index.ts';

export type { ReadSourceDeps } from '../resources/knowledge-base/index.ts';

/** Safe to run twice; goes on behind the last step that was written down. `attempt` counts from 1. */
export function readSource(
  deps: ReadSourceDeps,
  payload: JobPayloads['read-source'],
  signal: AbortSignal,
  attempt: number,
): Promise<void> {
  return read(deps, payload, signal, attempt);
}
