// What a bridge adds to sound on its way from one telephone to another, as after a transfer: bursts of a tone go in as RTP at one leg and come
// out at the other. The whole way through the server is counted: jitter buffer, mixing, both codecs.

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { decodePcmu, encodePcmu } from '../src/media/codec/g711.ts';
import { startMediaHost } from '../src/media/index.ts';
import { readRtp, writeRtp } from '../src/media/rtp/rtp-packet.ts';
import { openPhoneCall, pcmuSession } from '../test/support/rtp-phone.ts';
import { percentile, type Bench } from './figure.ts';

const BURSTS = 40;
const WARM_UP = 3;
const FRAME_MS = 20;
const FRAME_SAMPLES = 160;
/** A burst of 200 ms in each 500 ms and a little, so that its phase against the server's frames differs. */
const BURST_FRAMES = 10;
const PERIOD_FRAMES = 25;
const DRIFT_MS = 3;
const LOUD = 2000;

const silence = new Uint8Array(FRAME_SAMPLES).fill(0xff);
const tone = encodePcmu(Int16Array.from({ length: FRAME_SAMPLES }, (_, n) => 12_000 * Math.sin(n / 2)));

export const bridgeDelay: Bench = {
  name: 'bridge-delay',
  async run() {
    const host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', rtpPorts: [10_000, 19_999] });
    const [near, far] = [await openPort(), await openPort()];
    const caller = await openPhoneCall(host);
    const other = await openPhoneCall(host, { do: 'open', wire: 'rtp', role: 'consult' }, caller.bridge);
    caller.order({ do: 'session', session: pcmuSession(near.address().port) });
    other.order({ do: 'session', session: pcmuSession(far.address().port) });
    caller.bridge.routes([
      { from: caller.leg.id, to: other.leg.id, gain: 1 },
      { from: other.leg.id, to: caller.leg.id, gain: 1 },
    ]);
    let heardAt = 0;
    far.on('message', (bytes) => {
      const packet = readRtp(bytes);
      if (heardAt > 0 || packet?.payloadType !== 0) return;
      if (decodePcmu(packet.payload).some((sample) => Math.abs(sample) > LOUD)) heardAt = performance.now();
    });
    const delays: number[] = [];
    let sequence = 0;
    let nextAt = performance.now();
    const send = async (payload: Uint8Array): Promise<void> => {
      await delay(Math.max(0, nextAt - performance.now()));
      nextAt += FRAME_MS;
      sequence++;
      const order = { marker: sequence === 1, payloadType: 0, sequence, timestamp: sequence * FRAME_SAMPLES, ssrc: 7 };
      near.send(writeRtp(order, payload), caller.port, '127.0.0.1');
    };
    for (let burst = 0; burst < WARM_UP + BURSTS; burst++) {
      heardAt = 0;
      let sentAt = 0;
      for (let frame = 0; frame < PERIOD_FRAMES; frame++) {
        await send(frame < BURST_FRAMES ? tone : silence);
        if (frame === 0) sentAt = performance.now();
      }
      if (burst >= WARM_UP) delays.push(heardAt > 0 ? heardAt - sentAt : Infinity);
      nextAt += DRIFT_MS;
    }
    await other.close();
    await caller.close();
    await host.close();
    for (const socket of [near, far]) socket.close();
    const how = `${BURSTS} bursts: arrival of the first loud packet less its sending`;
    return [
      { name: 'delay of a bridge, p50', value: percentile(delays, 50), unit: 'ms', atMost: 60, how },
      { name: 'delay of a bridge, p95', value: percentile(delays, 95), unit: 'ms', how },
    ];
  },
};

async function openPort() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
