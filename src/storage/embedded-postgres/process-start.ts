// When a process started: with its id that names it for good, because ids are used again.

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A text that differs for every process that ever has this id, or null when there is none or the system does not tell. */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return startOnLinux(pid);
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]);
    return stdout.trim() || null;
  } catch {
    return null;
  }
}

/** Boot id and field 22 of /proc/<pid>/stat (clock ticks since boot). The name in field 2 may hold blanks and brackets. */
async function startOnLinux(pid: number): Promise<string | null> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(')').at(-1)?.trim().split(' ') ?? [];
    if (fields[0] === 'Z') return null;
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}
