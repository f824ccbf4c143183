import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRtpPhone, openPhoneCall, pcmuSession, type RtpPhone } from '../../../test/support/rtp-phone.ts';
import { decodePcmu, encodePcmu } from '../codec/g711.ts';
import { createDigitsIn } from './digits-in.ts';
import { createSoundWatch } from './phone-peer.ts';
import { readRtcp, writeRtcp } from './rtcp.ts';
import { writeRtp } from './rtp-packet.ts';
import type { RtpNews } from './rtp-protocol.ts';
import { createSrtpReceiver, createSrtpSender } from './srtp.ts';
import { startMediaHost, type RunningMediaHost } from '../host/start-media-host.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

const tone = (hz: number, samples: number, rateHz = 8000) =>
  Int16Array.from({ length: samples }, (_, i) => 8000 * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** Resolves when so many packets more have come. */
async function nextPacket(phone: RtpPhone, count: number): Promise<void> {
  const wanted = phone.heard.length + count;
  await phone.until(() => phone.heard.length >= wanted);
}

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

test('keys go both ways as telephone events, and no sound leaves meanwhile', async () => {
  const phone = await createRtpPhone();
  const call = await openPhoneCall(host);
  call.order({ do: 'session', session: pcmuSession(phone.port) });
  phone.say(call.port, new Uint8Array(160).fill(0xff));
  const event = (end: boolean) => Uint8Array.of(4, end ? 0x8a : 10, 3, 32);
  const at = { payloadType: 101, timestamp: 5000 };
  for (const end of [false, true, true, true]) phone.say(call.port, event(end), { ...at, marker: !end });
  assert.equal((await call.until('digit')).digit, '4');
  call.order({ do: 'digits', digits: '12', gapMs: 60 });
  await call.until('digitsSent');
  await call.close();
  const digits: string[] = [];
  const reader = createDigitsIn((digit) => digits.push(digit));
  const events = phone.heard.filter(({ payloadType }) => payloadType === 101);
  for (const packet of events) reader.packet(packet, 0);
  assert.deepEqual(digits, ['1', '2']);
  assert.equal(events.filter(({ marker }) => marker).length, 2);
  const during = phone.heard.slice(phone.heard.indexOf(events[0]!), phone.heard.indexOf(events[8]!) + 1);
  assert.ok(during.every(({ payloadType }) => payloadType === 101));
  assert.equal(call.news.filter(({ is }) => is === 'digit').length, 1);
  phone.close();
});

test('a call with keys is deaf to whoever has none, and its packets are sealed', async () => {
  const phone = await createRtpPhone();
  const call = await openPhoneCall(host);
  const suite = 'AES_CM_128_HMAC_SHA1_80';
  const [send, receive] = [Buffer.alloc(30, 1), Buffer.alloc(30, 2)].map(
    (keyAndSalt) => ({ suite, keyAndSalt }) as const,
  );
  call.order({ do: 'session', session: pcmuSession(phone.port, { srtp: { send: send!, receive: receive! } }) });
  const plain = (sequence: number) =>
    writeRtp({ marker: false, payloadType: 0, sequence, timestamp: 0, ssrc: 3 }, new Uint8Array(160));
  const sealer = createSrtpSender(receive!);
  for (let i = 0; i < 20; i++) phone.send(plain(i), call.port);
  phone.send(sealer.protect(plain(20)), call.port);
  await call.until('sound');
  const sealed = await phone.until(() => true);
  assert.equal(sealed.payload.length, 170);
  const reader = createSrtpReceiver(send!);
  assert.equal(reader.unprotect(writeRtp(sealed, sealed.payload))?.length, 172);
  const dump = (await host.dump()) as { peers: { forged: number; packetsIn: number }[] };
  assert.equal(dump.peers[0]!.forged, 20);
  assert.equal(dump.peers[0]!.packetsIn, 1);
  await call.close();
  phone.close();
});

test('reports tell loss and round trip both ways; the last one says goodbye', async () => {
  const phone = await createRtpPhone();
  const reports = createSocket('udp4');
  reports.bind(0, '127.0.0.1');
  await once(reports, 'listening');
  const call = await openPhoneCall(host);
  const rtcp = { address: '127.0.0.1', port: reports.address().port };
  call.order({ do: 'session', session: pcmuSession(phone.port, { rtcp }) });
  const { ssrc } = await phone.until(() => true);
  for (let i = 0; i < 8; i++) {
    const header = { marker: false, payloadType: 0, sequence: i < 4 ? i : i + 2, timestamp: i * 160, ssrc: 3 };
    phone.send(writeRtp(header, new Uint8Array(160)), call.port);
  }
  await call.until('sound');
  const heard = { ssrc, fractionLost: 26, cumulativeLost: 1, highestSequence: 9, jitter: 0 };
  const theirs = { ssrc: 3, nowMs: 5000, sent: null, received: heard, lastReport: null, cname: 'x', leaving: false };
  reports.send(writeRtcp(theirs), call.port + 1, '127.0.0.1');
  // A report that says it delayed nothing, of one that we never sent, must not become a round trip.
  const [first] = (await once(reports, 'message')) as [Buffer];
  const ours = readRtcp(first, 3)!;
  assert.equal(ours.ssrc, ssrc);
  assert.ok(ours.ntp !== null);
  const back = { ...theirs, lastReport: { ntp: ours.ntp, agoMs: 0 } };
  reports.send(writeRtcp(back), call.port + 1, '127.0.0.1');
  await nextPacket(phone, 2);
  const goodbye = once(reports, 'message') as Promise<[Buffer]>;
  await call.close();
  assert.equal(readRtcp((await goodbye)[0], 3)!.leaving, true);
  const quality = call.news.findLast((item) => item.is === 'quality')!.quality;
  assert.equal(quality.packetsReceived, 8);
  assert.equal(quality.loss, 0.2);
  assert.ok(quality.remoteLoss! > 0 && quality.remoteLoss! < 0.2);
  assert.ok(quality.roundTripMs !== null && quality.roundTripMs >= 0 && quality.roundTripMs < 1000);
  assert.ok(quality.mos < 3);
  phone.close();
  reports.close();
});

test('10,000 damaged packets harm nobody: the call goes on in the middle of them', async () => {
  const phone = await createRtpPhone();
  const call = await openPhoneCall(host);
  call.order({ do: 'session', session: pcmuSession(phone.port, { rtcp: 'muxed' }) });
  let loud = 0;
  const heard = Promise.withResolvers<void>();
  call.bridge.tap(call.leg.id, {
    kind: 'stt',
    format: { rate: 8000, codec: 'pcm16' },
    packetMs: 20,
    sink(pcm) {
      loud += pcm.filter((value) => Math.abs(value) > 6000).length;
      if (loud > 4000) heard.resolve();
    },
  });
  let state = 12345;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const rtp = writeRtp({ marker: true, payloadType: 0, sequence: 1, timestamp: 9, ssrc: 5 }, new Uint8Array(160));
  const event = writeRtp(
    { marker: true, payloadType: 101, sequence: 1, timestamp: 9, ssrc: 5 },
    Uint8Array.of(1, 2, 3, 4),
  );
  const received = { ssrc: 5, fractionLost: 1, cumulativeLost: 1, highestSequence: 1, jitter: 1 };
  const report = { ssrc: 5, nowMs: 1, sent: { timestamp: 1, packets: 1, bytes: 1 }, received, lastReport: null };
  const rtcp = writeRtcp({ ...report, cname: 'x', leaving: true });
  const sources = [phone, await createRtpPhone()];
  const sound = encodePcmu(tone(440, 160));
  for (let i = 0; i < 10_000; i++) {
    const bytes = Buffer.from([rtp, event, rtcp][i % 3]!);
    for (let n = random(6); n >= 0; n--) bytes[random(random(2) ? 16 : bytes.length)] = random(256);
    // Never the number of the honest stream.
    if (bytes.length >= 12) bytes[8] = 0;
    const source = sources[i % 2]!;
    source.send(bytes.subarray(0, random(4) ? bytes.length : random(bytes.length)), i % 5 ? call.port : call.port + 1);
    if (i % 50 === 0) {
      phone.say(call.port, sound);
      await new Promise(setImmediate);
    }
  }
  for (let i = 0; i < 40; i++) {
    for (let n = 0; n < 3; n++) phone.say(call.port, sound);
    await nextPacket(phone, 1);
  }
  await heard.promise;
  await call.close();
  assert.ok(call.news.every(({ is }) => is !== 'fault'));
  for (const source of sources) source.close();
});

test('a line on hold is not lost, and every packet of it can be captured until that is ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rtp-'));
  const phone = await createRtpPhone();
  const call = await openPhoneCall(host);
  const file = join(folder, 'call.pcap');
  call.order({ do: 'capture', file });
  call.order({ do: 'session', session: pcmuSession(phone.port) });
  phone.say(call.port, new Uint8Array(160).fill(0xff));
  await Promise.all([call.until('sound'), phone.until(() => true)]);
  call.order({ do: 'session', session: pcmuSession(phone.port, { direction: { send: false, receive: false } }) });
  await host.dump();
  const sent = phone.heard.length;
  call.order({ do: 'session', session: pcmuSession(phone.port) });
  await phone.until((packet) => packet.marker && phone.heard.indexOf(packet) >= sent);
  call.order({ do: 'capture', file: null });
  await host.dump();
  const until = phone.heard.length;
  const afterwards = Buffer.alloc(160, 0x12);
  phone.say(call.port, afterwards);
  await phone.until((packet) => phone.heard.indexOf(packet) >= until + 5);
  await call.close();
  await host.close();
  const bytes = await readFile(file);
  assert.equal(bytes.includes(afterwards), false);
  assert.equal(bytes.includes(Buffer.alloc(160, 0xff)), true);
  assert.equal(bytes.readUInt32LE(0), 0xa1b2c3d4);
  const ports = new Set<string>();
  for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
    assert.equal(bytes[at + 16], 0x45);
    ports.add(`${bytes.readUInt16BE(at + 36)} ${bytes.readUInt16BE(at + 38)}`);
  }
  assert.ok(ports.has(`${phone.port} ${call.port}`) && ports.has(`${call.port} ${phone.port}`));
  phone.close();
  await rm(folder, { recursive: true });
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', rtpPorts: null });
});

