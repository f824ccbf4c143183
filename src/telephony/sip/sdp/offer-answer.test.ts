import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createOfferAnswer, offeredFamily, type LocalSound } from './offer-answer.ts';
import { parseSdp } from './sdp.ts';

const BOTH = { send: true, receive: true };
const local: LocalSound = {
  address: '192.0.2.1',
  port: 10_000,
  codecs: ['pcmu', 'pcma', 'g722'],
  direction: BOTH,
  srtp: 'optional',
};
const KEY = 'd0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj';

/** A description as a phone sends it. */
function sdp(...media: string[]): string {
  return ['v=0', 'o=- 1 1 IN IP4 198.51.100.9', 's=-', 'c=IN IP4 198.51.100.9', 't=0 0', ...media, ''].join('\r\n');
}

/** Answers with an object of its own. */
function answerTo(offer: string, wish: Partial<LocalSound> = {}) {
  return createOfferAnswer().answer(offer, { ...local, ...wish });
}

function settled<T extends { ok: boolean }>(result: T): Extract<T, { ok: true }> {
  assert.ok(result.ok, JSON.stringify(result));
  return result as Extract<T, { ok: true }>;
}

const streams = (text: string) => parseSdp(text)!.media;
const lines = (text: string) => text.split('\r\n');

describe('answers', () => {
  test('take the first codec of the offer that we speak, with its own payload type and digits at 8000', () => {
    const { session, sdp: text } = settled(
      answerTo(
        sdp(
          'm=audio 4000 RTP/AVP 96 98 8 0 100 101',
          'a=rtpmap:96 opus/48000/2',
          'a=rtpmap:98 pcmu/8000/1',
          'a=rtpmap:100 telephone-event/48000',
          'a=rtpmap:101 telephone-event/8000',
          'a=ptime:30',
        ),
      ),
    );
    assert.deepEqual(session, {
      remote: { address: '198.51.100.9', port: 4000 },
      rtcp: null,
      packetMs: 30,
      send: { codec: 'pcmu', payloadType: 98 },
      receive: [{ codec: 'pcmu', payloadType: 98 }],
      digits: { send: 101, receive: 101 },
      srtp: null,
      direction: BOTH,
    });
    assert.ok(lines(text).includes('m=audio 10000 RTP/AVP 98 101'));
    assert.ok(lines(text).includes('c=IN IP4 192.0.2.1'));
  });

  test('declare G.722 at 8000, and understand those who declare its true rate', () => {
    for (const map of [[], ['a=rtpmap:9 G722/8000'], ['a=rtpmap:9 G722/16000']]) {
      const { session, sdp: text } = settled(answerTo(sdp('m=audio 4000 RTP/AVP 9', ...map)));
      assert.deepEqual(session.send, { codec: 'g722', payloadType: 9 });
      assert.ok(lines(text).includes('a=rtpmap:9 G722/8000'));
    }
  });

  test('refuse every other stream with port 0 in its place', () => {
    const { sdp: text } = settled(
      answerTo(
        sdp(
          'm=video 5000 RTP/AVP 97',
          'm=audio 0 RTP/AVP 0',
          'm=audio 4000 RTP/AVP 0',
          'm=audio 4002 RTP/AVP 8',
          'm=image 6000 udptl t38',
        ),
      ),
    );
    assert.deepEqual(
      streams(text).map(({ kind, port, formats }) => [kind, port, formats.join()]),
      [
        ['video', 0, '97'],
        ['audio', 0, '0'],
        ['audio', 10_000, '0'],
        ['audio', 0, '8'],
        ['image', 0, 't38'],
      ],
    );
  });

  test('say 488 where nothing fits and 400 where nothing can be read', () => {
    const refused = (offer: string, wish?: Partial<LocalSound>) => {
      const result = answerTo(offer, wish);
      assert.ok(!result.ok);
      return result.status;
    };
    assert.equal(refused(sdp()), 488);
    assert.equal(refused(sdp('m=audio 4000 RTP/AVP 18')), 488);
    assert.equal(refused(sdp('m=audio 0 RTP/AVP 0')), 488);
    assert.equal(refused(sdp('m=audio 4000 UDP/TLS/RTP/SAVPF 0')), 488);
    assert.equal(refused(sdp('m=audio 4000 RTP/SAVP 0')), 488, 'secure without a key');
    assert.equal(refused(sdp('m=audio 4000 RTP/AVP 0'), { srtp: 'required' }), 488);
    assert.equal(
      refused(sdp('m=audio 4000 RTP/SAVP 0', `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`), { srtp: 'off' }),
      488,
    );
    for (const text of ['', 'v=1', 'hello', sdp('m=audio 99999 RTP/AVP 0'), sdp('m=audio'), sdp('c=IN IP9 x')]) {
      assert.equal(refused(text), 400, text);
    }
  });

  test('mirror hold, the new way and the old', () => {
    const hold = (...more: string[]) => {
      const { session, sdp: text } = settled(answerTo(sdp('m=audio 4000 RTP/AVP 0', ...more)));
      return { word: lines(text).find((line) => /^a=(send|recv|inactive)/.test(line)), session };
    };
    assert.equal(hold('a=sendonly').word, 'a=recvonly');
    assert.equal(hold('a=recvonly').word, 'a=sendonly');
    assert.equal(hold('a=inactive').word, 'a=inactive');
    assert.equal(hold().word, 'a=sendrecv');
    const old = hold('c=IN IP4 0.0.0.0');
    assert.equal(old.word, 'a=recvonly');
    assert.equal(old.session.remote, null);
    assert.deepEqual(old.session.direction, { send: false, receive: true });
  });

  test('read where the reports go', () => {
    const rtcp = (...more: string[]) => settled(answerTo(sdp('m=audio 4000 RTP/AVP 0', ...more))).session.rtcp;
    assert.equal(rtcp(), null);
    assert.deepEqual(rtcp('a=rtcp:5005'), { address: '198.51.100.9', port: 5005 });
    assert.deepEqual(rtcp('a=rtcp:5005 IN IP4 198.51.100.10'), { address: '198.51.100.10', port: 5005 });
    assert.equal(rtcp('a=rtcp-mux', 'a=rtcp:4000'), 'muxed');
  });

  test('speak IPv6 in a family of its own', () => {
    const offer = sdp('m=audio 4000 RTP/AVP 0', 'c=IN IP6 2001:db8::9');
    assert.equal(offeredFamily(offer), 6);
    assert.equal(offeredFamily(sdp('m=audio 4000 RTP/AVP 0')), 4);
    const { session, sdp: text } = settled(answerTo(offer, { address: '2001:db8::1' }));
    assert.equal(session.remote?.address, '2001:db8::9');
    assert.ok(lines(text).includes('c=IN IP6 2001:db8::1'));
  });

  test('prefer the stream with keys, answer its tag, and refuse keys of a kind unknown', () => {
    const { session, sdp: text } = settled(
      answerTo(
        sdp(
          'm=audio 4000 RTP/AVP 0',
          'm=audio 4002 RTP/SAVP 0',
          `a=crypto:1 AES_256_CM_HMAC_SHA1_80 inline:${KEY}`,
          `a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:${KEY}|2^31|1:1`,
          `a=crypto:3 AES_CM_128_HMAC_SHA1_80 inline:${KEY} UNENCRYPTED_SRTP`,
          `a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:${KEY}|2^20`,
        ),
      ),
    );
    assert.equal(session.remote?.port, 4002);
    assert.equal(session.srtp?.receive.suite, 'AES_CM_128_HMAC_SHA1_32');
    assert.equal(Buffer.from(session.srtp.receive.keyAndSalt).toString('base64'), KEY);
    assert.notDeepEqual(session.srtp.send.keyAndSalt, session.srtp.receive.keyAndSalt);
    assert.match(
      text,
      /m=audio 0 RTP\/AVP 0\r\nm=audio 10000 RTP\/SAVP 0\r\n[^]*a=crypto:4 AES_CM_128_HMAC_SHA1_32 inline:/,
    );
  });
});

