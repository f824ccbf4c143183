// What switches do within a call, and how they take registrations: played by hand over a socket, or by a second edge.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Scope } from '../../test/support/scope.ts';
import { handTrunks, openEdge, trunkTo, WORKSPACE, type EdgeInHand } from '../../test/support/sip-edges.ts';
import { startMediaHost, type RunningMediaHost } from '../media/index.ts';
import { fromCallee, newRequest, startHandPeer, withinDialog, type HandPeer } from './sip/hand-peer.fixture.ts';
import { header } from './sip/header.ts';
import type { SipTrunk } from '../interfaces/sip-trunk.ts';
import type { SipEdgeOptions } from './sip-edge.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(async () => {
  for (const peer of peers) peer.close();
  await host.close();
});
const peers: HandPeer[] = [];

async function edgeOf(t: Scope, options: Partial<SipEdgeOptions> = {}): Promise<EdgeInHand> {
  const edge = await openEdge(host, options);
  t.after(() => edge.edge.close());
  return edge;
}

const sdp = (more = '', address = '127.0.0.1', version = 1): string =>
  `v=0\r\no=- 1 ${version} IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n${more}`;

/** It agrees with whatever it is told at the end: to BYE and to the end of a registration. */
async function handPeer(t: Scope): Promise<HandPeer> {
  const peer = await startHandPeer();
  t.after(async () => peer.sayYes());
  peers.push(peer);
  return peer;
}

/** A switch that called, was answered, and has no telephone-event. */
async function talking(t: Scope, offer: string | undefined = sdp(), options: Partial<SipEdgeOptions> = {}) {
  const peer = await handPeer(t);
  const b = await edgeOf(t, options);
  peer.aim(Number(b.place.split(':')[1]));
  const body = offer === '' ? {} : { sdp: offer };
  const headers = { Allow: 'INVITE, ACK, BYE, INFO, REFER, NOTIFY' };
  const invite = newRequest('INVITE', peer.port, { uri: 'sip:+14155550199@x', headers, ...body });
  peer.send(invite);
  const { party } = await b.incoming();
  party.tell({ do: 'answer' });
  const answer = await peer.response(200, 'INVITE');
  const say = (method: string, cseq: number, more = {}) => peer.send(withinDialog(method, invite, answer, cseq, more));
  say('ACK', 1, offer === '' ? { sdp: sdp() } : {});
  await party.until('connected');
  return { b, peer, party, say, invite, answer };
}

test('an INVITE without an offer gets ours, and its answer comes with the ACK', async (t) => {
  const { answer, party } = await talking(t, '');
  assert.match(answer.body.toString(), /m=audio \d+ RTP\/AVP 0 8 9 \d+/);
  assert.equal(party.events.at(-1)?.is, 'connected');
});

test('a re-INVITE without an offer gets ours, and what its ACK answers counts', async (t) => {
  const { party, say, peer } = await talking(t);
  say('INVITE', 2);
  const offer = await peer.response(200, 'INVITE');
  assert.match(offer.body.toString(), /m=audio \d+ RTP\/AVP 0 /);
  say('ACK', 2, { sdp: sdp('a=inactive\r\n', '127.0.0.1', 2) });
  await party.until('degraded');
  say('INVITE', 3);
  await peer.response(200, 'INVITE');
  say('ACK', 3, { sdp: sdp('', '127.0.0.1', 3) });
  await party.until('restored');
});

