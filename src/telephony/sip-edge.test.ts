// Two edges that call each other over real sockets, with sound in a real media host.

import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { after, before, test } from 'node:test';
import type { Scope } from '../../test/support/scope.ts';
import {
  handDialogs,
  handTrunks,
  openEdge,
  trunkTo,
  WORKSPACE,
  type EdgeInHand,
  type Party,
} from '../../test/support/sip-edges.ts';
import type { HangupReason } from '../interfaces/leg.ts';
import type { DialFailure, IncomingPhoneCall } from '../interfaces/phone-edge.ts';
import { startMediaHost, type RunningMediaHost } from '../media/index.ts';
import type { SipEdgeOptions } from './sip-edge.ts';

let host: RunningMediaHost;
before(async () => {
  host = await startMediaHost({ udpPorts: null, advertisedIp: '127.0.0.1' });
});
after(() => host.close());

async function pair(
  t: Scope,
  options: { a?: Partial<SipEdgeOptions>; b?: Partial<SipEdgeOptions>; trunk?: Parameters<typeof trunkTo>[1] } = {},
): Promise<{ a: EdgeInHand; b: EdgeInHand }> {
  const [a, b] = [await openEdge(host, options.a), await openEdge(host, options.b)];
  t.after(async () => {
    await a.edge.close();
    await b.edge.close();
  });
  a.trunks.set([trunkTo(b.place, options.trunk)]);
  return { a, b };
}

async function talk({
  a,
  b,
}: {
  a: EdgeInHand;
  b: EdgeInHand;
}): Promise<{ out: Party; in: Party; call: IncomingPhoneCall }> {
  const out = a.dial();
  const { party, call } = await b.incoming();
  party.tell({ do: 'answer' });
  await Promise.all([out.until('connected'), party.until('connected')]);
  return { out, in: party, call };
}

test('a call is dialled, rings, is answered, and sounds both ways', async (t) => {
  const { a, b } = await pair(t);
  const out = a.dial({ headers: { 'X-Order': '7', Authorization: 'no' } });
  const { party, call } = await b.incoming();
  assert.equal(call.to, '+14155550199');
  assert.equal(call.from, '+14155550100');
  assert.equal(call.headers['x-order'], '7');
  assert.equal(call.headers['x-ringback-call-id'], 'call_1');
  party.tell({ do: 'ring' });
  await out.until('ringing');
  party.tell({ do: 'answer' });
  await out.until('answered');
  await Promise.all([out.until('connected'), party.until('connected')]);
  assert.equal(out.leg.identifier.sip_call_id, party.leg.identifier.sip_call_id);
  out.play(440);
  party.play(1000);
  await Promise.all([out.hears(1000), party.hears(440)]);
  party.tell({ do: 'hangup', reason: 'ended' });
  assert.equal((await out.until('gone')).by, 'peer');
  assert.equal((await party.until('gone')).by, 'us');
  const summary = await out.leg.summary();
  assert.equal(summary.sipStatus, null);
  assert.equal(summary.quality?.codec, 'pcmu');
  assert.ok((summary.quality?.packetsReceived ?? 0) > 0);
  assert.match(
    summary.ladder ?? '',
    /INVITE sip:\+14155550199@[\s\S]*SIP\/2\.0 180[\s\S]*SIP\/2\.0 200[\s\S]*ACK sip[\s\S]*BYE sip/,
  );
  assert.match((await party.leg.summary()).ladder ?? '', /^\S+ < [\s\S]*BYE sip[\s\S]*SIP\/2\.0 200/);
  assert.equal(a.edge.size + b.edge.size, 0);
});

test('digits go both ways', async (t) => {
  const call = await talk(await pair(t));
  call.out.tell({ do: 'dtmf', digits: '1#', gapMs: 40 });
  assert.equal((await call.in.until('dtmf')).digit, '1');
  assert.equal((await call.in.until('dtmf')).digit, '#');
  call.in.tell({ do: 'dtmf', digits: '5', gapMs: 40 });
  assert.equal((await call.out.until('dtmf')).digit, '5');
});

