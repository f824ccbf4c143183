import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFramer, type Frame } from './framer.ts';
import { header, headers, headerTokens, removeHeader, setHeader, splitList } from './header.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';
import type { SipMessage } from './message.ts';
import { formatNameAddr, parseNameAddr, parseNameAddrs, tagOf } from './name-addr.ts';
import { parseMessage } from './parse-message.ts';
import { serialise } from './serialise.ts';
import { formatUri, parseUri, uriScheme } from './uri.ts';
import { formatVia, markReceived, parseVia } from './via.ts';

const OPTIONS = [
  'OPTIONS sip:bob@example.com SIP/2.0',
  'v: SIP/2.0/UDP a.example.com;branch=z9hG4bK1, SIP/2.0/TCP b.example.com:5070;branch=z9hG4bK2',
  'f: "Alice \\"A\\" A, B" <sip:alice@example.com;x=y>;tag=1',
  't: <sip:bob@example.com>',
  'i: call-1@a',
  'CSeq: 1 OPTIONS',
  'k: timer, 100rel',
  'Supported: replaces',
  'X-Thing: one',
  'Subject: folded',
  '   over',
  '\tthree lines',
];

const message = (lines: string[], body = '') => Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);

function read(bytes: Buffer): SipMessage {
  const parsed = parseMessage(bytes);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.message;
}

describe('a message', () => {
  test('has its lists apart, its names spelled out and its folds undone', () => {
    const parsed = read(message(OPTIONS));
    assert.deepEqual(headers(parsed, 'via').length, 2);
    assert.deepEqual(headerTokens(parsed, 'SUPPORTED'), ['timer', '100rel', 'replaces']);
    assert.equal(header(parsed, 's')?.replace(/\s+/g, ' '), 'folded over three lines');
    assert.equal(tagOf(parsed, 'From'), '1');
    assert.equal(tagOf(parsed, 'To'), null);
    assert.ok(parsed.headers.every(({ name }) => name.length > 1));
  });

  test('without Content-Length has the rest of the datagram for its body', () => {
    assert.equal(read(message(OPTIONS, 'hello')).body.toString(), 'hello');
    assert.equal(read(message([...OPTIONS, 'l: 2'], 'hello')).body.toString(), 'he');
    assert.equal(read(Buffer.concat([Buffer.from('\r\n\r\n'), message(OPTIONS)])).body.length, 0);
  });

  test('may speak Latin-1 where it should speak UTF-8', () => {
    const lines = OPTIONS.with(2, 'From: Müller <sip:m@example.com>;tag=1').join('\r\n');
    for (const encoding of ['utf8', 'latin1'] as const) {
      const parsed = read(Buffer.from(`${lines}\r\n\r\n`, encoding));
      assert.equal(parseNameAddr(header(parsed, 'From')!)?.displayName, 'Müller');
    }
  });

  test('cannot be made to carry a header inside a value', () => {
    const parsed = read(message(OPTIONS));
    setHeader(parsed, 'x-thing', 'one\r\nEvil: yes\n\nmore');
    const again = read(serialise(parsed));
    assert.equal(header(again, 'Evil'), undefined);
    assert.equal(header(again, 'X-Thing'), 'one Evil: yes more');
  });

  test('is refused with a bare line feed or carriage return inside', () => {
    for (const line of ['Subject: a\nb', 'Subject: a\rb', 'no colon', ': no name', 'Na me: x']) {
      const parsed = parseMessage(message([...OPTIONS, line]));
      assert.ok(!parsed.ok && parsed.status === 400 && parsed.request, line);
    }
  });

  test('is not answered when it is an ACK, a response, or without a Via to follow', () => {
    const refused = (lines: string[]) => {
      const parsed = parseMessage(message(lines));
      return !parsed.ok && parsed.request === null;
    };
    const broken = [...OPTIONS, 'Content-Length: x'];
    assert.equal(refused(broken), false);
    assert.equal(refused(broken.with(0, 'ACK sip:bob@example.com SIP/2.0').with(5, 'CSeq: 1 ACK')), true);
    assert.equal(refused(broken.with(0, 'SIP/2.0 200 OK')), true);
    assert.equal(refused(broken.with(1, 'Via: nonsense')), true);
  });

  test('has one value where one stands and none where it is taken away', () => {
    const parsed = read(message(OPTIONS));
    setHeader(parsed, 'Supported', 'x');
    setHeader(parsed, 'Max-Forwards', '70');
    removeHeader(parsed, 'VIA');
    assert.deepEqual(headers(parsed, 'k'), ['x']);
    assert.equal(header(parsed, 'max-forwards'), '70');
    assert.deepEqual(headers(parsed, 'Via'), []);
  });
});

