import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SipRequest, SipResponse } from '../message.ts';
import { parseAuthHeader } from './auth-header.ts';
import { createDigestClient } from './digest-client.ts';
import { digestResponse, type DigestAlgorithm } from './digest-hash.ts';
import { createDigestServer, type DigestVerdict } from './digest-server.ts';

const credentials = { username: 'alice', password: 'w0nder"land' };

function request(method = 'INVITE', uri = 'sip:bob@example.com'): SipRequest {
  return { is: 'request', method, uri, headers: [], body: Buffer.from('v=0\r\n') };
}

function challenged(status: 401 | 407, ...values: string[]): SipResponse {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  return {
    is: 'response',
    status,
    reason: 'Unauthorized',
    headers: values.map((value) => ({ name, value })),
    body: Buffer.alloc(0),
  };
}

/** A server on a clock of its own, and one round of asking it. */
function serverOn(clock: { nowMs: number }, algorithms?: DigestAlgorithm[]) {
  const server = createDigestServer({ realm: 'ringback', secret: 'seal', nowMs: () => clock.nowMs, algorithms });
  const ask = (sent: SipRequest, address = '192.0.2.1'): DigestVerdict =>
    server.verify(sent, address, (user) => (user === 'alice' ? credentials.password : null));
  const challenge = (stale = false) =>
    challenged(401, ...server.challenge(401, '192.0.2.1', stale).map(({ value }) => value));
  return { server, ask, challenge };
}