describe('offers', () => {
  test('meet an answer of our own', () => {
    for (const srtp of ['off', 'optional', 'required'] as const) {
      const [caller, callee] = [createOfferAnswer(), createOfferAnswer()];
      const offer = caller.offer({ ...local, srtp });
      const answered = settled(callee.answer(offer, { ...local, address: '192.0.2.2', port: 20_000 }));
      const { session } = settled(caller.take(answered.sdp));
      assert.deepEqual(session.remote, { address: '192.0.2.2', port: 20_000 });
      assert.deepEqual(session.send, { codec: 'pcmu', payloadType: 0 });
      assert.equal(session.receive.length, 3);
      assert.deepEqual(session.digits, { send: 101, receive: 101 });
      assert.equal(session.srtp === null, srtp === 'off');
      assert.deepEqual(session.srtp?.send.keyAndSalt, answered.session.srtp?.receive.keyAndSalt);
      assert.deepEqual(session.srtp?.receive.keyAndSalt, answered.session.srtp?.send.keyAndSalt);
    }
  });

  test('send with the numbers of the answer and hear with our own', () => {
    const caller = createOfferAnswer();
    caller.offer(local);
    const answer = sdp('m=audio 4000 RTP/AVP 8 0 96', 'a=rtpmap:96 telephone-event/8000');
    const { session } = settled(caller.take(answer));
    assert.equal(session.send.codec, 'pcma');
    assert.deepEqual(session.digits, { send: 96, receive: 101 });
  });

  test('keep version, lines and keys until something changes', () => {
    const ours = createOfferAnswer();
    const version = (text: string) => Number(parseSdp(text)!.origin.version);
    settled(
      ours.answer(
        sdp('m=video 5000 RTP/AVP 97', 'm=audio 4000 RTP/AVP 0 96', 'a=rtpmap:96 telephone-event/8000'),
        local,
      ),
    );
    const first = ours.offer(local);
    assert.equal(ours.offer(local), first);
    const held = ours.offer({ ...local, direction: { send: true, receive: false } });
    assert.equal(version(held), version(first) + 1);
    assert.deepEqual(
      streams(held).map(({ kind, port }) => [kind, port]),
      [
        ['video', 0],
        ['audio', 10_000],
      ],
    );
    assert.ok(streams(held)[1]!.formats.includes('96'), 'digits keep the number that they have');
    const keys = (text: string) => lines(text).filter((line) => line.startsWith('a=crypto'));
    assert.deepEqual(keys(held), keys(first));
    const { session } = settled(ours.take(sdp('m=video 0 RTP/AVP 97', 'm=audio 4000 RTP/AVP 0', 'a=recvonly')));
    assert.deepEqual(session.direction, { send: true, receive: false });
  });

  test('are not met by answers that refuse, that are none, or that lost the keys', () => {
    const status = (answer: string, srtp: LocalSound['srtp'] = 'optional') => {
      const caller = createOfferAnswer();
      caller.offer({ ...local, srtp });
      const result = caller.take(answer);
      return result.ok ? 200 : result.status;
    };
    assert.equal(status(sdp('m=audio 0 RTP/AVP 0')), 488);
    assert.equal(status(sdp('m=video 4000 RTP/AVP 0')), 488);
    assert.equal(status(sdp('m=audio 4000 RTP/AVP 18')), 488);
    assert.equal(status(sdp()), 488);
    assert.equal(status('nothing'), 400);
    assert.equal(status(sdp('m=audio 4000 RTP/AVP 0'), 'required'), 488);
    assert.equal(
      status(sdp('m=audio 4000 RTP/SAVP 0', `a=crypto:7 AES_CM_128_HMAC_SHA1_80 inline:${KEY}`), 'required'),
      488,
    );
    assert.equal(status(sdp('m=audio 4000 RTP/AVP 0')), 200, 'optional keys may be left out');
    const nobody = createOfferAnswer().take(sdp('m=audio 4000 RTP/AVP 0'));
    assert.equal(nobody.ok, false);
  });
});

test('no text is too strange to be read', () => {
  const hostile = [
    'v=0\r\n'.repeat(3000),
    sdp(...Array.from({ length: 40 }, () => 'm=audio 1 RTP/AVP 0')),
    sdp(
      'm=audio 4000 RTP/AVP 0',
      'a=',
      'a=:',
      'a=rtpmap:',
      'a=rtpmap:0',
      'a=crypto:',
      'a=rtcp:99999',
      'a=ptime:x',
      'a=__proto__:1',
    ),
    sdp('m=audio 4000 RTP/AVP __proto__ constructor 999 -1 0'),
    '\0'.repeat(100),
    sdp('a=constructor', 'm=audio 4000 RTP/AVP 0', 'a=toString'),
  ];
  for (const text of hostile) answerTo(text);
  assert.equal(answerTo(hostile[2]!).ok, true);
  assert.equal(answerTo(hostile[3]!).ok, true);
});
