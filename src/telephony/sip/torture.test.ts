// What becomes of each message of RFC 4475 and RFC 5118, coded from section 3 of the one and section 4 of the other.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { header, headers } from './header.ts';
import type { SipMessage } from './message.ts';
import { parseAddress, parseNameAddr } from './name-addr.ts';
import { parseMessage } from './parse-message.ts';
import { refusalOfRequest } from './refusal-of-request.ts';
import { offeredFamily } from './sdp/offer-answer.ts';
import { serialise } from './serialise.ts';
import { parseUri } from './uri.ts';
import { parseVia } from './via.ts';

type Verdict =
  /** Read, and nothing to object to: whoever serves the method may have it. */
  | 'accept'
  /** Dropped without an answer: a response, or nothing that an answer could be sent to. */
  | 'drop'
  /** Unreadable; the request is answered with this. */
  | { parser: number; reason: string }
  /** Read; the user agent answers with this, outside of any dialog. */
  | { agent: number };

const bad = (reason: string): Verdict => ({ parser: 400, reason });

const RFC_4475: Record<string, Verdict> = {
  // 3.1.1: valid. REGISTER and MESSAGE are methods that this user agent knows and does not serve.
  wsinv: 'accept',
  intmeth: { agent: 501 },
  esc01: 'accept',
  escnull: { agent: 405 },
  esc02: { agent: 501 },
  lwsdisp: 'accept',
  longreq: 'accept',
  dblreq: { agent: 405 },
  semiuri: 'accept',
  transports: 'accept',
  mpart01: { agent: 405 },
  unreason: 'accept',
  noreason: 'accept',
  // 3.1.2: invalid.
  badinv01: bad('Malformed Via'),
  clerr: bad('Body shorter than its Content-Length'),
  ncl: bad('Malformed Content-Length'),
  scalar02: bad('Malformed CSeq'),
  scalarlg: 'drop',
  quotbal: bad('Malformed To'),
  ltgtruri: bad('Malformed request line'),
  lwsruri: bad('Malformed request line'),
  lwsstart: bad('Malformed request line'),
  trws: bad('Malformed request line'),
  escruri: { agent: 400 },
  // It may be refused, or read by the liberal: nobody here looks at a Date.
  baddate: 'accept',
  // Its Contact is malformed; it is a REGISTER, which is refused as such before.
  regbadct: { agent: 405 },
  badaspec: bad('Malformed To'),
  baddn: bad('Malformed From'),
  badvers: { parser: 505, reason: 'Version Not Supported' },
  mismatch01: bad('CSeq of another method'),
  mismatch02: bad('CSeq of another method'),
  bigcode: 'drop',
  // 3.2: the branch has the magic cookie and nothing behind it: a transaction of RFC 2543's kind.
  badbranch: 'accept',
  // 3.3
  insuf: bad('Missing From'),
  unkscm: { agent: 416 },
  novelsc: { agent: 416 },
  unksm2: { agent: 405 },
  bext01: { agent: 420 },
  invut: { agent: 415 },
  regaut01: { agent: 405 },
  multi01: bad('More than one From'),
  mcl01: bad('More than one Content-Length'),
  // Two Vias in a response: dropped by the transactions, for its topmost is none of ours.
  bcast: 'accept',
  // For us it is meant, and nobody passes it on.
  zeromf: 'accept',
  cparam01: { agent: 405 },
  cparam02: { agent: 405 },
  regescrt: { agent: 405 },
  sdp01: { agent: 406 },
  // 3.4
  inv2543: 'accept',
};

const RFC_5118: Record<string, Verdict> = {
  'ipv6-good': { agent: 405 },
  'ipv6-bad': bad('Malformed request line'),
  'port-ambiguous': { agent: 405 },
  'port-unambiguous': { agent: 405 },
  // A BYE of no dialog of ours.
  'via-received-param-with-delim': { agent: 481 },
  'via-received-param-no-delim': 'accept',
  'ipv6-in-sdp': 'accept',
  'mult-ip-in-header': { agent: 481 },
  'mult-ip-in-sdp': 'accept',
  'ipv4-mapped-ipv6': 'accept',
  // The grammar of RFC 3261 produced the third colon, so it has to be read.
  'ipv6-bug-abnf-3-colons': 'accept',
  'ipv6-correct-abnf-2-colons': 'accept',
};

