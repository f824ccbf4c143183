// One living process per data folder. The lock names its process well enough to tell a dead owner from a stranger with the same id.

import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './errors.ts';
import { processStart } from './process-start.ts';

export interface OwnerLock {
  /** Idempotent. */
  release(): Promise<void>;
}

interface Owner {
  pid: number;
  /** When the process started, as its system tells; null where that cannot be known. */
  started: string | null;
}

const DYING_MS = 1_000;
const POLL_MS = 50;

/** Takes the folder for this process. A dead owner's lock is taken over. Throws EmbeddedPostgresError `in_use` when its owner lives. */
export async function lockFolder(folder: string): Promise<OwnerLock> {
  const path = join(folder, 'owner.json');
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (await takeFree(path)) return { release: () => rm(path, { force: true }) };
    const owner = await readOwner(path);
    if (owner && (await goesOn(owner))) throw inUse(folder, owner);
    const stale = `${path}.${process.pid}`;
    await rename(path, stale).catch(() => {});
    await rm(stale, { force: true });
  }
  throw new EmbeddedPostgresError('in_use', `Other processes keep taking the data folder ${folder}.`);
}

/** A link appears whole or not at all, so that nobody reads a half-written lock. */
async function takeFree(path: string): Promise<boolean> {
  const us: Owner = { pid: process.pid, started: await processStart(process.pid) };
  const ours = `${path}.new.${process.pid}`;
  await writeFile(ours, JSON.stringify(us), { mode: 0o600 });
  try {
    await link(ours, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(ours, { force: true });
  }
}

async function readOwner(path: string): Promise<Owner | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch {
    return null;
  }
}

/** A process that was just killed is still there for a moment, after its pipes have closed. */
async function goesOn(owner: Owner): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < DYING_MS; waitedMs += POLL_MS) {
    if (!(await lives(owner))) return false;
    await pause(POLL_MS);
  }
  return lives(owner);
}

async function lives(owner: Owner): Promise<boolean> {
  return isRunning(owner.pid) && (await processStart(owner.pid)) === owner.started;
}

/** Signal 0 only asks; EPERM means that it runs as somebody else. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function inUse(folder: string, owner: Owner): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'in_use',
    `The data folder ${folder} is in use by process ${owner.pid}. Stop that one first, or give this one another RINGBACK_DATA_DIR.`,
  );
}