describe('URIs', () => {
  const same = [
    'sip:alice@example.com',
    'sips:alice:pass@example.com:5061;transport=tcp;lr?Subject=x%20y',
    'sip:example.com',
    'sip:+15551234567@[2001:db8::1]:5060;user=phone',
    'sip:a%20b@example.com',
    'tel:+15551234567;phone-context=x',
  ];
  for (const text of same) test(`${text} is read and written`, () => assert.equal(formatUri(parseUri(text)!), text));

  test('lose separators of a telephone number and the case of a host', () => {
    assert.equal(parseUri('tel:+1-(555).123-4567')?.user, '+15551234567');
    assert.equal(parseUri('SIP:Bob@EXAMPLE.com')?.host, 'example.com');
    assert.equal(parseUri('sip:*72#@example.com')?.user, '*72#');
    assert.equal(formatUri(parseUri('sip:*72#@example.com')!), 'sip:*72%23@example.com');
  });

  for (const text of [
    '',
    'sip:',
    'sip:@a',
    'sip:a@',
    'sip:a@b@c',
    'sip:a@b:0',
    'sip:a@b:70000',
    'sip:a@b:',
    'sip:a@[::1',
    'sip:a@[x]',
    'sip:a@::1',
    'sip:a b@c',
    'sip:a%4@c',
    'sip:a@b;;c',
    'http://a',
    'tel:',
    'tel:abc-xyz',
    'sip:a@b\r\nX: y',
    'sip:a@-b',
    'sip:a@[fe80::1%eth0]',
  ]) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(parseUri(text), null));
  }

  test('of other kinds have a scheme at least', () => {
    assert.equal(uriScheme('urn:service:sos'), 'urn');
    assert.equal(uriScheme('1:2'), null);
    assert.equal(parseUri('sip:a@b;__proto__=x')?.params.__proto__ === 'x', false);
  });
});

describe('addresses', () => {
  test('are read with and without brackets, quotes and parameters', () => {
    assert.equal(parseNameAddr('sip:a@b;tag=1')?.params.tag, '1');
    assert.deepEqual(parseNameAddr('sip:a@b;tag=1')?.uri.params, {});
    assert.equal(parseNameAddr('<sip:a@b;lr>;tag=1')?.uri.params.lr, '');
    assert.equal(parseNameAddr(`O'Brien (Home) <sip:a@b>`)?.displayName, `O'Brien (Home)`);
    assert.equal(parseNameAddr('"a\\"b\\\\" <sip:a@b>')?.displayName, 'a"b\\');
    assert.equal(parseNameAddrs('"a, b" <sip:a@b>, <sip:c@d;x="e,f">')?.length ?? null, null);
    assert.equal(parseNameAddrs('"a, b" <sip:a@b>, <sip:c@d;x=e,f>')?.length, 2);
  });

  test('are written so that they can be read again', () => {
    for (const displayName of ['Alice', 'Alice B', 'a"b\\c', 'Ünï, <x>', null]) {
      const address = { displayName, uri: parseUri('sip:a@b;lr')!, params: { tag: 'x y' } };
      assert.deepEqual(parseNameAddr(formatNameAddr(address)), address);
    }
    assert.ok(!formatNameAddr({ displayName: 'a\r\nb', uri: parseUri('sip:a@b')!, params: {} }).includes('\n'));
  });

  test('are cut apart at the commas between them alone', () => {
    assert.deepEqual(splitList('a, "b,\\",c" , <d,e>,'), ['a', '"b,\\",c"', '<d,e>', '']);
  });
});