test('a call on hold is degraded until it is resumed, and sounds again', async (t) => {
  const call = await talk(await pair(t));
  call.out.tell({ do: 'hold', on: true });
  await call.in.until('degraded');
  call.out.tell({ do: 'hold', on: false });
  await call.in.until('restored');
  call.in.play(1000);
  await call.out.hears(1000);
});

test('a refusal of the far side has its reason', async (t) => {
  const { a, b } = await pair(t);
  const table: [HangupReason, DialFailure, number][] = [
    ['busy', 'busy', 486],
    ['rejected', 'declined', 603],
    ['unknown', 'invalid_destination', 404],
    ['ended', 'no_answer', 480],
    ['unavailable', 'unavailable', 503],
  ];
  for (const [reason, failure, status] of table) {
    const out = a.dial();
    const { party } = await b.incoming();
    party.tell({ do: 'hangup', reason });
    assert.equal((await out.until('failed')).code, failure);
    await out.until('gone');
    assert.equal((await out.leg.summary()).sipStatus, status);
  }
});

test('a hang-up before the answer gives the dialling up, and the far side hears of it', async (t) => {
  const { a, b } = await pair(t);
  const out = a.dial();
  const { party } = await b.incoming();
  party.tell({ do: 'ring' });
  await out.until('ringing');
  out.tell({ do: 'hangup', reason: 'ended' });
  assert.equal((await out.until('failed')).code, 'cancelled');
  assert.equal((await out.until('gone')).by, 'us');
  assert.equal((await party.until('gone')).by, 'peer');
});

test('who is dialled and hung up on at once is not rung', async (t) => {
  const { a, b } = await pair(t);
  const out = a.dial();
  out.tell({ do: 'hangup', reason: 'ended' });
  await out.until('gone');
  await out.leg.summary();
  assert.equal(b.edge.size, 0);
});

test('a phone that nobody answers is no answer', async (t) => {
  const { a, b } = await pair(t);
  const out = a.dial({ ringMs: 300 });
  const { party } = await b.incoming();
  party.tell({ do: 'ring' });
  assert.equal((await out.until('failed')).code, 'no_answer');
  await party.until('gone');
});

test('the next target is called when the first is not there', async (t) => {
  const { a, b } = await pair(t);
  const targets = [
    { uri: '127.0.0.1:9;transport=tcp', priority: 0, weight: 1 },
    { uri: b.place, priority: 1, weight: 1 },
  ];
  a.trunks.set([trunkTo(b.place, { targets })]);
  const { out } = await talk({ a, b });
  out.tell({ do: 'hangup', reason: 'ended' });
  a.trunks.set([trunkTo('127.0.0.1:9;transport=tcp')]);
  const alone = a.dial();
  assert.equal((await alone.until('failed')).code, 'unavailable');
});

test('a number without a trunk, and what no SIP address can say, are not dialled', async (t) => {
  const { a } = await pair(t);
  const strange = a.dial({ to: 'a b"<>' });
  assert.equal((await strange.until('failed')).code, 'invalid_destination');
  a.trunks.set([]);
  const none = a.dial();
  assert.equal((await none.until('failed')).code, 'unavailable');
});

test('another number is shown with the own one beside it, and none is anonymous', async (t) => {
  const { a, b } = await pair(t);
  a.dial({ shownAs: '+442079460958' });
  const first = await b.incoming();
  // The network vouches for the number that pays; who it is about stands in From.
  assert.equal(first.call.from, '+14155550100');
  assert.match(first.call.headers['diversion'] ?? '', /sip:\+14155550100@/);
  assert.match(
    (
      first.party.leg as unknown as { sipCall: { request: { headers: { name: string; value: string }[] } } }
    ).sipCall.request.headers.find(({ name }) => name === 'From')?.value ?? '',
    /\+442079460958/,
  );
  a.dial({ shownAs: 'anonymous' });
  assert.equal((await b.incoming()).call.from, 'anonymous');
});

