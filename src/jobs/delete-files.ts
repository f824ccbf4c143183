// Removes files whose rows are gone: queued with the rows' deletion, so that neither a crash nor a full disk keeps them.

import type { Kysely } from 'kysely';
import type { BlobStore } from '../interfaces/blob-store.ts';
import { deleteSignedFolders, type Database } from '../storage/index.ts';

export interface DeleteFilesDeps {
  db: Kysely<Database>;
  blobs: Pick<BlobStore, 'delete'>;
}

/** Safe to run twice: a file that is gone is as good as deleted. */
export async function deleteFiles(deps: DeleteFilesDeps, payload: { keys: string[] }): Promise<void> {
  for (const key of payload.keys) await deps.blobs.delete(key);
  // Not before: a file without its row must not open more easily than with it.
  const folders = new Set(payload.keys.map((key) => key.split('/', 1)[0] as string));
  if (folders.size > 0) await deleteSignedFolders(deps.db, [...folders]);
}
