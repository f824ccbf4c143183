// How many calls a second one process sets up and ends: sipp calls us (INVITE, 200, ACK, BYE), nobody speaks, nothing may be lost or sent
// again. The user agent runs in a process of its own, whose processor time counts whole.

import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Bench, Figure } from './figure.ts';

const RATES = [500, 1000];
const SECONDS = 6;

interface Spent {
  cpuMs: number;
  repeated: number;
}

export const sipSetup: Bench = {
  name: 'sip-setup',
  async run() {
    const figures: Figure[] = [];
    for (const rate of RATES) figures.push(...(await measure(rate)));
    return figures;
  },
};

async function measure(rate: number): Promise<Figure[]> {
  const agent = fork(join(import.meta.dirname, 'sip-setup-agent.ts'));
  const folder = await mkdtemp(join(tmpdir(), 'ringback-sipp-'));
  try {
    const [port] = (await once(agent, 'message')) as [number];
    const calls = rate * SECONDS;
    const statistics = join(folder, 'statistics.csv');
    await promisify(execFile)('sipp', [
      ...['-sn', 'uac', '-i', '127.0.0.1', `127.0.0.1:${port}`, '-nostdin', '-d', '0'],
      ...['-r', String(rate), '-m', String(calls), '-trace_stat', '-stf', statistics],
    ]);
    agent.send('report');
    const [spent] = (await once(agent, 'message')) as [Spent];
    const last = lastRow(await readFile(statistics, 'utf8'));
    const done = Number(last['SuccessfulCall(C)']);
    const how = `sipp uac, ${rate} calls/s for ${SECONDS} s`;
    const name = `calls at ${rate}/s`;
    return [
      { name: `${name}, whole`, value: (100 * done) / calls, unit: '%', atLeast: 100, how },
      {
        name: `${name}, messages sent again`,
        value: spent.repeated + Number(last['Retransmissions(C)']),
        unit: '',
        ...(rate === RATES[0] ? { atMost: 0 } : {}),
        how: 'by either side',
      },
      { name: `${name}, processor time a call`, value: spent.cpuMs / calls, unit: 'ms', how: 'all threads of ours' },
    ];
  } finally {
    agent.kill();
    await rm(folder, { recursive: true });
  }
}

/** The last line of sipp's statistics by the names of the first. */
function lastRow(text: string): Record<string, string> {
  const lines = text.trim().split('\n');
  const names = lines[0]!.split(';');
  const values = lines[lines.length - 1]!.split(';');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}