test('sound is encrypted where the trunk demands it, and a call without is refused', async (t) => {
  const { a, b } = await pair(t, { trunk: { srtp: 'required' } });
  const call = await talk({ a, b });
  call.out.play(440);
  await call.in.hears(440);
  assert.match((await hungUp(call.out)).ladder ?? '', /RTP\/SAVP[\s\S]*a=crypto:\S+ \S+ \(left out\)/);
  b.trunks.set([trunkTo(a.place, { srtp: 'required' })]);
  a.trunks.set([trunkTo(b.place)]);
  const refused = a.dial();
  assert.equal((await refused.until('failed')).code, 'routing_error');
});

async function hungUp(party: Party) {
  party.tell({ do: 'hangup', reason: 'ended' });
  await party.until('gone');
  return party.leg.summary();
}

test('calls of a trunk belong to its workspace, those of two workspaces to none yet', async (t) => {
  const { a, b } = await pair(t, { b: { allow: [] } });
  b.trunks.set([trunkTo(a.place)]);
  await b.edge.ready();
  a.dial();
  assert.equal((await b.incoming()).call.workspaceId, WORKSPACE);
  b.trunks.set([trunkTo(a.place), trunkTo('localhost', { trunkId: 'two', workspaceId: 'org_2' })]);
  await b.edge.ready();
  a.dial();
  const { call } = await b.incoming();
  assert.deepEqual([call.workspaceId, call.workspaceIds], [null, [WORKSPACE, 'org_2']]);
});

test('a network that may call everybody belongs to no workspace, whoever names it as a trunk', async (t) => {
  const { a, b } = await pair(t);
  b.trunks.set([trunkTo(a.place)]);
  await b.edge.ready();
  a.dial();
  const { call } = await b.incoming();
  assert.deepEqual([call.workspaceId, call.workspaceIds], [null, undefined]);
});

test('strangers get no answer, or the one that was set; who knows the credentials is let in', async (t) => {
  const { a, b } = await pair(t, { b: { allow: [] } });
  const silent = a.dial({ ringMs: 400 });
  assert.equal((await silent.until('failed')).code, 'unavailable');
  assert.equal(b.edge.counts.unanswered > 0, true);
  assert.equal(b.edge.strangers.invite > 0, true);

  const credentials = { username: 'them', password: 'secret' };
  b.trunks.set([trunkTo('192.0.2.1', { inbound: { networks: [], credentials } })]);
  a.trunks.set([trunkTo(b.place, { credentials: { username: 'them', password: 'wrong' } })]);
  const wrong = a.dial();
  assert.equal((await wrong.until('failed')).code, 'permission_denied');
  a.trunks.set([trunkTo(b.place, { credentials })]);
  a.dial();
  const { call } = await b.incoming();
  assert.equal(call.workspaceId, WORKSPACE);
  assert.equal(b.edge.strangers.wrongCredentials > 0, true);
});

test('a stranger that set 403 is told so, and one that scans is blocked', async (t) => {
  const { a, b } = await pair(t, { b: { allow: [], strangers: '403' } });
  for (let i = 0; i < 35; i++) {
    const out = a.dial({ ringMs: 400 });
    await out.until('failed');
    if (b.edge.strangers.blockedNow > 0) break;
  }
  assert.equal(b.edge.strangers.blockedNow, 1);
  assert.equal(b.edge.strangers.blocked, 1);
});

test('a registered call may be dialled from anywhere by its id', async (t) => {
  const { a, b } = await pair(t, { b: { allow: [] } });
  const id = `call_${'0a'.repeat(13)}b`;
  a.dial({ to: id });
  const { call } = await b.incoming();
  assert.deepEqual([call.to, call.workspaceId], [id, null]);
  // Another workspace's carrier may bring it as well.
  b.trunks.set([trunkTo(a.place)]);
  await b.edge.ready();
  a.dial({ to: id });
  const { call: again } = await b.incoming();
  assert.deepEqual([again.to, again.workspaceId, again.workspaceIds], [id, null, undefined]);
});

