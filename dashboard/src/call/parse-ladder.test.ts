import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLadder, peersOf } from './parse-ladder.ts';

const ladder = `2026-11-22T21:49:00.123Z > udp 192.0.2.1:5060
INVITE sip:+14155550199@192.0.2.1 SIP/2.0
CSeq: 1 INVITE
Content-Type: application/sdp

v=0

2026-11-22T21:49:00.200Z < tcp [2001:db8::7]:5081
SIP/2.0 407 Proxy Authentication Required
CSeq: 1 INVITE
`;

test('a ladder is read message by message', () => {
  const [invite, refusal, ...more] = parseLadder(ladder);
  assert.equal(more.length, 0);
  assert.equal(invite?.label, 'INVITE');
  assert.deepEqual([invite?.sent, invite?.hasSound, invite?.isRequest], [true, true, true]);
  assert.match(invite?.text ?? '', /^INVITE[\s\S]*v=0$/);
  assert.equal(refusal?.label, '407 Proxy Authentication Required (INVITE)');
  assert.deepEqual([refusal?.sent, refusal?.isRefusal, refusal?.transport], [false, true, 'tcp']);
  assert.equal((refusal?.atMs ?? 0) - (invite?.atMs ?? 0), 77);
  assert.deepEqual(peersOf(parseLadder(ladder)), ['192.0.2.1', '[2001:db8::7]']);
});

test('what is no ladder gives none, and what was cut stays readable', () => {
  assert.deepEqual(parseLadder('<html>'), []);
  assert.equal(parseLadder('2026-11-22T21:49:00.123Z > udp 192.0.2.1:5060')[0]?.label, '');
});