const bytesOf = (path: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${path}.sip`));

function read(path: string): SipMessage {
  const parsed = parseMessage(bytesOf(path));
  assert.ok(parsed.ok, `${path} is read`);
  return parsed.message;
}

function verdictOn(bytes: Buffer): Verdict {
  const parsed = parseMessage(bytes);
  if (!parsed.ok) return parsed.request ? { parser: parsed.status, reason: parsed.reason } : 'drop';
  if (parsed.message.is === 'response') return 'accept';
  const status = refusalOfRequest(parsed.message, false)?.status;
  return status === undefined ? 'accept' : { agent: status };
}

for (const [folder, verdicts] of Object.entries({ rfc4475: RFC_4475, rfc5118: RFC_5118 })) {
  describe(folder, () => {
    test('each of its messages has a verdict', () => {
      const files = readdirSync(join(import.meta.dirname, 'fixtures', folder)).map((file) => file.replace('.sip', ''));
      assert.deepEqual(Object.keys(verdicts).sort(), files.sort());
    });
    for (const [name, verdict] of Object.entries(verdicts)) {
      const words = typeof verdict === 'string' ? verdict : Object.values(verdict).join(' ');
      test(`${name}: ${words}`, () => assert.deepEqual(verdictOn(bytesOf(`${folder}/${name}`)), verdict));
    }
    test('what is read and written again says the same', () => {
      for (const name of Object.keys(verdicts)) {
        const first = parseMessage(bytesOf(`${folder}/${name}`));
        if (!first.ok) continue;
        const again = parseMessage(serialise(first.message));
        assert.ok(again.ok, name);
        const told = ({ headers: fields, ...rest }: SipMessage) => ({
          ...rest,
          headers: fields.filter(({ name: field }) => field !== 'Content-Length'),
        });
        assert.deepEqual(told(again.message), told(first.message), name);
      }
    });
  });
}

describe('what is read out of them', () => {
  test('a short tortuous INVITE', () => {
    const message = read('rfc4475/wsinv');
    assert.equal(header(message, 'cseq'), '0009  INVITE');
    assert.deepEqual(
      headers(message, 'v').map((value) => parseVia(value)?.params.branch),
      ['390skdjuw', 'z9hG4bK9ikj8', 'z9hG4bK30239'],
    );
    assert.deepEqual(parseNameAddr(header(message, 'Contact')!), {
      displayName: 'Quoted string ""',
      uri: { scheme: 'sip', user: 'jdrosen', host: 'example.com', port: null, params: {}, headers: '' },
      params: { newparam: 'newvalue', secondparam: '', q: '0.33' },
    });
    assert.equal(parseAddress(header(message, 'To')!)?.params.tag, '1918181833n');
  });

  test('escapes, semicolons and zeros in a user part', () => {
    const uri = (path: string) => parseUri((read(path) as { uri: string }).uri);
    assert.equal(uri('rfc4475/esc01')?.user, 'sips:user@example.com');
    assert.equal(uri('rfc4475/semiuri')?.user, 'user;par=u@example.net');
    assert.equal(uri('rfc4475/semiuri')?.host, 'example.com');
    assert.equal(parseNameAddr(header(read('rfc4475/escnull'), 'To')!)?.uri.user, 'null-\0-null');
  });

  test('a second request behind the first in one datagram is no part of it', () => {
    const message = read('rfc4475/dblreq');
    assert.equal(message.body.length, 0);
    assert.equal(header(message, 'CSeq'), '8 REGISTER');
  });

  test('IPv6 with and without its brackets, in Via and in a description', () => {
    for (const name of ['via-received-param-with-delim', 'via-received-param-no-delim']) {
      const via = parseVia(header(read(`rfc5118/${name}`), 'Via')!);
      assert.equal(via?.params.received, '2001:db8::9:255');
      assert.equal(via?.host, '2001:db8::9:1');
    }
    assert.equal(offeredFamily(read('rfc5118/ipv6-in-sdp').body.toString()), 6);
    assert.equal(offeredFamily(read('rfc5118/mult-ip-in-sdp').body.toString()), 4);
    const ambiguous = parseUri((read('rfc5118/port-ambiguous') as { uri: string }).uri);
    assert.deepEqual([ambiguous?.host, ambiguous?.port], ['2001:db8::10:5070', null]);
  });
});
