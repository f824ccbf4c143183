// Reads an uploaded table into contacts.

import { importContacts as run, type ImportContactsDeps } from '../resources/contact/index.ts';
import type { JobPayloads } from '../storage/index.ts';

export type { ImportContactsDeps } from '../resources/contact/index.ts';

/** Safe to run twice; goes on where it was cut off. */
export function importContacts(
  deps: ImportContactsDeps,
  payload: JobPayloads['import-contacts'],
  signal: AbortSignal,
): Promise<void> {
  return run(deps, payload, signal);
}
