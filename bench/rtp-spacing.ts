// Spacing of the packets of 300 phone calls on the wire while the main thread is blocked for 50 ms in each second, and what a call costs.

import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { raiseThreadPriority } from '../src/media/host/thread-priority.ts';
import { startMediaHost } from '../src/media/index.ts';
import { openPhoneCall, pcmuSession } from '../test/support/rtp-phone.ts';
import { percentile, type Bench } from './figure.ts';

const STREAMS = 300;
const SECONDS = 10;
const BLOCKED_MS = 50;

/** Stands at the far end in a thread of its own, so that what blocks the main thread does not blur what it sees. */
const LISTENER = `
const { createSocket } = require('node:dgram');
const { parentPort } = require('node:worker_threads');
const arrivals = new Map();
const socket = createSocket('udp4');
socket.on('message', (bytes) => {
  const ssrc = bytes.readUInt32BE(8);
  let list = arrivals.get(ssrc);
  if (!list) arrivals.set(ssrc, (list = []));
  list.push([bytes.readUInt32BE(4), performance.now()]);
});
socket.bind(0, '127.0.0.1', () => {
  socket.setRecvBufferSize(4 << 20);
  const tid = Number(require('node:fs').readlinkSync('/proc/thread-self').split('/').at(-1));
  parentPort.postMessage({ port: socket.address().port, tid });
});
parentPort.on('message', (what) => {
  if (what === 'clear') arrivals.clear();
  else {
    socket.close();
    parentPort.postMessage([...arrivals.values()]);
    parentPort.close();
  }
});`;

export const rtpSpacing: Bench = {
  name: 'rtp-spacing',
  async run() {
    const listener = new Worker(LISTENER, { eval: true });
    const { port, tid } = await new Promise<{ port: number; tid: number }>((resolve) =>
      listener.once('message', resolve),
    );
    // As urgent as the media host itself: a busy machine must not blur what it sees either.
    await raiseThreadPriority(tid);
    const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', rtpPorts: [10_000, 19_999] });
    const calls = [];
    for (let i = 0; i < STREAMS; i++) {
      const call = await openPhoneCall(host);
      call.order({ do: 'session', session: pcmuSession(port) });
      const voice = call.bridge.voice('music');
      call.bridge.routes([{ from: 'music', to: call.leg.id, gain: 1 }]);
      voice.loop({ pcm: Int16Array.from({ length: 24_000 }, (_, n) => 5000 * Math.sin(n / 9)), rateHz: 24_000 }, 1);
      calls.push(call);
    }
    await delay(1500);
    listener.postMessage('clear');
    const cpuBefore = process.cpuUsage();
    const still = new Int32Array(new SharedArrayBuffer(4));
    for (let second = 0; second < SECONDS; second++) {
      Atomics.wait(still, 0, 0, BLOCKED_MS);
      await delay(1000 - BLOCKED_MS);
    }
    const cpu = process.cpuUsage(cpuBefore);
    const streams = await new Promise<[number, number][][]>((resolve) => {
      listener.once('message', resolve);
      listener.postMessage('stop');
    });
    await Promise.all(calls.map((call) => call.close()));
    await host.close();
    const late = streams.flatMap(lateness);
    const due = STREAMS * SECONDS * 50;
    return [
      {
        name: `spacing of ${STREAMS} streams, p99`,
        value: percentile(late, 99),
        unit: 'ms',
        atMost: 5,
        how: `against each stream's own grid, main thread blocked ${BLOCKED_MS} ms a second`,
      },
      { name: 'the same, p50', value: percentile(late, 50), unit: 'ms', how: 'same run' },
      { name: 'packets that came', value: (late.length / due) * 100, unit: '%', atLeast: 98, how: `of ${due}` },
      {
        name: 'CPU of a call, all threads',
        value: (cpu.user + cpu.system) / 1e4 / SECONDS / STREAMS,
        unit: '%',
        how: 'of one core: music mixed, resampled, G.711, sent; the listener is counted too',
      },
    ];
  },
};

/** How late each packet of a stream came, against the grid that its earliest packets stand on. */
function lateness(stream: [number, number][]): number[] {
  const offsets = stream.map(([timestamp, atMs]) => atMs - timestamp / 8);
  const grid = percentile(offsets, 1);
  return offsets.map((offset) => Math.abs(offset - grid));
}
