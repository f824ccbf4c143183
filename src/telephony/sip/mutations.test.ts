// Broken messages of every kind, always the same ones: whatever comes, the parser answers and never throws.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseAuthHeader } from './digest/auth-header.ts';
import { createFramer } from './framer.ts';
import { headers } from './header.ts';
import { parseAddress, parseNameAddrs } from './name-addr.ts';
import { parseMessage } from './parse-message.ts';
import { refusalOfRequest } from './refusal-of-request.ts';
import { createOfferAnswer } from './sdp/offer-answer.ts';
import { serialise } from './serialise.ts';

const MUTATIONS = 100_000;

const fixtures = join(import.meta.dirname, 'fixtures');
const originals = ['rfc4475', 'rfc5118'].flatMap((folder) =>
  readdirSync(join(fixtures, folder)).map((file) => readFileSync(join(fixtures, folder, file))),
);
const pieces = [
  '\r\n',
  '\r\n\r\n',
  '\r\n ',
  '\0',
  '"',
  '\\',
  '<',
  '>',
  ';',
  ',',
  ':',
  '%',
  '%0',
  '@',
  '[',
  ']',
  '=',
  ' ',
  'é',
  '\xff',
]
  .concat(['__proto__', 'Content-Length: 1\r\n', 'l:-1\r\n', 'Via: ', 'SIP/2.0', 'Digest ', '999999999999', 'z9hG4bK'])
  .map((piece) => Buffer.from(piece, 'latin1'));

/** Numbers from 0 to below `limit`, the same in each run (xorshift32). */
function createDice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** One to four changes: a bit, a piece put in, a stretch taken out or doubled, the end of another message. */
function mutate(dice: (limit: number) => number): Buffer {
  let bytes = Buffer.from(originals[dice(originals.length)]!);
  for (let changes = 1 + dice(4); changes > 0; changes--) {
    const at = dice(bytes.length + 1);
    const to = Math.min(at + dice(40), bytes.length);
    const [head, middle, tail] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
    switch (dice(5)) {
      case 0:
        if (at < bytes.length) bytes[at] = bytes[at]! ^ (1 << dice(8));
        break;
      case 1:
        bytes = Buffer.concat([head, pieces[dice(pieces.length)]!, middle, tail]);
        break;
      case 2:
        bytes = Buffer.concat([head, tail]);
        break;
      case 3:
        bytes = Buffer.concat([head, middle, middle, tail]);
        break;
      default: {
        const other = originals[dice(originals.length)]!;
        bytes = Buffer.concat([head, other.subarray(dice(other.length))]);
      }
    }
  }
  return bytes;
}

test(`${MUTATIONS} mutated messages are read or refused, and what is read can be written again`, () => {
  const dice = createDice(20_261_122);
  let read = 0;
  for (let round = 0; round < MUTATIONS; round++) {
    const bytes = mutate(dice);
    const parsed = parseMessage(bytes);
    if (!parsed.ok) {
      if (parsed.request) serialise(parsed.request);
      continue;
    }
    read++;
    const { message } = parsed;
    if (message.is === 'request') refusalOfRequest(message, false);
    for (const name of ['Contact', 'Route', 'Record-Route']) headers(message, name).forEach(parseNameAddrs);
    headers(message, 'Authorization').forEach(parseAuthHeader);
    const again = parseMessage(serialise(message));
    assert.ok(again.ok, `${round}: ${JSON.stringify(bytes.toString('latin1'))}`);
    assert.deepEqual(again.message.body, message.body);
  }
  assert.ok(read > MUTATIONS / 10, `${read} were still messages`);
});

test('a stream of mutated messages in pieces of any size never stops a framer in mid-air', () => {
  const dice = createDice(7);
  for (let round = 0; round < 2_000; round++) {
    const framer = createFramer();
    const stream = Buffer.concat([mutate(dice), originals[0]!, mutate(dice)]);
    for (let at = 0; at < stream.length;) {
      const size = 1 + dice(200);
      for (const frame of framer.push(stream.subarray(at, at + size))) {
        if (frame.is === 'message') parseMessage(frame.bytes);
      }
      at += size;
    }
    assert.ok(framer.waiting <= stream.length);
  }
});

test('mutated descriptions are answered or refused', () => {
  const dice = createDice(99);
  const local = {
    address: '192.0.2.1',
    port: 4000,
    codecs: ['pcmu', 'pcma', 'g722'],
    direction: { send: true, receive: true },
    srtp: 'optional',
  } as const;
  const bodies = originals
    .map((bytes) => bytes.subarray(bytes.indexOf('\r\n\r\n') + 4).toString('latin1'))
    .filter((body) => body.startsWith('v=0'));
  for (let round = 0; round < 20_000; round++) {
    const body = Buffer.from(bodies[dice(bodies.length)]!);
    for (let changes = dice(6); changes > 0; changes--) body[dice(body.length)] = 32 + dice(96);
    const ours = createOfferAnswer();
    ours.answer(body.toString('latin1'), local);
    ours.offer(local);
    ours.take(body.toString('latin1'));
  }
});

test('what is made to take long is over at once', () => {
  const head =
    'INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nTo: <sip:a@b>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n';
  const long = 8_000;
  const hostile = [
    `From: <sip:a@b>;tag=1${' '.repeat(long)}x`,
    `From: "${'\\'.repeat(long)}" <sip:a@b>`,
    `From: ${'<'.repeat(long)}`,
    `From: <sip:${'%41'.repeat(2_500)}@b>;tag=1`,
    `From: <sip:a@b>;tag=1\r\nContact: ${'"'.repeat(long)}`,
    `From: <sip:a@b>;tag=1\r\nRequire: ${','.repeat(long)}`,
    `From: <sip:a@b>${';a'.repeat(long / 2)}`,
    `From: <sip:a@b>;tag=1\r\nAuthorization: Digest ${'a= ,'.repeat(long / 4)}`,
    ...Array.from({ length: 3 }, () => Array.from({ length: 240 }, () => `X:${' '.repeat(200)}`).join('\r\n')),
    `From: a${'\r\n '.repeat(2_500)}`,
  ];
  for (const line of hostile) {
    const before = process.cpuUsage().user;
    const parsed = parseMessage(Buffer.from(`${head}${line}\r\n\r\n`));
    if (parsed.ok) headers(parsed.message, 'Authorization').forEach(parseAuthHeader);
    parseAddress(line.slice(6));
    const spentMs = (process.cpuUsage().user - before) / 1000;
    assert.ok(spentMs < 200, `${line.slice(0, 60)} took ${spentMs} ms of CPU`);
  }
});

test('limits hold: size, headers, length of a header, nothing at all', () => {
  const request = (lines: string) => Buffer.from(`OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n${lines}\r\n\r\n`);
  const reason = (bytes: Buffer) => {
    const parsed = parseMessage(bytes);
    return parsed.ok ? 'ok' : parsed.reason;
  };
  assert.equal(reason(Buffer.alloc(65_536, 'a')), 'Message Too Large');
  assert.equal(reason(request('X: 1\r\n'.repeat(300))), 'Too many headers');
  assert.equal(reason(request(`Route: ${',<sip:a>'.repeat(300)}`)), 'Too many headers');
  assert.equal(reason(request(`X: ${'a'.repeat(9_000)}`)), 'Header too long');
  for (const text of ['', '\r\n', '\r\n\r\n', '\0\0\0\0', ' ', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n', 'SIP/2.0']) {
    assert.deepEqual(parseMessage(Buffer.from(text)), { ok: false, status: 400, reason: 'Not SIP', request: null });
  }
});
