// Files that outlive their request: where they are kept.

import type { BlobStore } from '../../interfaces/blob-store.ts';
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

/** Runs `work`, which keeps files by the function that it is given; when it fails, none of them stay. */
export async function keepingFiles<T>(
  blobs: BlobStore,
  work: (keep: (key: string, content: { path: string } | { text: string }) => Promise<void>) => Promise<T>,
): Promise<T> {
  const kept: string[] = [];
  try {
    return await work(async (key, content) => {
      kept.push(key);
      if ('path' in content) await blobs.take(key, content.path);
      else await blobs.write(key, content.text);
    });
  } catch (error) {
    for (const key of kept) await blobs.delete(key);
    throw error;
  }
}
