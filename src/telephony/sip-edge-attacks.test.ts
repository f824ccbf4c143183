// What comes to an edge on the open internet, and what a trunk's own address may do.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import type { Scope } from '../../test/support/scope.ts';
import { handTrunks, openEdge, trunkTo, type EdgeInHand } from '../../test/support/sip-edges.ts';
import { startMediaHost, type RunningMediaHost } from '../media/index.ts';
import { newRequest } from './sip/hand-peer.fixture.ts';
import { serialise } from './sip/serialise.ts';
import type { SipEdgeOptions } from './sip-edge.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

async function edgeOf(t: Scope, options: Partial<SipEdgeOptions> = {}): Promise<EdgeInHand> {
  const edge = await openEdge(host, options);
  t.after(() => edge.edge.close());
  return edge;
}

const portOf = ({ place }: EdgeInHand): number => Number(place.split(':')[1]);
const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
const registeredId = (n: number): string => `call_${n.toString(16).padStart(27, '0')}`;

/** A socket that counts bytes both ways. */
async function scanner(t: Scope, port: number) {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  t.after(() => void socket.close());
  const bytes = { in: 0, out: 0 };
  socket.on('message', (message) => (bytes.in += message.length));
  return {
    bytes,
    send(message: Buffer | string) {
      bytes.out += message.length;
      socket.send(message, port, '127.0.0.1');
    },
    own: socket.address().port,
  };
}

for (const [name, options] of [
  ['silence', {}],
  ['403', { strangers: '403' }],
  ['credentials', { trunks: trunksWithCredentials() }],
] as const)
  test(`scans are no lever: no more bytes come back than were sent (${name})`, async (t) => {
    const b = await edgeOf(t, { allow: [], ...options });
    const { send, bytes, own } = await scanner(t, portOf(b));
    const methods = ['REGISTER', 'OPTIONS', 'INVITE', 'SUBSCRIBE', 'CANCEL', 'BYE', 'ACK', 'NOPE'];
    const oddities: Record<string, string>[] = [
      ...[{}, { Require: 'x' }, { 'Max-Forwards': '0' }, { 'X-Long': 'x'.repeat(5_000) }],
    ];
    for (const method of methods)
      for (const headers of oddities) send(serialise(newRequest(method, own, { headers, sdp: SDP })));
    send('INVITE sip:1@1 SIP/2.0\r\nVia: SIP/2.0/UDP 1;branch=z9hG4bK1\r\n\r\n');
    // A registered call that there is not; tried by its id until the source is not heard any more.
    let asked = 0;
    const calls = 3;
    for (let n = 0; n < calls; n++) {
      send(serialise(newRequest('INVITE', own, { uri: `sip:${registeredId(n)}@x`, sdp: SDP })));
      if (b.edge.strangers.blockedNow > 0) break;
    }
    // What a known source sends comes after all of the above.
    b.trunks.set([...b.trunks.all(), trunkTo('127.0.0.1')]);
    const a = await edgeOf(t);
    a.trunks.set([trunkTo(b.place)]);
    a.dial();
    for (;;) {
      const { party, call } = await b.incoming();
      if (!call.to.startsWith('call_')) break;
      asked += 1;
      party.tell({ do: 'hangup', reason: 'unknown' });
      await party.until('gone');
    }
    assert.ok(asked <= calls);
    assert.ok(bytes.in <= bytes.out, `${bytes.in} bytes for ${bytes.out}`);
    if (name === 'silence') assert.equal(bytes.in, 0);
  });

function trunksWithCredentials() {
  const trunks = handTrunks();
  const credentials = { username: 'them', password: 'secret' };
  trunks.set([trunkTo('192.0.2.1', { inbound: { networks: [], credentials } })]);
  return trunks;
}

