// Files in a local folder behind `interfaces/blob-store.ts`.

import { createReadStream, mkdirSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobStore, BlobWriter } from '../interfaces/blob-store.ts';

/** `<64 hex>/<file name>`; a name has no path in it and does not begin with a dot. */
const KEY = /^[0-9a-f]{64}\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** Two levels keep folders small: the first two digits, then the rest of the key. Throws on keys of any other form. */
export function createLocalBlobs(folder: string): BlobStore {
  const root = resolve(folder);

  function pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error('This is no key of a blob.');
    return join(root, key.slice(0, 2), key);
  }

  return {
    async append(key) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      return writerOf(await open(path, 'a', 0o600));
    },

    /** Appears whole or not at all. */
    async write(key, content) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const half = `${path}.new`;
      await writeFile(half, content, { mode: 0o600, flush: true });
      await rename(half, path);
    },

    async take(key, from) {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const half = `${path}.new`;
      await rename(from, half).catch(async (error: NodeJS.ErrnoException) => {
        // Another file system.
        if (error.code !== 'EXDEV') throw error;
        await copyFile(from, half);
        await rm(from, { force: true });
      });
      await flushed(half);
      await rename(half, path);
    },

    async read(key, range) {
      if (!KEY.test(key)) return undefined;
      const path = pathOf(key);
      const found = await stat(path).catch(() => null);
      if (!found?.isFile()) return undefined;
      const start = Math.max(0, range?.start ?? 0);
      const end = Math.min(range?.end ?? found.size, found.size);
      // `end` of createReadStream is inclusive.
      const stream = start < end ? createReadStream(path, { start, end: end - 1 }) : Readable.from([]);
      return { size: found.size, stream };
    },

    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      // What a process that died was writing.
      await rm(`${path}.new`, { force: true });
      // Refused while other files of the same key are there.
      await rmdir(dirname(path)).catch(() => {});
    },

    /** The folder is there afterwards, the file need not be. */
    localPath(key) {
      const path = pathOf(key);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      return path;
    },
  };
}

async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r+', 0o600);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function writerOf(file: Awaited<ReturnType<typeof open>>): BlobWriter {
  let closing: Promise<void> | undefined;
  return {
    async write(chunk) {
      await file.appendFile(chunk);
    },
    close: () => (closing ??= file.close()),
  };
}
