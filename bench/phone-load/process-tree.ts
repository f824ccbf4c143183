// Processor time and memory of a process and all that it started. Linux.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Processes of the tree, the root first. */
export function treeOf(root: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [root];
  for (const pid of found) found.push(...pairs.filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

/** User and system time of all its threads, those that ended and children that were waited for included, s. */
export function cpuSeconds(pid: number): number {
  const fields = statFields(`/proc/${pid}/stat`);
  return fields ? fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS : 0;
}

/** The same by thread, under the thread's name; threads of one name together. */
export function cpuByThread(pid: number): Map<string, number> {
  const times = new Map<string, number>();
  for (const tid of readdirSync(`/proc/${pid}/task`)) {
    const fields = statFields(`/proc/${pid}/task/${tid}/stat`);
    if (!fields) continue;
    const name = readFileSync(`/proc/${pid}/task/${tid}/comm`, 'utf8').trim();
    times.set(name, (times.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) / TICKS);
  }
  return times;
}

/**
 * The time of every process of a tree, under what it is: threads of the root by their names, other processes by theirs (those of one name
 * together). A process that ended is missing.
 */
export function cpuByPart(root: number): Map<string, number> {
  const times = cpuByThread(root);
  for (const pid of treeOf(root).slice(1)) {
    const name = processName(pid);
    if (name !== null) times.set(name, (times.get(name) ?? 0) + cpuSeconds(pid));
  }
  return times;
}

/** Memory of every process of a tree by what it is, MB. */
export function memoryByPart(root: number): Map<string, number> {
  const parts = new Map<string, number>();
  for (const pid of treeOf(root)) {
    const name = pid === root ? 'server' : processName(pid);
    if (name !== null) parts.set(name, (parts.get(name) ?? 0) + proportionalMb(pid));
  }
  return parts;
}

/** PostgreSQL's say what they do in their titles; of others the name of the program's file, and of Node's the script. */
function processName(pid: number): string | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0');
    if (words[0]!.startsWith('postgres:')) return words[0]!.replace(/ ?\d+\.\d+\.\d+\.\d+\(\d+\)/, '').trim();
    const file = words.slice(1).find((word) => /\.(ts|mjs|js|py)$/.test(word)) ?? words[0]!;
    return file.split('/').slice(-2).join('/');
  } catch {
    return null;
  }
}

/** Shared pages counted by share; 0 for a process that is gone. */
function proportionalMb(pid: number): number {
  try {
    return Number(/^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const TICKS = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** What stands behind the name, which may hold anything; null when it is gone. */
function statFields(path: string): string[] | null {
  try {
    const text = readFileSync(path, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