test('a switch that registers is called at its contact, and takes its registration back', async (t) => {
  const registrar = createSocket('udp4');
  const contacts: string[] = [];
  let told = (): void => {};
  registrar.on('message', (bytes, peer) => {
    const text = bytes.toString();
    const line = (name: string): string => new RegExp(`^${name}: .*$`, 'im').exec(text)?.[0] ?? '';
    const isProven = /^Authorization: Digest .*username="ada"/im.test(text);
    const status = isProven ? '200 OK' : '401 Unauthorized';
    const extra = isProven
      ? `${line('Contact')};expires=60`
      : 'WWW-Authenticate: Digest realm="r", nonce="n", algorithm=MD5, qop="auth"';
    if (isProven) contacts.push(`${/^Expires: (.*)$/im.exec(text)?.[1]} ${line('Contact')}`);
    const answer = [
      'SIP/2.0 ' + status,
      line('Via'),
      line('From'),
      `${line('To')};tag=x`,
      line('Call-ID'),
      line('CSeq'),
      extra,
    ];
    registrar.send(`${answer.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, peer.port, peer.address);
    told();
  });
  await new Promise<void>((resolve) => registrar.bind(0, '127.0.0.1', resolve));
  t.after(() => void registrar.close());
  const place = `127.0.0.1:${registrar.address().port}`;
  const edge = await openEdge(host);
  const trunk = trunkTo(place, {
    credentials: { username: 'ada', password: 'secret' },
    registration: { registrar: place, expiresS: 300 },
  });
  const registered = new Promise<void>((resolve) => {
    told = () => void (contacts.length > 0 && resolve());
  });
  edge.trunks.set([trunk]);
  await registered;
  while (edge.edge.care.health(trunk.trunkId)?.registration?.state !== 'registered') await new Promise(setImmediate);
  await edge.edge.close();
  assert.match(contacts[0] ?? '', /^300 Contact: <sip:ada@127\.0\.0\.1:\d+>/);
  assert.match(contacts.at(-1) ?? '', /^0 /);
});

test('a dialog is kept while the call lasts, and one of a dead server gets its BYE', async (t) => {
  const dialogs = handDialogs();
  const { a, b } = await pair(t, { a: { dialogs } });
  const call = await talk({ a, b });
  while (dialogs.kept.size === 0) await new Promise(setImmediate);
  const [kept] = [...dialogs.kept.values()];
  assert.deepEqual([kept?.callId, kept?.workspaceId], ['call_1', WORKSPACE]);
  const heir = handDialogs();
  heir.orphan = [structuredClone(kept!)];
  const next = await openEdge(host, { dialogs: heir });
  t.after(() => next.edge.close());
  assert.equal((await call.in.until('gone')).by, 'peer');
  await hungUp(call.out);
  while (dialogs.kept.size > 0) await new Promise(setImmediate);
});

test('whoever is still talking when an edge closes is hung up on', async (t) => {
  const { a, b } = await pair(t);
  const call = await talk({ a, b });
  await a.edge.close();
  assert.equal((await call.in.until('gone')).by, 'peer');
  assert.equal(a.edge.size, 0);
});

test('an edge that has closed dials nobody, and says so', async (t) => {
  const { a } = await pair(t);
  await a.edge.close();
  const failure = await a.dial().until('failed');
  assert.equal(failure.code, 'unavailable');
});

test('an edge whose port is taken lets go of all that it had begun', async (t) => {
  const { a } = await pair(t);
  const [{ port } = { port: 0 }] = a.edge.listening;
  const trunks = handTrunks();
  let asked = 0;
  const none = async (): Promise<never[]> => {
    asked += 1;
    return [];
  };
  const resolver = { naptr: none, srv: none, addresses: none };
  const listen: SipEdgeOptions['listen'] = [{ transport: 'udp', address: '127.0.0.1', port }];
  await assert.rejects(openEdge(host, { listen, trunks, resolver }), { code: 'EADDRINUSE' });
  trunks.set([trunkTo('sip.example.com')]);
  await new Promise(setImmediate);
  assert.equal(asked, 0, 'no name is looked up for it');
});
