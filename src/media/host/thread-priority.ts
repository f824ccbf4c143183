// Raises the media thread above the rest of the machine's work. Only that thread: real time for the whole process would make it worse.

import { execFile } from 'node:child_process';
import { setPriority } from 'node:os';
import type { HostLoad } from '../../interfaces/bridge.ts';

/** Round-robin real time where we may, else a nicer nice value, else nothing. `tid`: the operating system's thread id (Linux). */
export async function raiseThreadPriority(tid: number | null): Promise<HostLoad['priority']> {
  if (tid === null) return 'normal';
  if (await becomesRealTime(tid)) return 'realtime';
  try {
    // On Linux a thread id is a valid argument here and touches that thread alone.
    setPriority(tid, -10);
    return 'nice';
  } catch {
    return 'normal';
  }
}

/** `-R`: threads that this one starts (the pool for files) do not inherit it. */
function becomesRealTime(tid: number): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('chrt', ['-R', '-r', '-p', '10', String(tid)], { timeout: 2000 }, (error) => resolve(!error));
  });
}