test('an outbound proxy gets all that begins something, whatever the target, and a Route that names it', async (t) => {
  const { a, peer, id } = await registrar(t, {
    targets: [{ uri: 'trunk.invalid', priority: 0, weight: 1 }],
    registration: { registrar: 'registrar.invalid', expiresS: 60 },
    healthEveryS: 60,
    byProxy: true,
  });
  const route = `<sip:127.0.0.1:${peer.port};lr>`;
  const [register, options] = [await peer.request('REGISTER'), await peer.request('OPTIONS')];
  const party = a.dial();
  const invite = await peer.request('INVITE');
  peer.answer(invite, 180, { tag: 'x' });
  await party.until('ringing');
  party.tell({ do: 'hangup', reason: 'ended' });
  const cancel = await peer.request('CANCEL');
  for (const request of [register, options, invite, cancel]) assert.equal(header(request, 'Route'), route);
  assert.deepEqual(
    [register.uri, options.uri, invite.uri],
    ['sip:registrar.invalid', 'sip:trunk.invalid', 'sip:+14155550199@trunk.invalid;user=phone'],
  );
  peer.answer(cancel, 200);
  peer.answer(invite, 487, { tag: 'x' });
  assert.equal(header(await peer.request('ACK'), 'Route'), route);
  for (const request of [register, options]) peer.answer(request, 200);
  await until(() => a.edge.care.health(id)?.targets[0]?.state === 'up');
});

for (const [how, held] of [
  ['sendonly', sdp('a=sendonly\r\n', '127.0.0.1', 2)],
  ['inactive', sdp('a=inactive\r\n', '127.0.0.1', 2)],
  ['the address 0.0.0.0', sdp('', '0.0.0.0', 2)],
] as const)
  test(`a switch holds by ${how}, and resumes`, async (t) => {
    const { party, say, peer } = await talking(t);
    say('INVITE', 2, { sdp: held });
    const answer = await peer.response(200, 'INVITE');
    say('ACK', 2);
    if (how !== 'the address 0.0.0.0')
      assert.match(answer.body.toString(), how === 'inactive' ? /a=inactive/ : /a=recvonly/);
    await party.until('degraded');
    assert.equal((await party.until('held')).on, true);
    say('INVITE', 3, { sdp: sdp('', '127.0.0.1', 3) });
    await peer.response(200, 'INVITE');
    say('ACK', 3);
    await party.until('restored');
    assert.equal((await party.until('held')).on, false);
  });

test('digits in SIP INFO come, and go where a switch has no telephone-event', async (t) => {
  const { party, say, peer } = await talking(t);
  const headers = { 'Content-Type': 'application/dtmf-relay' };
  const info = (cseq: number, body: string) => say('INFO', cseq, { headers, sdp: body });
  info(2, 'Signal=7\r\nDuration=160\r\n');
  say('INFO', 3, { headers: { 'Content-Type': 'application/dtmf' }, sdp: '#' });
  assert.equal((await party.until('dtmf')).digit, '7');
  assert.equal((await party.until('dtmf')).digit, '#');
  party.tell({ do: 'dtmf', digits: '5*', gapMs: 10 });
  const digits = [];
  for (let n = 0; n < 2; n++) {
    const request = await peer.request('INFO');
    digits.push(/Signal=(.)/.exec(request.body.toString())?.[1]);
    peer.answer(request, 200);
  }
  assert.deepEqual(digits, ['5', '*']);
});

test('a REFER of ours is done when NOTIFY says so', async (t) => {
  for (const [fragment, ok, sip] of [
    ['SIP/2.0 200 OK', true, 200],
    ['SIP/2.0 486 Busy Here', false, 486],
  ] as const) {
    const { party, say, peer } = await talking(t);
    party.tell({ do: 'refer', to: '+14155550111', headers: { 'X-Order': '7' } });
    const refer = await peer.request('REFER');
    assert.match(header(refer, 'Refer-To') ?? '', /sip:\+14155550111@127\.0\.0\.1/);
    assert.equal(header(refer, 'X-Order'), '7');
    peer.answer(refer, 202);
    const notify = (cseq: number, body: string, state: string) =>
      say('NOTIFY', cseq, {
        headers: { Event: 'refer', 'Subscription-State': state, 'Content-Type': 'message/sipfrag' },
        sdp: body,
      });
    notify(2, 'SIP/2.0 100 Trying', 'active;expires=60');
    notify(3, fragment, 'terminated;reason=noresource');
    const done = await party.until('referDone');
    assert.deepEqual([done.ok, done.sip], [ok, sip]);
  }
});

test('a REFER that comes is declined, and the call goes on', async (t) => {
  const { say, peer, party } = await talking(t);
  say('REFER', 2, { headers: { 'Refer-To': '<sip:1@evil.example>' } });
  await peer.response(603, 'REFER');
  assert.equal(party.events.at(-1)?.is, 'connected');
});

