// A server that a dead process of ours left behind: it is stopping by itself; if it does not, it is made to.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../../interfaces/log.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { isRunning } from './owner-lock.ts';

const POLL_MS = 50;
/** How long each stage may take: by itself, after SIGINT (fast), after SIGQUIT (immediate). A checkpoint can take seconds. */
const STAGES: { signal: NodeJS.Signals | null; waitMs: number }[] = [
  { signal: null, waitMs: 5_000 },
  { signal: 'SIGINT', waitMs: 10_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
];

/** Call only while holding the folder's lock: whoever started the server that still runs in `data` is dead. */
export async function endStaleServer(data: string, log: Log): Promise<void> {
  for (const { signal, waitMs } of STAGES) {
    const pid = await runningServer(data);
    if (pid === null) return;
    log.info({ pid, signal }, 'a database server of an earlier run is still there: waiting for its end');
    if (signal) process.kill(pid, signal);
    if (await ended(data, waitMs)) return;
  }
  throw new EmbeddedPostgresError(
    'in_use',
    `A PostgreSQL server still runs in ${data} and does not stop. End it by hand, then start again.`,
  );
}

async function ended(data: string, waitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < waitMs; waitedMs += POLL_MS) {
    if ((await runningServer(data)) === null) return true;
    await pause(POLL_MS);
  }
  return false;
}

/** First line of postmaster.pid, if that process lives and is a PostgreSQL server of this folder. */
async function runningServer(data: string): Promise<number | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!(pid > 0) || !isRunning(pid)) return null;
  if (process.platform !== 'linux') return pid;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.split('\0').includes(data) ? pid : null;
}
