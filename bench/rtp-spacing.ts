// Spacing of the packets of 300 phone calls on the wire while the main thread is blocked for 50 ms in each second, and what a call costs.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { startMediaHost } from '../src/media/index.ts';
import { openPhoneCall, pcmuSession } from '../test/support/rtp-phone.ts';
import { percentile, type Bench } from './figure.ts';

const STREAMS = 300;
const SECONDS = 10;
const SETTLE_S = 1.5;
const BLOCKED_MS = 50;

export const rtpSpacing: Bench = {
  name: 'rtp-spacing',
  async run() {
    const listener = await startListener();
    const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', rtpPorts: [10_000, 19_999] });
    const calls = [];
    for (let i = 0; i < STREAMS; i++) {
      const call = await openPhoneCall(host);
      call.order({ do: 'session', session: pcmuSession(listener.port) });
      const voice = call.bridge.voice('music');
      call.bridge.routes([{ from: 'music', to: call.leg.id, gain: 1 }]);
      voice.loop({ pcm: Int16Array.from({ length: 24_000 }, (_, n) => 5000 * Math.sin(n / 9)), rateHz: 24_000 }, 1);
      calls.push(call);
    }
    await delay(SETTLE_S * 1000);
    const beganAt = Date.now();
    const cpuBefore = process.cpuUsage();
    const still = new Int32Array(new SharedArrayBuffer(4));
    for (let second = 0; second < SECONDS; second++) {
      Atomics.wait(still, 0, 0, BLOCKED_MS);
      await delay(1000 - BLOCKED_MS);
    }
    const cpu = process.cpuUsage(cpuBefore);
    const endedAt = Date.now();
    const streams = await listener.stop(beganAt, endedAt);
    await Promise.all(calls.map((call) => call.close()));
    await host.close();
    const late = streams.flatMap(lateness);
    const due = Math.round((STREAMS * (endedAt - beganAt)) / 20);
    return [
      {
        name: `spacing of ${STREAMS} streams, p99`,
        value: percentile(late, 99),
        unit: 'ms',
        atMost: 5,
        how: `by the kernel's time against each stream's own grid, main thread blocked ${BLOCKED_MS} ms a second`,
      },
      { name: 'the same, p50', value: percentile(late, 50), unit: 'ms', how: 'same run' },
      { name: 'packets that came', value: (late.length / due) * 100, unit: '%', atLeast: 98, how: `of ${due}` },
      {
        name: 'CPU of a call, all threads',
        value: (cpu.user + cpu.system) / 1e4 / SECONDS / STREAMS,
        unit: '%',
        how: 'of one core: music mixed, resampled, G.711, sent',
      },
    ];
  },
};

interface Listener {
  port: number;
  /** Timestamp and arrival (ms of the day's clock) of each packet that came between two times, by stream. */
  stop(from: number, to: number): Promise<[timestamp: number, atMs: number][][]>;
}

/** A process of its own, which what is measured neither waits for nor wakes. */
async function startListener(): Promise<Listener> {
  const listener = spawn('python3', [join(import.meta.dirname, 'rtp-listener.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: listener.stdout })[Symbol.asyncIterator]();
  const { value: port } = (await lines.next()) as { value: string };
  return {
    port: Number(port),
    async stop(from, to) {
      const streams = new Map<string, [number, number][]>();
      const exit = once(listener, 'exit');
      listener.stdin.end();
      for (;;) {
        const { value: line, done } = await lines.next();
        if (done) break;
        const [source, timestamp, at] = (line as string).split(' ') as [string, string, string];
        const list = streams.get(source) ?? [];
        streams.set(source, list);
        if (Number(at) >= from && Number(at) < to) list.push([Number(timestamp), Number(at)]);
      }
      await exit;
      return [...streams.values()];
    },
  };
}

/** How late each packet of a stream came, against the grid that its earliest packets stand on. */
function lateness(stream: [number, number][]): number[] {
  const [first = 0] = stream[0] ?? [];
  const offsets = stream.map(([timestamp, atMs]) => atMs - ((timestamp - first) >>> 0) / 8);
  const grid = percentile(offsets, 1);
  return offsets.map((offset) => Math.abs(offset - grid));
}
