// Whole phone calls on one core: the real program with recording on, vendors behind TLS and callers in another process on the other core,
// by Twilio's wire and by SIP with RTP. RINGBACK_BENCH_PHONES says how many calls (default 50), RINGBACK_BENCH_WIRES which of the two;
// RINGBACK_BENCH_PROFILE a folder for a profile of each thread, RINGBACK_BENCH_PERF a file for perf's record of what is measured.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scope } from '../../test/support/scope.ts';
import { wholeServer, type WholeServer } from '../../test/support/whole-server.ts';
import { percentile, type Bench, type Figure } from '../figure.ts';
import type { FarNews, FarOrder } from './far-side.ts';
import { cpuByPart, cpuSeconds, memoryByPart, treeOf } from './process-tree.ts';
import { VOICE } from './vendors.ts';

type Wire = 'twilio' | 'sip';

const CALLS = Number(process.env['RINGBACK_BENCH_PHONES'] ?? 50);
const WIRES = (process.env['RINGBACK_BENCH_WIRES'] ?? 'twilio,sip').split(',') as Wire[];
const SECONDS = Number(process.env['RINGBACK_BENCH_SECONDS'] ?? 30);
const PROFILE = process.env['RINGBACK_BENCH_PROFILE'];
const PERF = process.env['RINGBACK_BENCH_PERF'];
const SETTLE_MS = 3000;
/** A tree that uses less than this share of a core has come to rest. */
const IDLE_SHARE = 0.05;
const IDLE_WITHIN_MS = 40_000;
const SERVER_CORE = '1';
const FAR_CORE = '0';
const NUMBER = '+14155550100';

export const phoneLoad: Bench = {
  name: 'phone-load',
  async run() {
    const figures: Figure[] = [];
    for (const wire of WIRES) figures.push(...(await measure(wire)));
    return figures;
  },
};