describe('the arithmetic', () => {
  // RFC 7616 section 3.9.1 and RFC 2617 section 3.5.
  const example = { username: 'Mufasa', password: 'Circle of Life', realm: 'http-auth@example.org', method: 'GET' };
  const rfc7616 = {
    ...example,
    uri: '/dir/index.html',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    quality: { qop: 'auth', nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' } as const,
    session: false,
    body: Buffer.alloc(0),
  };
  test('agrees with the examples of RFC 7616', () => {
    assert.equal(digestResponse({ ...rfc7616, algorithm: 'MD5' }), '8ca523f5e9506fed4657c9700eebdbec');
    assert.equal(
      digestResponse({ ...rfc7616, algorithm: 'SHA-256' }),
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });
  test('agrees with the example of RFC 2617', () => {
    const response = digestResponse({
      ...rfc7616,
      algorithm: 'MD5',
      password: 'Circle Of Life',
      realm: 'testrealm@host.com',
      nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
      quality: { qop: 'auth', nc: '00000001', cnonce: '0a4f113b' },
    });
    assert.equal(response, '6629fae49393a05397450978507c4ef1');
  });
});

describe('the client', () => {
  const digest = (more: string) => `Digest realm="pbx", nonce="n1", ${more}`;
  const sent = (client: ReturnType<typeof createDigestClient>) =>
    client.authorise(request()).map(({ name, value }) => ({ name, ...parseAuthHeader(value)[0]!.params }));

  test('answers the strongest challenge of a realm and echoes opaque', () => {
    const client = createDigestClient(credentials, () => 'cn');
    const taken = client.take(
      challenged(401, digest('algorithm=MD5, qop="auth"'), digest('algorithm=SHA-256, qop="auth", opaque="o"')),
    );
    assert.equal(taken, 'taken');
    const [answer] = sent(client);
    assert.partialDeepStrictEqual(answer, {
      name: 'Authorization',
      algorithm: 'SHA-256',
      opaque: 'o',
      nc: '00000001',
      qop: 'auth',
      cnonce: 'cn',
      uri: 'sip:bob@example.com',
    });
  });

  test('answers a proxy and the server behind it in one request, each with its own count', () => {
    const client = createDigestClient(credentials);
    client.take(challenged(407, 'Digest realm="proxy", nonce="p", qop="auth"'));
    sent(client);
    client.take(challenged(401, digest('qop="auth"')));
    assert.deepEqual(
      sent(client).map((answer) => [answer.name, (answer as any).realm, (answer as any).nc]),
      [
        ['Proxy-Authorization', 'proxy', '00000002'],
        ['Authorization', 'pbx', '00000001'],
      ],
    );
  });

  test('knows a refusal from a stale nonce, and from an old one that is not called stale', () => {
    const client = createDigestClient(credentials);
    assert.equal(client.take(challenged(401, digest('qop="auth"'))), 'taken');
    sent(client);
    assert.equal(client.take(challenged(401, digest('qop="auth"'))), 'refused');
    assert.equal(client.take(challenged(401, digest('qop="auth", stale=TRUE'))), 'taken');
    sent(client);
    sent(client);
    assert.equal(client.take(challenged(401, digest('qop="auth"'))), 'taken', 'its nonce had served twice');
  });

  test('gives up on a server that calls each new nonce stale', () => {
    const client = createDigestClient(credentials);
    const rounds: string[] = [];
    for (let round = 0; round < 5; round++) {
      rounds.push(client.take(challenged(401, digest('stale=true'))));
      sent(client);
    }
    assert.deepEqual(rounds.slice(0, 3), ['taken', 'taken', 'taken']);
    assert.ok(rounds.includes('refused'));
  });

  test('answers without qop as RFC 2069 had it, and leaves alone what it does not know', () => {
    const client = createDigestClient(credentials);
    assert.equal(client.take(challenged(401)), 'unknown');
    assert.equal(client.take(challenged(401, 'Basic realm="x"', digest('algorithm=AKAv1-MD5'))), 'unknown');
    assert.equal(client.take(challenged(401, digest('qop="token"'))), 'unknown');
    assert.equal(client.take(challenged(401, 'Digest realm="pbx", nonce="n2"')), 'taken');
    assert.ok(!('qop' in sent(client)[0]!) && !('nc' in sent(client)[0]!));
  });

  test('reads several challenges out of one header', () => {
    const parsed = parseAuthHeader(
      'Digest realm="a, b", nonce="1",qop="auth,auth-int", Basic realm="c" , Digest realm=d',
    );
    assert.deepEqual(
      parsed.map(({ scheme, params }) => [scheme, params.realm]),
      [
        ['digest', 'a, b'],
        ['basic', 'c'],
        ['digest', 'd'],
      ],
    );
  });
});

describe('the server', () => {
  for (const algorithm of ['MD5', 'SHA-256', 'SHA-512-256'] as const) {
    test(`lets the right password in by ${algorithm}, and no other`, () => {
      const { ask, challenge } = serverOn({ nowMs: 1e12 }, [algorithm]);
      assert.deepEqual(ask(request()), { ok: false, why: 'missing', username: null });
      const answer = (password: string) => {
        const client = createDigestClient({ username: 'alice', password });
        client.take(challenge());
        return ask({ ...request(), headers: client.authorise(request()) });
      };
      assert.deepEqual(answer(credentials.password), { ok: true, username: 'alice' });
      assert.deepEqual(answer('guess'), { ok: false, why: 'wrong', username: 'alice' });
    });
  }

  test('does not say whether a user exists', () => {
    const { ask, challenge } = serverOn({ nowMs: 1e12 });
    const client = createDigestClient({ username: 'nobody', password: '' });
    client.take(challenge());
    assert.equal((ask({ ...request(), headers: client.authorise(request()) }) as any).why, 'wrong');
  });

  test('takes each count of a nonce once, and a method only for itself', () => {
    const { ask, challenge } = serverOn({ nowMs: 1e12 });
    const client = createDigestClient(credentials);
    client.take(challenge());
    const first = { ...request(), headers: client.authorise(request()) };
    assert.equal(ask({ ...first, method: 'REGISTER' }).ok, false);
    assert.equal(ask({ ...first, uri: 'sip:else@example.com' }).ok, false);
    assert.equal(ask(first).ok, true);
    assert.deepEqual(ask(first), { ok: false, why: 'stale', username: 'alice' });
    assert.equal(ask({ ...request(), headers: client.authorise(request()) }).ok, true);
  });

  test('calls an old nonce stale, and the client comes back with the new one', () => {
    const clock = { nowMs: 1e12 };
    const { ask, challenge } = serverOn(clock);
    const client = createDigestClient(credentials);
    client.take(challenge());
    clock.nowMs += 5 * 60_000 + 1;
    assert.equal((ask({ ...request(), headers: client.authorise(request()) }) as any).why, 'stale');
    assert.equal(client.take(challenge(true)), 'taken');
    assert.equal(ask({ ...request(), headers: client.authorise(request()) }).ok, true);
  });

  test('takes a nonce from nobody but the address that it was given to', () => {
    const { ask, challenge } = serverOn({ nowMs: 1e12 });
    const guess = createDigestClient({ username: 'alice', password: 'guess' });
    guess.take(challenge());
    const guessed = { ...request(), headers: guess.authorise(request()) };
    assert.equal((ask(guessed, '192.0.2.2') as any).why, 'stale', 'whoever wrote it may not sit there');
    assert.equal((ask(guessed) as any).why, 'wrong');
  });

  test('takes an answer without qop once for a nonce', () => {
    const { ask, challenge } = serverOn({ nowMs: 1e12 }, ['MD5']);
    const { nonce, realm } = parseAuthHeader(challenge().headers[0]!.value)[0]!.params;
    const client = createDigestClient(credentials);
    client.take(challenged(401, `Digest realm="${realm}", nonce="${nonce}"`));
    const sent = () => ({ ...request(), headers: client.authorise(request()) });
    assert.equal(ask(sent()).ok, true);
    assert.equal((ask(sent()) as any).why, 'stale');
  });

  test('is not led astray by nonces, algorithms and counts that it never offered', () => {
    const { ask, challenge } = serverOn({ nowMs: 1e12 }, ['SHA-256']);
    const nonce = parseAuthHeader(challenge().headers[0]!.value)[0]!.params.nonce!;
    const forged = `${nonce.slice(0, -1)}${nonce.endsWith('A') ? 'B' : 'A'}`;
    for (const challenge of [
      `Digest realm="ringback", nonce="${forged}", qop="auth", algorithm=SHA-256`,
      `Digest realm="ringback", nonce="${nonce}", qop="auth", algorithm=MD5`,
      `Digest realm="ringback", nonce="", qop="auth", algorithm=SHA-256`,
      `Digest realm="elsewhere", nonce="${nonce}", qop="auth", algorithm=SHA-256`,
    ]) {
      const client = createDigestClient(credentials);
      client.take(challenged(401, challenge));
      assert.equal(ask({ ...request(), headers: client.authorise(request()) }).ok, false, challenge);
    }
    for (const value of [
      '',
      'Digest',
      'Digest ,,,=,',
      `Digest realm="ringback"`,
      'NoOneKnowsThisScheme opaque-data=here',
    ]) {
      assert.equal(ask({ ...request(), headers: [{ name: 'Authorization', value }] }).ok, false, value);
    }
  });
});
