import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { readRtp, writeRtp } from './rtp-packet.ts';
import type { SrtpKeys } from './rtp-protocol.ts';
import { createSrtpLink } from './srtp-link.ts';
import { createSrtpReceiver, createSrtpSender } from './srtp.ts';

const require = createRequire(import.meta.url);
const werift = join(dirname(require.resolve('werift')), '../../..');
const { SrtpSession } = require(join(werift, 'lib/rtp/src/srtp/srtp.js'));
const { SrtcpSession } = require(join(werift, 'lib/rtp/src/srtp/srtcp.js'));
const { RtpHeader } = require(join(werift, 'lib/rtp/src/rtp/rtp.js'));

const suites = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
const newKeys = (suite: SrtpKeys['suite'] = suites[0]): SrtpKeys => ({ suite, keyAndSalt: randomBytes(30) });
const packet = (sequence: number, ssrc = 7) =>
  writeRtp(
    { marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc },
    Buffer.alloc(160, sequence & 0xff),
  );

test('key derivation and key stream give the vectors of RFC 3711, appendix B', () => {
  // B.3's master key and salt; the packet's sound is zeros, so that what is sent is the key stream itself.
  const keyAndSalt = Buffer.from('e1f97a0d3e018be0d64fa32c06de4139' + '0ec675ad498afeebb6960b3aabe6', 'hex');
  const sender = createSrtpSender({ suite: suites[0], keyAndSalt });
  const sent = sender.protect(Buffer.concat([packet(0, 0).subarray(0, 12), Buffer.alloc(16)]));
  // AES-128 of the derived key C61E7A93744F39EE10734AFE3FF7A087 over the derived salt 30CBBC08863D8C85D49DB34A9AE1 0000.
  const { createCipheriv } = require('node:crypto');
  const cipher = createCipheriv('aes-128-ecb', Buffer.from('c61e7a93744f39ee10734afe3ff7a087', 'hex'), null);
  const stream = cipher.update(Buffer.from('30cbbc08863d8c85d49db34a9ae10000', 'hex'));
  assert.equal(sent.subarray(12, 28).toString('hex'), stream.subarray(0, 16).toString('hex'));
});

for (const suite of suites) {
  test(`what we protect we read again, over the wrap of the sequence number: ${suite}`, () => {
    const keys = newKeys(suite);
    const sender = createSrtpSender(keys);
    const receiver = createSrtpReceiver(keys);
    for (let i = 65_400; i < 65_700; i++) {
      const plain = packet(i & 0xffff);
      assert.deepEqual(receiver.unprotect(sender.protect(plain)), plain);
    }
  });
}

test('another implementation reads ours, and we read theirs, SRTP and SRTCP', () => {
  const keys = newKeys();
  const key = Buffer.from(keys.keyAndSalt.subarray(0, 16));
  const salt = Buffer.from(keys.keyAndSalt.subarray(16));
  const config = {
    profile: 1,
    keys: { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt },
  };
  const theirs = new SrtpSession(config);
  const sender = createSrtpSender(keys);
  const receiver = createSrtpReceiver(keys);
  for (let i = 65_500; i < 65_600; i++) {
    const plain = packet(i & 0xffff);
    assert.deepEqual(Buffer.from(theirs.decrypt(sender.protect(plain))), plain);
  }
  for (let i = 65_500; i < 65_600; i++) {
    const plain = packet(i & 0xffff, 9);
    const sealed = theirs.encrypt(plain.subarray(12), RtpHeader.deSerialize(plain));
    assert.deepEqual(receiver.unprotect(sealed), plain);
  }
  const control = new SrtcpSession(config);
  const report = Buffer.from('80c90001000000ff81ca0002000000ff01000000', 'hex');
  assert.deepEqual(Buffer.from(control.decrypt(sender.protectControl(report))), report);
  assert.deepEqual(receiver.unprotectControl(control.encrypt(report)), report);
});

test('a packet that is damaged, forged, or comes twice is refused', () => {
  const keys = newKeys();
  const sender = createSrtpSender(keys);
  const receiver = createSrtpReceiver(keys);
  const sealed = Array.from({ length: 200 }, (_, i) => sender.protect(packet(i)));
  for (let i = 0; i < sealed[0]!.length; i++) {
    const damaged = Buffer.from(sealed[0]!);
    damaged[i]! ^= 1;
    assert.equal(receiver.unprotect(damaged), null, `byte ${i}`);
    assert.equal(receiver.unprotect(sealed[0]!.subarray(0, i)), null, `${i} bytes`);
  }
  assert.equal(createSrtpReceiver(newKeys()).unprotect(sealed[0]!), null);
  for (const each of [...sealed].reverse().slice(0, 120)) assert.ok(receiver.unprotect(each));
  // Newest was 199: what is 128 older is too old, and what came from 80 on was seen.
  const taken = sealed.flatMap((each, i) => (receiver.unprotect(each) ? [i] : []));
  assert.deepEqual(taken, [72, 73, 74, 75, 76, 77, 78, 79]);
  const report = sender.protectControl(Buffer.from('80c90001000000ff', 'hex'));
  assert.ok(receiver.unprotectControl(report));
  assert.equal(receiver.unprotectControl(report), null);
});

test('the same keys said again go on where they were; new ones begin anew', () => {
  const keys = { send: newKeys(), receive: newKeys() };
  const first = createSrtpLink(keys, null);
  const peer = createSrtpSender(keys.receive);
  const sealed = peer.protect(packet(1));
  assert.ok(first.unprotect(sealed));
  const again = createSrtpLink({ send: { ...keys.send }, receive: { ...keys.receive } }, first);
  assert.equal(again.unprotect(sealed), null);
  assert.equal(createSrtpLink({ ...keys, receive: newKeys() }, again).unprotect(sealed), null);
  assert.throws(
    () => createSrtpLink({ ...keys, send: { suite: suites[0], keyAndSalt: Buffer.alloc(29) } }, null),
    /30 bytes/,
  );
  assert.equal(readRtp(packet(1))!.sequence, 1);
});
