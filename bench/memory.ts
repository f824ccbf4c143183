// Memory of a running call: what the server's processes grow by with each web call, with vendors on the wire.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Bench } from './figure.ts';
import { withFakeVendors } from './fake-vendor-server.ts';

const CALLS = 10;
/** Greeting spoken, buffers in use. */
const SETTLE_MS = 8_000;

export const memory: Bench = {
  name: 'memory',
  run: () =>
    withFakeVendors(async ({ server, call }) => {
      const pid = server.process.process.pid as number;
      // The first call pays for code and pools that all later ones share.
      const first = await call();
      await delay(SETTLE_MS);
      const before = proportionalMb(pid);
      const more = await Promise.all(Array.from({ length: CALLS }, () => call()));
      await delay(SETTLE_MS);
      const after = proportionalMb(pid);
      await Promise.all([first, ...more].map((client) => client.leave()));
      return [
        {
          name: 'memory per web call',
          value: (after - before) / CALLS,
          unit: 'MB',
          how: `PSS of the server's process, ${CALLS} calls more`,
        },
        {
          name: 'server with one call',
          value: before,
          unit: 'MB',
          how: 'PSS of its process, database and model children apart',
        },
        {
          name: 'all processes with one call',
          value: treeMb(pid),
          unit: 'MB',
          how: 'PSS of the process tree at the end',
        },
      ];
    }),
};

/** Linux: shared pages counted by share. */
function proportionalMb(pid: number): number {
  const pss = /^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(pss) / 1024;
}

function treeMb(root: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const parents = new Map(rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]));
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) as number));
  return [...parents.keys()].filter((pid) => pid > 1 && isOurs(pid)).reduce((sum, pid) => sum + tryMb(pid), 0);
}

/** A process may be gone by now. */
function tryMb(pid: number): number {
  try {
    return proportionalMb(pid);
  } catch {
    return 0;
  }
}
