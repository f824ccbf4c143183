// Files that outlive their request: where they are kept.

import { ApiError } from '../../contract/index.ts';
import { dequeue, enqueue } from '../../storage/index.ts';
import type { ResourceDeps } from '../deps.ts';
import { randomHex } from '../new-id.ts';

/** A key that nobody can guess; `name` is for whoever downloads it. `extension`: of what the content is, without dot. */
export function newFileKey(name: string, extension: string): string {
  const base = name
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${randomHex(64)}/${base === '' ? 'file' : base}.${extension}`;
}

/** How long a request may take between its files and its rows. */
const UNKEPT_AFTER_MS = 15 * 60_000;

export interface KeptFiles {
  /** Puts the file there, under one of the keys. */
  keep(key: string, content: { path: string } | { text: string }): Promise<void>;
  /** In the transaction that writes their rows: from its commit on they stay. */
  settle(trx: ResourceDeps['db']): Promise<void>;
}

/**
 * Runs `work`, which keeps files under `keys`. However it ends, files and rows are there together: their removal is queued before the
 * first is written, and taken back by the transaction of their rows. So nothing stays of a process that dies in between.
 */
export async function keepingFiles<T>(
  deps: Pick<ResourceDeps, 'db' | 'blobs'>,
  keys: readonly string[],
  work: (files: KeptFiles) => Promise<T>,
): Promise<T> {
  const jobKey = `unkept-${keys[0] ?? ''}`;
  if (keys.length > 0) {
    const runAt = new Date(Date.now() + UNKEPT_AFTER_MS);
    await enqueue(deps.db, 'delete-files', { keys: [...keys] }, { jobKey, runAt });
  }
  try {
    return await work({
      async keep(key, content) {
        if ('path' in content) await deps.blobs.take(key, content.path);
        else await deps.blobs.write(key, content.text);
      },
      settle: (trx) => dequeue(trx, jobKey),
    });
  } catch (error) {
    // A refusal wrote no rows. Of anything else that is not known: a commit may have come through though its answer did not.
    if (error instanceof ApiError) for (const key of keys) await deps.blobs.delete(key);
    throw error;
  }
}
