import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPhoneCall } from '../../../test/support/rtp-phone.ts';
import { mixRateHz } from '../bridge/media-time.ts';
import { decodePcmu, encodePcmu } from '../codec/g711.ts';
import { createBytePacker, unpackBytes } from '../host/byte-pack.ts';
import { startMediaHost, type RunningMediaHost } from '../host/start-media-host.ts';
import { createToneDigitsIn } from './tone-digits-in.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

const open = { do: 'open', wire: 'frames', role: 'caller', codec: 'pcmu', rateHz: 8000 } as const;
const tone = (samples: number, rateHz: number) =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * 500 * i) / rateHz));

test('frames of all legs packed together come out as they went in', () => {
  const packer = createBytePacker();
  const sent = Array.from({ length: 100 }, (_, i) => ({
    stream: i % 7,
    bytes: new Uint8Array(i * 3).fill(i),
    cut: i % 5 === 0,
  }));
  for (const { stream, bytes, cut } of sent) packer.add(stream, bytes, cut);
  const got: typeof sent = [];
  unpackBytes(packer.take()!, (stream, bytes, cut) => got.push({ stream, bytes: bytes.slice(), cut }));
  assert.deepEqual(got, sent);
  assert.equal(packer.take(), null);
});

test('frames of a carrier are heard, whatever their lengths, and frames go back while somebody speaks', async () => {
  const call = await openPhoneCall(host, open);
  const heard = Promise.withResolvers<void>();
  let samples = 0;
  call.bridge.tap(call.leg.id, {
    kind: 'stt',
    format: { rate: 8000, codec: 'pcm16' },
    packetMs: 20,
    sink(pcm) {
      samples += pcm.filter((value) => Math.abs(value) > 1000).length;
      if (samples > 1200) heard.resolve();
    },
  });
  const bytes = encodePcmu(tone(1600, 8000));
  for (const length of [0, 1, 159, 160, 320, 960]) call.order({ do: 'frame', bytes: bytes.subarray(0, length) });
  await heard.promise;
  await call.until('sound', ({ state }) => state === 'first');
  const voice = call.bridge.voice('agent');
  voice.write('u', tone(mixRateHz / 10, mixRateHz), mixRateHz);
  voice.end('u');
  voice.gate('u', true);
  await new Promise<void>((resolve) => call.bridge.onEvent((event) => event.is === 'done' && resolve()));
  await call.close();
  const frames = call.news.flatMap((item) => (item.is === 'frames' ? item.frames : []));
  assert.ok(frames.length >= 5, 'five of speech; one more may hold the end of the filter');
  assert.ok(frames.slice(0, 5).every((frame) => frame.length === 160 && decodePcmu(frame).some((v) => v > 4000)));
  assert.ok(call.news.every((item) => item.is !== 'frames' || !item.cut));
  assert.equal(call.news.at(-2)!.is, 'quality');
});

test('a voice that is interrupted is cut at the carrier as well, and not when it ends by itself', async () => {
  const call = await openPhoneCall(host, open);
  const voice = call.bridge.voice('agent');
  voice.write('u', tone(mixRateHz * 5, mixRateHz), mixRateHz);
  voice.gate('u', true);
  await call.until('frames');
  voice.clear('u');
  await call.until('frames', ({ cut, frames }) => cut && frames.length === 0);
  await call.close();
  const { mos } = call.news.findLast((item) => item.is === 'quality')!.quality;
  assert.ok(mos < 1.5, `of a line on which nothing came: ${mos}`);
});

test('keys are played as tones, and no others than keys', async () => {
  const call = await openPhoneCall(host, open);
  call.order({ do: 'digits', digits: '1x*', gapMs: 80 });
  await call.until('digitsSent');
  await call.close();
  let digits = '';
  const listener = createToneDigitsIn((digit) => (digits += digit));
  for (const item of call.news)
    if (item.is === 'frames') item.frames.forEach((f) => listener.sound(decodePcmu(f), 8000));
  listener.sound(new Int16Array(800), 8000);
  assert.equal(digits, '1*');
});

test('a socket that comes again takes the place of the first, and late frames for a closed one harm nobody', async () => {
  const first = await openPhoneCall(host, { ...open, codec: 'pcm16', rateHz: 16000 });
  first.order({ do: 'frame', bytes: new Uint8Array(641) });
  first.order({ do: 'frame', bytes: new Uint8Array(5_000_000) });
  first.order({ do: 'close' });
  first.order({ do: 'frame', bytes: new Uint8Array(640) });
  first.order({ do: 'close' });
  await first.until('closed');
  const { peers } = (await host.dump()) as { peers: { id: string }[] };
  assert.deepEqual(peers, []);
  await first.bridge.close();
});
