import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRtpPhone, openPhoneCall, pcmuSession } from '../../../test/support/rtp-phone.ts';
import { decodePcmu, encodePcmu } from '../codec/g711.ts';
import { startMediaHost, type RunningMediaHost } from '../host/start-media-host.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

const tone = (hz: number, samples: number, rateHz = 8000) =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / rateHz));

test('sound goes both ways, in one stream without a break', async () => {
  const phone = await createRtpPhone();
  const call = await openPhoneCall(host);
  assert.equal(call.port % 2, 0);
  const heard = Promise.withResolvers<void>();
  let samples = 0;
  call.bridge.tap(call.leg.id, {
    kind: 'stt',
    format: { rate: 8000, codec: 'pcm16' },
    packetMs: 20,
    sink(pcm) {
      if (pcm.some((value) => Math.abs(value) > 4000)) samples += pcm.length;
      if (samples >= 800) heard.resolve();
    },
  });
  call.order({ do: 'session', session: pcmuSession(phone.port) });
  const bytes = encodePcmu(tone(440, 1600));
  for (let i = 0; i < 10; i++) phone.say(call.port, bytes.subarray(i * 160, (i + 1) * 160));
  await heard.promise;
  await call.until('sound', ({ state }) => state === 'first');

  call.bridge.voice('agent').write('u', tone(1000, 9600, 24000), 24000);
  call.bridge.voice('agent').end('u');
  call.bridge.voice('agent').gate('u', true);
  const first = await phone.until(({ marker, payload }) => marker && decodePcmu(payload).some((v) => v > 4000));
  await phone.until(({ sequence }) => sequence === ((first.sequence + 18) & 0xffff));
  assert.ok(phone.heard.every(({ payloadType, payload }) => payloadType === 0 && payload.length === 160));
  assert.equal(new Set(phone.heard.map(({ ssrc }) => ssrc)).size, 1);
  for (const [i, packet] of phone.heard.entries()) {
    if (i === 0) continue;
    assert.equal(packet.sequence, (phone.heard[i - 1]!.sequence + 1) & 0xffff);
    assert.equal((packet.timestamp - phone.heard[i - 1]!.timestamp) % 160, 0);
  }
  await call.close();
  assert.equal(call.news.at(-1)!.is, 'closed');
  phone.close();
});
