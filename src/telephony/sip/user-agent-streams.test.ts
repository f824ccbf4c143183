// Connections: TCP and TLS, what runs over them, and peers that misuse them.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { newRequest } from './hand-peer.fixture.ts';
import { serialise } from './serialise.ts';
import type { SipUserAgent } from './sip-call.ts';
import { hear, nextCall, planTo, routeTo, SDP, startAgent } from './two-agents.fixture.ts';
import type { Transport } from './transport/flow.ts';

const folder = await mkdtemp(join(tmpdir(), 'ringback-sip-'));
after(() => rm(folder, { recursive: true }));

/** A certificate that vouches for itself. */
async function certificate(name: string, alternative: string) {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${name}`, '-addext', `subjectAltName=${alternative}`, '-keyout', key, '-out', cert],
  ]);
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}

const on = (transport: Transport) => ({ transport, address: '127.0.0.1', port: 0 });

async function call(caller: SipUserAgent, callee: SipUserAgent, transport: Transport, host = '127.0.0.1') {
  const came = nextCall(callee);
  const out = caller.invite(planTo(routeTo(callee, transport, host)));
  const heard = hear(out);
  const { call: inner } = await came;
  const innerHeard = hear(inner);
  inner.accept(SDP);
  await heard.next('accepted');
  await innerHeard.next('confirmed');
  inner.hangup();
  await heard.next('ended');
}

const at = (agent: SipUserAgent, transport: Transport) => agent.listening.find((each) => each.transport === transport)!;

test('calls over TCP share one connection, both ways', async () => {
  const [caller, callee] = [await startAgent({ listen: [on('tcp')] }), await startAgent({ listen: [on('tcp')] })];
  try {
    await call(caller, callee, 'tcp');
    await call(caller, callee, 'tcp');
    await call(callee, caller, 'tcp');
    assert.deepEqual([caller.counts.connections, callee.counts.connections], [1, 1]);
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
});

test('TLS: the certificate must be trusted, and of the name that was called', async () => {
  const right = await certificate('localhost', 'DNS:localhost');
  const wrong = await certificate('other', 'DNS:other.example');
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => ['127.0.0.1'] };
  const callee = await startAgent({ listen: [on('tls')], tls: { ...right, ca: null } });
  const stranger = await startAgent({ listen: [on('tls')], tls: { ...wrong, ca: null } });
  const tls = { key: null, cert: null, ca: right.cert + wrong.cert };
  const caller = await startAgent({ resolver, listen: [on('udp')], tls });
  const careful = await startAgent({ resolver, listen: [on('udp')] });
  try {
    await call(caller, callee, 'tls', 'localhost');
    const reasons = [];
    for (const [from, to] of [
      [careful, callee],
      [caller, stranger],
    ] as const) {
      const failed = await hear(from.invite(planTo(routeTo(to, 'tls', 'localhost')))).next('failed');
      reasons.push([failed.status, failed.reason]);
    }
    assert.deepEqual(reasons, [
      [503, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      [503, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ]);
  } finally {
    await Promise.all([caller, careful, callee, stranger].map((agent) => agent.close()));
  }
});

test('TLS: clients must prove who they are where that is demanded, and their name is told', async () => {
  const server = await certificate('localhost', 'DNS:localhost');
  const client = await certificate('client', 'DNS:pbx.example');
  const resolver = { naptr: async () => [], srv: async () => [], addresses: async () => ['127.0.0.1'] };
  const names: (string | null)[] = [];
  const callee = await startAgent({
    listen: [on('tls')],
    tls: { ...server, ca: client.cert, clientsMustProve: true },
    screen: (source) => {
      names.push(source.peerName);
      return { ok: true };
    },
  });
  const known = await startAgent({ resolver, tls: { ...client, ca: server.cert } });
  const unknown = await startAgent({ resolver, tls: { key: null, cert: null, ca: server.cert } });
  try {
    await call(known, callee, 'tls', 'localhost');
    assert.deepEqual(names, ['pbx.example']);
    const failed = await hear(unknown.invite(planTo(routeTo(callee, 'tls', 'localhost'), { attemptMs: 1000 }))).next(
      'failed',
    );
    assert.equal(failed.status, 503);
    assert.deepEqual(names, ['pbx.example']);
  } finally {
    await Promise.all([callee, known, unknown].map((agent) => agent.close()));
  }
});

test('a large request goes by TCP, and as a datagram where none is taken', async () => {
  const headers = [{ name: 'X-Long', value: 'x'.repeat(1500) }];
  const both = [on('udp'), on('tcp')];
  const caller = await startAgent({ listen: both });
  const callee = await startAgent({ listen: [on('udp')] });
  const seen: string[] = [];
  callee.onInvite((inner, source) => {
    seen.push(source.transport);
    inner.reject(486);
  });
  // The same port for both, as the world has it.
  const roomy = await startAgent({ listen: [{ ...on('tcp'), port: 0 }] });
  const twin = await startAgent({ listen: [{ ...on('udp'), port: at(roomy, 'tcp').port }] });
  roomy.onInvite((inner, source) => {
    seen.push(source.transport);
    inner.reject(486);
  });
  try {
    await hear(caller.invite(planTo(routeTo(callee), { headers }))).next('failed');
    await hear(caller.invite(planTo(routeTo(twin), { headers }))).next('failed');
    assert.deepEqual(seen, ['udp', 'tcp']);
  } finally {
    await Promise.all([caller, callee, roomy, twin].map((agent) => agent.close()));
  }
});

test('keepalives are answered; half messages, garbage and too many connections are cut off', async () => {
  const agent = await startAgent({ listen: [on('tcp')], connections: { messageMs: 30, perSource: 2 } });
  const open = () => connect(at(agent, 'tcp').port, '127.0.0.1');
  try {
    const pinging = open();
    pinging.write('\r\n\r\n');
    assert.equal(String((await once(pinging, 'data'))[0]), '\r\n');
    const slow = open();
    slow.resume().write('OPTIONS sip:a SIP/2.0\r\nVia: ');
    await once(slow, 'close');
    const rude = open();
    rude.resume().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await once(rude, 'close');
    const second = open();
    await once(second, 'connect');
    const third = open().resume();
    await once(third, 'close');
    const request = newRequest('OPTIONS', 5060);
    request.headers[0]!.value = request.headers[0]!.value.replace('UDP', 'TCP');
    pinging.write(serialise(request));
    assert.match(String((await once(pinging, 'data'))[0]), /^SIP\/2\.0 200 OK/);
    for (const socket of [pinging, second]) socket.destroy();
  } finally {
    await agent.close();
  }
});

test('a connection that proves nothing has a few seconds, and one that was let in stays', async () => {
  const { key, cert } = await certificate('slow', 'DNS:localhost');
  const clock = createVirtualClock();
  const agent = await startAgent({
    listen: [on('tcp'), on('tls')],
    tls: { key, cert, ca: null },
    clock,
    connections: { strangerMs: 10_000, strangersPerSource: 2 },
    screen: (_, { method }) => (method === 'OPTIONS' ? { ok: true } : { ok: false, answer: { status: 403 } }),
  });
  const open = (transport: Transport) =>
    connect(at(agent, transport).port, '127.0.0.1')
      .on('error', () => {})
      .resume();
  const over = (method: string) => serialise(newRequest(method, 5060)).toString().replace('/UDP ', '/TCP ');
  try {
    const known = open('tcp');
    known.write(over('OPTIONS'));
    await once(known, 'data');
    // Neither pings nor refused requests prove anything; nor does a handshake that was begun.
    const idle = [open('tcp'), open('tcp')] as const;
    idle[0].write('\r\n\r\n');
    idle[1].write(over('REGISTER'));
    await Promise.all(idle.map((socket) => once(socket, 'data')));
    await once(open('tcp'), 'close');
    let ended = idle.map((socket) => once(socket, 'close'));
    await clock.runTo(10_000_000);
    await Promise.all(ended);
    // One is too many, so the two others are waited for.
    ended = [open('tls'), open('tls'), open('tls')].map((socket) => once(socket, 'close'));
    await Promise.race(ended);
    await clock.runTo(20_000_000);
    await Promise.all(ended);
    known.write(over('OPTIONS'));
    await once(known, 'data');
    known.destroy();
  } finally {
    await agent.close();
  }
});

test('a call whose connection breaks goes on over a new one', async () => {
  const [caller, callee] = [
    await startAgent({ listen: [on('tcp')] }),
    await startAgent({ listen: [on('tcp')], connections: { idleMs: 40 } }),
  ];
  try {
    const came = nextCall(callee);
    const out = caller.invite(planTo(routeTo(callee, 'tcp')));
    const heard = hear(out);
    const { call: inner } = await came;
    inner.accept(SDP);
    await hear(inner).next('confirmed');
    while (caller.counts.connections > 0) await new Promise((resolve) => setImmediate(resolve));
    out.hangup();
    assert.equal((await heard.next('ended')).by, 'us');
    while (callee.counts.calls > 0) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    await Promise.all([caller.close(), callee.close()]);
  }
});
