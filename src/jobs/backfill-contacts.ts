// Copies analyses of past calls into contacts.

import { backfillContacts as run, type BackfillContactsDeps } from '../resources/contact/index.ts';
import type { JobPayloads } from '../storage/index.ts';

export type { BackfillContactsDeps } from '../resources/contact/index.ts';

/** Safe to run twice; goes on where it was cut off. */
export function backfillContacts(
  deps: BackfillContactsDeps,
  payload: JobPayloads['backfill-contacts'],
  signal: AbortSignal,
): Promise<void> {
  return run(deps, payload, signal);
}
