// One process at a time fills a model's folder; the others wait and then find it full. Processes of other machines and containers that
// share the folder count as well.

import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const HEARTBEAT_MS = 3_000;
/** A lock whose owner has not touched it for so long belongs to nobody. */
const STALE_MS = 15_000;
const POLL_MS = 200;

/** Takes `<folder>/.lock`, waiting for another process if need be. The result gives it back. */
export async function lockFolder(folder: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const path = join(folder, '.lock');
  const owner = `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`;
  while (!(await take(path, owner))) {
    const stale = await staleOwner(path);
    if (stale === null) await delay(POLL_MS, undefined, { signal });
    else await clearAway(path, stale);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that vanished under us is the next owner's business: the hash check still guards the files.
    utimes(path, now, now).catch(() => clearInterval(heartbeat));
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    if ((await ownerOf(path)) === owner) await rm(path, { force: true });
  };
}

async function take(path: string, owner: string): Promise<boolean> {
  try {
    await writeFile(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whose lock it is when that owner is gone; null while it is held, or given back already. */
async function staleOwner(path: string): Promise<string | null> {
  try {
    const [owner, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    if (Date.now() - mtimeMs > STALE_MS) return owner;
    const [pid, host] = owner.split(' ');
    // A process id says nothing on another machine or in another container.
    return host === hostname() && !isAlive(Number(pid)) ? owner : null;
  } catch {
    return null;
  }
}

/** Two who wait may both see the stale lock; the slower one must not take away what the faster one has put there since. */
async function clearAway(path: string, stale: string): Promise<void> {
  const aside = `${path}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(path, aside);
    const owner = await ownerOf(aside);
    if (owner !== null && owner !== stale) await take(path, owner);
  } catch {
    // another one was faster
  } finally {
    await rm(aside, { force: true });
  }
}

async function ownerOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