async function measure(wire: Wire): Promise<Figure[]> {
  const cleanUps: (() => unknown)[] = [];
  const scope: Scope = { after: (cleanUp) => void cleanUps.push(cleanUp) };
  try {
    const far = startFarSide();
    scope.after(() => far.end());
    const { env } = await far.next('vendors');
    const sipPort = await freePort();
    const server = await wholeServer(scope, {
      ...env,
      ...(PROFILE === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${PROFILE}` }),
      ...(PERF === undefined ? {} : { NODE_OPTIONS: '--perf-basic-prof --interpreted-frames-native-stack' }),
      RINGBACK_CHECK_RESPONSES: 'false',
      RINGBACK_LOG_LEVEL: 'warn',
      RINGBACK_SIP_LISTEN: wire === 'sip' ? `udp:${sipPort}` : 'off',
      RINGBACK_SIP_ALLOW: '127.0.0.0/8',
    });
    const agentId = await prepare(server);
    const root = server.process.process.pid as number;
    for (const pid of treeOf(root)) pinTo(SERVER_CORE, pid);
    await server.ready();
    await untilIdle(root);
    const idleMb = memoryByPart(root);
    far.order({ do: 'call', calls: CALLS, wire: await addressOf(server, wire, agentId, sipPort) });
    const { calls: talking } = await far.next('talking');
    await delay(SETTLE_MS);
    return figuresOf(wire, talking, idleMb, root, await window(far, root));
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}

interface Window {
  seconds: number;
  cpuS: number;
  parts: [string, number][];
  report: Extract<FarNews, { is: 'figures' }>;
}

async function window(far: FarSide, root: number): Promise<Window> {
  far.order({ do: 'begin' });
  if (PERF !== undefined) recordWithPerf(root, PERF);
  const beganAt = performance.now();
  const cpuOfAll = (): number => treeOf(root).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const cpuBefore = cpuOfAll();
  const partsBefore = cpuByPart(root);
  await delay(SECONDS * 1000);
  const seconds = (performance.now() - beganAt) / 1000;
  const cpuS = cpuOfAll() - cpuBefore;
  const parts = [...cpuByPart(root)].map(([name, s]) => [name, s - (partsBefore.get(name) ?? 0)] as [string, number]);
  far.order({ do: 'report' });
  return { seconds, cpuS, parts, report: await far.next('figures') };
}

function figuresOf(
  wire: Wire,
  talking: number,
  idleMb: Map<string, number>,
  root: number,
  { seconds, cpuS, parts, report: { figures, cpuMs } }: Window,
): Figure[] {
  const sum = (key: 'frames' | 'late' | 'missed' | 'early'): number => figures.reduce((all, one) => all + one[key], 0);
  const turns = figures.flatMap((one) => one.turnsMs);
  const cores = cpuS / seconds;
  const dearest = parts.toSorted((a, b) => b[1] - a[1]).slice(0, 8);
  const shares = dearest.map(([name, s]) => `${name} ${((100 * s) / seconds).toFixed(0)} %`).join(', ');
  const grown = [...memoryByPart(root)].map(([part, mb]) => [part, mb - (idleMb.get(part) ?? 0)] as const);
  const grownMost = grown.toSorted((a, b) => b[1] - a[1]).slice(0, 3);
  const how = `${CALLS} calls, ${seconds.toFixed(0)} s`;
  const name = (what: string): string => `${wire}: ${what}`;
  return [
    { name: name('calls that talk'), value: talking, unit: '', atLeast: CALLS, how },
    { name: name('calls a core by processor time'), value: talking / cores, unit: '', atLeast: 50, how: shares },
    {
      ...{
        name: name('processor time of a second of a call'),
        value: (1000 * cores) / talking,
        unit: 'ms',
        atMost: 18,
      },
      how: shares,
    },
    { name: name('core in use'), value: 100 * cores, unit: '%', how: 'all processes and threads, database included' },
    {
      ...{ name: name('other core in use by vendors and callers'), value: cpuMs / 10 / seconds, unit: '%' },
      how: 'above some 80 % the figures of time that follow are theirs',
    },
    { name: name('turn, p50'), value: percentile(turns, 50), unit: 'ms', how: `${turns.length} turns, raw` },
    { name: name('turn, p95'), value: percentile(turns, 95), unit: 'ms', how: 'silence that ends a turn included' },
    { name: name('turns without an answer, or too early'), value: sum('missed') + sum('early'), unit: '', how },
    {
      ...{
        name: name('sound more than 40 ms late'),
        value: (100 * sum('late')) / sum('frames'),
        unit: '%',
        atMost: 0.5,
      },
      how: `of ${sum('frames')} frames`,
    },
    {
      ...{
        name: name('lines that broke'),
        value: figures.filter((one) => one.isClosed).length,
        unit: '',
        atMost: 0,
        how,
      },
    },
    {
      ...{
        name: name('memory a call'),
        value: grown.reduce((all, [, mb]) => all + mb, 0) / talking,
        unit: 'MB',
        atMost: 4,
      },
      how: `PSS of all processes, at the end less before the first call: ${grownMost.map(([part, mb]) => `${part} ${mb.toFixed(0)} MB`).join(', ')}`,
    },
  ];
}

/** An agent that greets, for as many calls as there are, and a number that it answers. */
async function prepare(server: WholeServer): Promise<string> {
  const { agent_id } = await server.makeAgent({
    agent: { voice_id: VOICE.id },
    llm: { begin_message: 'Hi.', model: 'gpt-4.1' },
  });
  await server.api('PATCH', '/update-organization', { concurrency: 2 * CALLS + 20 });
  await server.api('POST', '/import-phone-number', {
    phone_number: NUMBER,
    termination_uri: '127.0.0.1',
    inbound_agents: [{ agent_id, weight: 1 }],
  });
  return agent_id;
}

async function addressOf(
  server: WholeServer,
  wire: Wire,
  agentId: string,
  sipPort: number,
): Promise<Extract<FarOrder, { do: 'call' }>['wire']> {
  if (wire === 'sip') return { is: 'sip', port: sipPort, number: NUMBER };
  const { media_stream_url } = await server.api('GET', `/get-agent-media-stream/${agentId}`);
  return { is: 'twilio', url: media_stream_url };
}

/** Models that were loaded for a first look are gone, and nothing is compiled any more. */
async function untilIdle(root: number): Promise<void> {
  const cpuOfAll = (): number => treeOf(root).reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  for (const until = performance.now() + IDLE_WITHIN_MS; performance.now() < until;) {
    const before = cpuOfAll();
    await delay(SETTLE_MS);
    if (Math.abs(cpuOfAll() - before) < IDLE_SHARE * (SETTLE_MS / 1000)) return;
  }
}

/** All threads that it has; those to come inherit it. */
function pinTo(core: string, pid: number): void {
  execFileSync('taskset', ['-a', '-c', '-p', core, String(pid)], { stdio: 'ignore' });
}

/**
 * The server's own process, while it is measured. Says where the processor's time goes, where a profile by V8 says how long things took:
 * a thread that wakes another one on the same core stands still meanwhile.
 */
function recordWithPerf(pid: number, file: string): void {
  const how = ['record', '-e', 'cpu-clock', '-F', '997', '-g', '-p', String(pid), '-o', file];
  spawn('perf', [...how, '--', 'sleep', String(SECONDS)], { stdio: 'ignore' }).unref();
}

interface FarSide {
  order(order: FarOrder): void;
  next<Is extends FarNews['is']>(is: Is): Promise<Extract<FarNews, { is: Is }>>;
  end(): Promise<void>;
}

function startFarSide(): FarSide {
  const file = join(import.meta.dirname, 'far-side.ts');
  const child: ChildProcess = spawn('taskset', ['-c', FAR_CORE, process.execPath, file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exit = once(child, 'exit');
  const came: FarNews[] = [];
  let wake = (): void => {};
  child.on('message', (news: FarNews) => {
    came.push(news);
    wake();
  });
  return {
    order: (order) => void child.send(order),
    async next(is) {
      for (;;) {
        const at = came.findIndex((news) => news.is === is);
        if (at >= 0) return came.splice(at, 1)[0] as never;
        const news = new Promise<'news'>((resolve) => (wake = () => resolve('news')));
        if ((await Promise.race([news, exit])) !== 'news') throw new Error('the far side ended');
      }
    },
    async end() {
      if (child.exitCode === null && child.connected) child.send({ do: 'end' } satisfies FarOrder);
      await exit;
    },
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((closed) => socket.close(closed));
  return port;
}