test('a trunk that refers us hears how it went, stays if nobody answers, and need not wait', async (t) => {
  const target = await handPeer(t);
  const trunks = handTrunks();
  const inbound = { networks: ['127.0.0.0/8'], credentials: null };
  trunks.set([trunkTo(`127.0.0.1:${target.port}`, { inbound })]);
  const asked: object[] = [];
  const mayRefer = async (wish: object) => (asked.push(wish), null);
  const { say, peer, party } = await talking(t, sdp(), { trunks, mayRefer });
  const headers = { 'Refer-To': '<sip:+14155550133@pbx.example>' };
  const news = async () => (await peer.request('NOTIFY')).body.toString().trim();
  peer.sayYes();
  say('REFER', 2, { headers });
  await peer.response(202, 'REFER');
  const busy = await target.request('INVITE');
  assert.equal(busy.uri, `sip:+14155550133@127.0.0.1:${target.port};user=phone`);
  target.answer(busy, 180, { tag: 'busy' });
  target.answer(busy, 486, { tag: 'busy' });
  const told = [await news(), await news(), await news()].sort();
  assert.deepEqual(told, ['SIP/2.0 100 Trying', 'SIP/2.0 180 Ringing', 'SIP/2.0 486 Busy Here']);
  assert.deepEqual(asked, [{ workspaceId: WORKSPACE, number: '+14155550199', to: '+14155550133' }]);

  say('REFER', 3, { headers });
  const taken = await target.request('INVITE');
  say('BYE', 4);
  await party.until('degraded');
  assert.equal((await party.until('held')).on, true);
  target.answer(taken, 200, { tag: 'taken', sdp: sdp() });
  await target.request('ACK');
  await party.until('restored');
  assert.ok(!party.events.some(({ is }) => is === 'gone'));
  target.send(fromCallee('BYE', taken, 'taken', 1, target.port));
  assert.equal((await party.until('gone')).by, 'peer');
});

async function registrar(
  t: Scope,
  { byProxy = false, ...more }: Partial<SipTrunk> & { byProxy?: boolean } = {},
): Promise<{ a: EdgeInHand; peer: HandPeer; id: string }> {
  const peer = await handPeer(t);
  const a = await edgeOf(t);
  const place = `127.0.0.1:${peer.port}`;
  const credentials = { username: 'ada', password: 'secret' };
  const trunk = trunkTo(place, {
    credentials,
    registration: { registrar: place, expiresS: 60 },
    outboundProxy: byProxy ? place : null,
    ...more,
  });
  a.trunks.set([trunk]);
  return { a, peer, id: trunk.trunkId };
}

test('whoever knows a call may replace it by Replaces by a trunk of its workspace alone', async (t) => {
  const trunks = handTrunks();
  const loopback = { inbound: { networks: ['127.0.0.0/8'], credentials: null } };
  trunks.set([trunkTo('192.0.2.1', loopback)]);
  const { peer, party, invite, answer } = await talking(t, sdp(), { allow: [], trunks });
  const [, theirs] = /tag=([^;]+)/.exec(header(invite, 'From') ?? '') ?? [];
  const [, ours] = /tag=([^;]+)/.exec(header(answer, 'To') ?? '') ?? [];
  const Replaces = `${header(invite, 'Call-ID')};to-tag=${ours};from-tag=${theirs}`;
  const again = (callId: string) =>
    peer.send(
      newRequest('INVITE', peer.port, { uri: 'sip:+14155550199@x', callId, headers: { Replaces }, sdp: sdp() }),
    );

  trunks.set([trunkTo('192.0.2.1', { ...loopback, workspaceId: 'org_2' })]);
  again('of-another');
  assert.equal(header(await peer.response(481, 'INVITE'), 'Call-ID'), 'of-another');
  trunks.set([trunkTo('192.0.2.1', loopback)]);
  again('of-its-own');
  assert.equal(header(await peer.response(200, 'INVITE'), 'Call-ID'), 'of-its-own');
  assert.ok(!party.events.some((event) => event.is === 'gone'));
});

