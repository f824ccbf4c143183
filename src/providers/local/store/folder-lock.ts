// One process at a time fills a model's folder; the others wait and then find it full.

import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const HEARTBEAT_MS = 3_000;
/** A lock whose owner has not touched it for so long belongs to nobody. */
const STALE_MS = 15_000;
const POLL_MS = 200;

/** Takes `<folder>/.lock`, waiting for another process if need be. The result gives it back. */
export async function lockFolder(folder: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const path = join(folder, '.lock');
  while (!(await take(path))) {
    if (await isStale(path)) await rm(path, { force: true });
    else await delay(POLL_MS, undefined, { signal });
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that vanished under us is the next owner's business: the hash check still guards the files.
    utimes(path, now, now).catch(() => clearInterval(heartbeat));
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    await rm(path, { force: true });
  };
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    return owner !== '' && !isAlive(Number(owner));
  } catch {
    return false; // just given back
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