test('datagrams that bear the address of a switch do not cost it its calls once it has proven who it is', async (t) => {
  const b = await edgeOf(t, { allow: [], trunks: trunksWithCredentials() });
  const a = await edgeOf(t);
  a.trunks.set([trunkTo(b.place, { credentials: { username: 'them', password: 'secret' } })]);
  a.dial();
  await b.incoming();
  const { send, own } = await scanner(t, portOf(b));
  const forged = { Authorization: 'Digest username="them", realm="ringback", nonce="n", uri="sip:x", response="r"' };
  for (let n = 0; n < 15; n++) {
    send(serialise(newRequest('REGISTER', own)));
    send(serialise(newRequest('INVITE', own, { sdp: SDP, headers: forged })));
    send(
      serialise(newRequest('INVITE', own, { sdp: SDP, uri: `sip:${registeredId(n)}@x`, headers: { Require: 'x' } })),
    );
  }
  while (b.edge.strangers.register < 15) await new Promise((resolve) => setImmediate(resolve));
  a.dial();
  await b.incoming();
  assert.equal(b.edge.strangers.blocked, 0);
});

test('a trunk that goes mad is told to come back later, and the calls of others are taken', async (t) => {
  const said: object[] = [];
  const warn = (fields: object) => void said.push(fields);
  const log = { debug() {}, info() {}, warn, error() {}, fatal() {}, trace() {}, child: () => log } as never;
  // Its clock stands, so that nothing is forgiven meanwhile.
  const b = await edgeOf(t, { callRate: { perSecond: 0.000001, burst: 3 }, log });
  const a = await edgeOf(t);
  a.trunks.set([trunkTo(b.place)]);
  for (let n = 0; n < 3; n++) {
    a.dial();
    await b.incoming();
  }
  for (let n = 0; n < 2; n++) assert.equal((await a.dial().until('failed')).code, 'unavailable');
  assert.equal(said.length, 1);
  assert.equal(b.edge.size, 3);
});

test('a thousand connections of one source that say nothing keep nobody else out', async (t) => {
  const b = await edgeOf(t);
  const port = b.edge.listening.find(({ transport }) => transport === 'tcp')!.port;
  const idle: Socket[] = [];
  t.after(async () => {
    for (const socket of idle) socket.destroy();
  });
  let cut = 0;
  const most = Promise.withResolvers<void>();
  for (let n = 0; n < 1_000; n++) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.on('close', () => ++cut >= 900 && most.resolve());
    idle.push(socket);
  }
  await most.promise;
  const a = await edgeOf(t);
  a.trunks.set([trunkTo(b.place)]);
  a.dial();
  await b.incoming();
  // Another address of this machine is another source.
  const other = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
  await once(other, 'connect');
  other.write(serialise(newRequest('OPTIONS', 5060)).toString().replace('/UDP ', '/TCP '));
  assert.match(String((await once(other, 'data'))[0]), /^SIP\/2\.0 200/);
  other.destroy();
});

const HOSTILE = '"\\r\\n<script>alert(1)</script>\u{1F600} ${jndi}"';

test('names and headers of a hostile caller are facts of one line, and no log holds them', async (t) => {
  const lines: string[] = [];
  const put = (...fields: unknown[]) => void lines.push(JSON.stringify(fields));
  const log = { debug: put, info: put, warn: put, error: put, fatal: put, trace: put, child: () => log } as never;
  const b = await edgeOf(t, { log });
  const { send, own } = await scanner(t, portOf(b));
  const hostile = {
    From: `${HOSTILE} <sip:%00%0d%0aInjected@evil>;tag=1`,
    'X-Evil': `a${'\u{1F600}'} b ${'y'.repeat(5_000)}`,
    'User-Agent': 'friendly-scanner',
    Authorization: 'Digest username="ada", realm="r", nonce="n", uri="sip:x", response="topsecret"',
  };
  send(serialise(newRequest('INVITE', own, { uri: 'sip:+14155550199@x', headers: hostile, sdp: SDP })));
  const { call, party } = await b.incoming();
  assert.ok(call.from.length < 300, call.from);
  assert.ok((call.headers['x-evil'] ?? '').length <= 2_000);
  party.tell({ do: 'hangup', reason: 'rejected' });
  await party.until('gone');
  const { ladder } = await party.leg.summary();
  assert.doesNotMatch(ladder ?? '', /topsecret/);
  assert.doesNotMatch(lines.join('\n'), /script|topsecret|Injected/);
});
