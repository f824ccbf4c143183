// Removes files whose rows are gone: queued with the rows' deletion, so that neither a crash nor a full disk keeps them.

import type { BlobStore } from '../interfaces/blob-store.ts';

export interface DeleteFilesDeps {
  blobs: Pick<BlobStore, 'delete'>;
}

/** Safe to run twice: a file that is gone is as good as deleted. */
export async function deleteFiles(deps: DeleteFilesDeps, payload: { keys: string[] }): Promise<void> {
  for (const key of payload.keys) await deps.blobs.delete(key);
}