test('ports that others hold are passed over, and none left is said plainly', async () => {
  const holder = createSocket('udp4');
  let port = 0;
  // An even port with three free ones after it, of which ours is taken.
  for (port = 20_000; port < 30_000; port += 4) {
    const bound = await new Promise<boolean>((resolve) => {
      holder.once('error', () => resolve(false));
      holder.bind(port, () => resolve(true));
    });
    if (bound) break;
  }
  const small = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1', rtpPorts: [port, port + 3] });
  const first = await openPhoneCall(small);
  assert.equal(first.port, port + 2);
  const fault = Promise.withResolvers<RtpNews>();
  small.phonePeer('second', fault.resolve).send({ do: 'open', wire: 'rtp', role: 'caller' });
  assert.match(JSON.stringify(await fault.promise), /RINGBACK_RTP_PORTS/);
  await first.close();
  await small.close();
  holder.close();
});

test('a line is lost when neither sound nor report comes, though it is owed, and comes back', () => {
  const told: string[] = [];
  const watch = createSoundWatch((news) => told.push(news.is === 'sound' ? news.state : news.is));
  watch.tick(0);
  watch.heard(100);
  watch.tick(10_000);
  watch.rest(10_050);
  watch.tick(20_000);
  assert.deepEqual(told, ['first']);
  watch.tick(20_050);
  watch.tick(40_000);
  watch.heard(40_001);
  assert.deepEqual(told, ['first', 'lost', 'back']);
});