describe('Via', () => {
  test('is marked with where a request came from', () => {
    const mark = (value: string, address = '198.51.100.1') =>
      formatVia(markReceived(parseVia(value)!, { address, port: 40_000 }));
    assert.equal(
      mark('SIP/2.0/UDP 192.0.2.1;branch=x;rport'),
      'SIP/2.0/UDP 192.0.2.1;branch=x;rport=40000;received=198.51.100.1',
    );
    assert.equal(mark('SIP/2.0/UDP 192.0.2.1;branch=x'), 'SIP/2.0/UDP 192.0.2.1;branch=x;received=198.51.100.1');
    assert.equal(mark('SIP/2.0/UDP 198.51.100.1:5070;branch=x'), 'SIP/2.0/UDP 198.51.100.1:5070;branch=x');
    assert.equal(
      mark('SIP/2.0/UDP 192.0.2.1;received=203.0.113.9;branch=x', '192.0.2.1'),
      'SIP/2.0/UDP 192.0.2.1;branch=x',
    );
  });
});

describe('a stream', () => {
  const one = serialise(read(message([...OPTIONS, 'Content-Length: 5'], 'hello')));

  test('is cut into its messages wherever it is broken', () => {
    const stream = Buffer.concat([one, Buffer.from('\r\n\r\n'), one, Buffer.from('\r\n'), one]);
    for (const size of [1, 2, 3, 7, 100, stream.length]) {
      const framer = createFramer();
      const frames: Frame[] = [];
      for (let at = 0; at < stream.length; at += size) frames.push(...framer.push(stream.subarray(at, at + size)));
      assert.deepEqual(
        frames.map(({ is }) => is),
        ['message', 'ping', 'message', 'pong', 'message'],
        `pieces of ${size}`,
      );
      assert.equal(framer.waiting, 0);
      for (const frame of frames) if (frame.is === 'message') assert.equal(read(frame.bytes).body.toString(), 'hello');
    }
  });

  test('without a length, with two, or too large is broken off', () => {
    const end = (text: string | Buffer) => createFramer().push(Buffer.from(text)).at(-1);
    assert.equal(end(message(OPTIONS))?.is, 'broken');
    assert.equal(end(message([...OPTIONS, 'l: 1', 'Content-Length: 1'], 'a'))?.is, 'broken');
    assert.equal(end(message([...OPTIONS, 'l: -1']))?.is, 'broken');
    assert.equal(end(message([...OPTIONS, `l: ${MAX_MESSAGE_BYTES}`]))?.is, 'broken');
    assert.equal(end(Buffer.alloc(MAX_MESSAGE_BYTES + 1, 'a'))?.is, 'broken');
    assert.equal(end('\rX')?.is, 'broken');
    const framer = createFramer();
    framer.push(message(OPTIONS));
    assert.deepEqual(framer.push(one), [], 'nothing after that');
    assert.equal(framer.waiting, 0);
  });

  for (const part of ['body', 'headers'])
    test(`waits for ${part} byte by byte without copying all that came each time`, (t) => {
      const long = 'x'.repeat(30_000);
      const sent = read(message(part === 'headers' ? [...OPTIONS, `X-Long: ${'x'.repeat(8_000)}`] : OPTIONS));
      const bytes = serialise({ ...sent, body: Buffer.from(part === 'body' ? long : '') });
      let copied = 0;
      const { concat } = Buffer;
      t.mock.method(Buffer, 'concat', (list: Buffer[]) => {
        const joined = concat(list);
        copied += joined.length;
        return joined;
      });
      const { copy } = Buffer.prototype;
      t.mock.method(Buffer.prototype, 'copy', function (this: Buffer, ...to: Parameters<Buffer['copy']>) {
        copied += this.length;
        return copy.apply(this, to);
      });
      const framer = createFramer();
      let frames: Frame[] = [];
      for (const byte of bytes) frames = framer.push(Buffer.from([byte]));
      assert.equal(frames[0]?.is === 'message' && frames[0].bytes.equals(bytes), true);
      assert.ok(copied <= 8 * bytes.length, `${copied} bytes copied of ${bytes.length}`);
    });
});