test('a registrar that wants longer registrations gets them', async (t) => {
  const { a, peer, id } = await registrar(t);
  peer.answer(await peer.request('REGISTER'), 423, { headers: { 'Min-Expires': '600' } });
  const again = await peer.request('REGISTER');
  assert.equal(header(again, 'Expires'), '600');
  peer.answer(again, 200, { headers: { Expires: '600' } });
  await until(() => a.edge.care.health(id)?.registration?.state === 'registered');
});

test('the test of a trunk that another server registers proves the password and takes no registration away', async (t) => {
  const peer = await handPeer(t);
  const place = `127.0.0.1:${peer.port}`;
  const trunk = trunkTo(place, {
    credentials: { username: 'ada', password: 'secret' },
    registration: { registrar: place, expiresS: 60 },
  });
  const trunks = handTrunks();
  trunks.set([trunk]);
  const leases = { hold: async () => new Set<string>(), release: async () => {} };
  const { edge } = await edgeOf(t, { trunks, leases });
  peer.sayYes();
  const { steps } = await edge.care.test(trunk, { ring: null }, t.signal);
  assert.equal(steps.find(({ step }) => step === 'credentials')?.result, 'ok');
  assert.equal(header(await peer.request('REGISTER'), 'Expires'), '0');
  assert.equal(edge.care.health(trunk.trunkId)?.registration?.state, 'elsewhere');
});

test('a registrar that refuses is not asked again at once, and one that is overloaded is', async (t) => {
  const refusing = await registrar(t);
  refusing.peer.answer(await refusing.peer.request('REGISTER'), 403);
  await until(() => refusing.a.edge.care.health(refusing.id)?.registration?.state === 'refused');
  assert.match(refusing.a.edge.care.health(refusing.id)?.registration?.detail ?? '', /403/);

  const next = await handPeer(t);
  const targets = [{ uri: `127.0.0.1:${next.port}`, priority: 0, weight: 1 }];
  const busy = await registrar(t, { targets });
  busy.peer.answer(await busy.peer.request('REGISTER'), 503);
  next.answer(await next.request('REGISTER'), 200);
  await until(() => busy.a.edge.care.health(busy.id)?.registration?.state === 'registered');
});

test('a target that is asked for a sign of life is up, then down, and calls go to the other', async (t) => {
  const peer = await handPeer(t);
  const other = await edgeOf(t);
  const lines: object[] = [];
  const put = (fields: object): void => void lines.push(fields);
  const log = { debug() {}, info: put, warn: put, error: put, child: () => log } as never;
  const a = await edgeOf(t, { log });
  const targets = [
    { uri: `127.0.0.1:${peer.port}`, priority: 0, weight: 1 },
    { uri: other.place, priority: 1, weight: 1 },
  ];
  const trunk = trunkTo('', { targets, healthEveryS: 0.05 });
  a.trunks.set([trunk]);
  const state = (): string | undefined => a.edge.care.health(trunk.trunkId)?.targets[0]?.state;
  peer.answer(await peer.request('OPTIONS'), 404);
  await until(() => state() === 'up');
  peer.answer(await peer.request('OPTIONS'), 503);
  await until(() => state() === 'down');
  assert.equal(lines.length, 1);
  a.dial();
  await other.incoming();
  assert.ok(!peer.came.some((message) => message.is === 'request' && message.method === 'INVITE'));
});

test('a call over IPv6 sounds both ways', async (t) => {
  const listen: SipEdgeOptions['listen'] = [{ transport: 'udp', address: '::1', port: 0 }];
  const v6 = { listen, publicAddress: null, allow: ['::1/128'] };
  const [a, b] = [await edgeOf(t, v6), await edgeOf(t, v6)];
  a.trunks.set([trunkTo(`[::1]:${b.edge.listening[0]?.port}`)]);
  const out = a.dial();
  const { party } = await b.incoming();
  party.tell({ do: 'answer' });
  await Promise.all([out.until('connected'), party.until('connected')]);
  out.play(440);
  party.play(1000);
  await Promise.all([out.hears(1000), party.hears(440)]);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}
