// Requests within calls and outside of them: new offers and their glare, REFER, Replaces, routes, and what is refused. Each played by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromCallee, newRequest, withinDialog } from './hand-peer.fixture.ts';
import { header, headers } from './header.ts';
import { answered, called, cseqOf, scene, times } from './played-scene.fixture.ts';
import { hear, nextCall, SDP, startAgent } from './two-agents.fixture.ts';

test('re-INVITE both ways: hold, resume, and an offer of ours that meets theirs is tried again', () =>
  scene({ random: () => 0 }, async (agent, peer) => {
    const { call, heard, invite, ok } = await answered(agent, peer);
    const hold = withinDialog('INVITE', invite, ok, 2, { sdp: `${SDP}a=sendonly\r\n` });
    peer.send(hold);
    const offer = await heard.next('offer');
    assert.match(offer.sdp!, /sendonly/);
    offer.answer(`${SDP}a=recvonly\r\n`);
    const held = await peer.response(200, 'INVITE');
    assert.match(held.body.toString(), /recvonly/);
    peer.send(withinDialog('ACK', invite, ok, 2));
    await heard.next('confirmed');
    const renegotiated = call.renegotiate(SDP);
    const ours = await peer.request('INVITE');
    peer.send(withinDialog('INVITE', invite, ok, 3, { sdp: SDP }));
    await peer.response(491, 'INVITE');
    peer.answer(ours, 491);
    const again = await peer.request('INVITE');
    assert.ok(cseqOf(again) > cseqOf(ours));
    peer.answer(again, 200, { sdp: SDP });
    assert.deepEqual(await renegotiated, { ok: true, sdp: SDP });
    await peer.request('ACK');
  }));

test('UPDATE carries an offer, refreshes the target, and meets 500 while another waits', () =>
  scene({}, async (agent, peer) => {
    const { call, heard, invite, ok } = await answered(agent, peer);
    peer.send(
      withinDialog('UPDATE', invite, ok, 2, { sdp: SDP, headers: { Contact: `<sip:moved@127.0.0.1:${peer.port}>` } }),
    );
    const offer = await heard.next('offer');
    peer.send(withinDialog('UPDATE', invite, ok, 3, { sdp: SDP }));
    assert.ok(Number(header(await peer.response(500, 'UPDATE'), 'Retry-After')) <= 10);
    offer.answer(SDP);
    await peer.response(200, 'UPDATE');
    call.hangup();
    assert.match((await peer.request('BYE')).uri, /^sip:moved@/);
  }));

test('a request that is older than the last is refused with 500, one for no dialog with 481', () =>
  scene({}, async (agent, peer) => {
    const { invite, ok } = await answered(agent, peer);
    peer.send(withinDialog('INFO', invite, ok, 5));
    await peer.response(200, 'INFO');
    peer.send(withinDialog('INFO', invite, ok, 4));
    await peer.response(500, 'INFO');
    peer.send(newRequest('BYE', peer.port, { to: '<sip:a@127.0.0.1>;tag=nobody' }));
    await peer.response(481, 'BYE');
  }));

test('who does not acknowledge our 200 is hung up on when patience ends', () =>
  scene({}, async (agent, peer) => {
    const came = nextCall(agent);
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP }));
    const { call } = await came;
    const heard = hear(call);
    call.accept(SDP);
    await peer.response(200, 'INVITE');
    await peer.response(200, 'INVITE');
    const ended = await heard.next('ended');
    assert.deepEqual([ended.by, ended.detail], ['lost', 'no ACK']);
    peer.answer(await peer.request('BYE'), 200);
  }));

test('a hang-up between 200 and ACK waits for the ACK', () =>
  scene({}, async (agent, peer) => {
    const came = nextCall(agent);
    const invite = newRequest('INVITE', peer.port, { sdp: SDP });
    peer.send(invite);
    const { call } = await came;
    call.accept(SDP);
    call.hangup();
    const ok = await peer.response(200, 'INVITE');
    await peer.response(200, 'INVITE');
    assert.ok(!peer.came.some((message) => message.is === 'request' && message.method === 'BYE'));
    peer.send(withinDialog('ACK', invite, ok, 1));
    peer.answer(await peer.request('BYE'), 200);
  }));

test('REFER of theirs: 202, news by NOTIFY until the last', () =>
  scene({}, async (agent, peer) => {
    const { heard, invite, ok } = await answered(agent, peer);
    peer.send(withinDialog('REFER', invite, ok, 2, { headers: { 'Refer-To': '<sip:carol@example.com>' } }));
    const refer = await heard.next('refer');
    refer.notify(100, 'Trying');
    await peer.response(202, 'REFER');
    const first = await peer.request('NOTIFY');
    assert.equal(first.body.toString(), 'SIP/2.0 100 Trying\r\n');
    assert.match(header(first, 'Subscription-State')!, /^active/);
    peer.answer(first, 200);
    refer.notify(486, 'Busy Here');
    const second = await peer.request('NOTIFY');
    assert.match(header(second, 'Subscription-State')!, /^terminated/);
    peer.answer(second, 200);
    peer.send(withinDialog('REFER', invite, ok, 3, { headers: { 'Refer-To': '<sip:carol@example.com>' } }));
    (await heard.next('refer')).refuse(603);
    await peer.response(603, 'REFER');
  }));

test('REFER of ours: the last status that NOTIFY tells, or that of the refusal', () =>
  scene({}, async (agent, peer) => {
    const { call, invite } = await called(agent, peer);
    const referred = call.refer('sip:carol@example.com', {}, new AbortController().signal);
    const refer = await peer.request('REFER');
    assert.equal(header(refer, 'Refer-To'), '<sip:carol@example.com>');
    peer.answer(refer, 202);
    const notify = (cseq: number, status: string, state: string) =>
      fromCallee('NOTIFY', invite, 'one', cseq, peer.port, {
        headers: { Event: 'refer', 'Subscription-State': state, 'Content-Type': 'message/sipfrag' },
        sdp: `SIP/2.0 ${status}`,
      });
    peer.send(notify(1, '100 Trying', 'active'));
    await peer.response(200, 'NOTIFY');
    peer.send(notify(2, '404 Not Found', 'terminated'));
    await peer.response(200, 'NOTIFY');
    assert.equal(await referred, 404);
    const refused = call.refer('sip:dave@example.com', {}, new AbortController().signal);
    peer.answer(await peer.request('REFER'), 603);
    assert.equal(await refused, 603);
    peer.send(notify(3, '200 OK', 'terminated'));
    await peer.response(481, 'NOTIFY');
  }));

test('a call that replaces another ends it when it is answered', () =>
  scene({}, async (agent, peer) => {
    const old = await answered(agent, peer);
    const callee = nextCall(agent);
    const ourTag = /tag=([^;]+)/.exec(header(old.ok, 'To')!)![1];
    const replaces = `${old.call.id};to-tag=${ourTag};from-tag=hand`;
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP, headers: { Replaces: `${replaces};early-only` } }));
    await peer.response(486, 'INVITE');
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP, headers: { Replaces: 'other;to-tag=a;from-tag=b' } }));
    await peer.response(481, 'INVITE');
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP, headers: { Replaces: replaces } }));
    const fresh = await callee;
    assert.equal(fresh.replaces, old.call);
    fresh.call.accept(SDP);
    assert.equal((await old.heard.next('ended')).by, 'replaced');
    peer.answer(await peer.request('BYE'), 200);
  }));

test('route sets are followed: loose routers by Route, a strict one by Request-URI', () =>
  scene({}, async (agent, peer) => {
    const at = `127.0.0.1:${peer.port}`;
    const loose = await called(agent, peer, { 'Record-Route': `<sip:p2@${at};lr>` });
    loose.call.hangup();
    const bye = await peer.request('BYE');
    assert.equal(bye.uri, `sip:peer@${at}`);
    assert.deepEqual(headers(bye, 'Route'), [`<sip:p2@${at};lr>`]);
    peer.answer(bye, 200);
    const strict = await called(agent, peer, { 'Record-Route': `<sip:p3@${at}>` });
    strict.call.hangup();
    const second = await peer.request('BYE');
    assert.equal(second.uri, `sip:p3@${at}`);
    assert.deepEqual(headers(second, 'Route'), [`<sip:peer@${at}>`]);
    peer.answer(second, 200);
  }));

test('what cannot be served is refused with what would help', () =>
  scene({}, async (agent, peer) => {
    agent.onInvite((call) => call.reject(480));
    peer.send(newRequest('INVITE', peer.port, { headers: { Require: 'nonsense, 100rel' } }));
    assert.equal(header(await peer.response(420, 'INVITE'), 'Unsupported'), 'nonsense');
    peer.send(newRequest('INVITE', peer.port, { sdp: 'x', headers: { 'Content-Type': 'text/plain' } }));
    assert.equal(header(await peer.response(415, 'INVITE'), 'Accept'), 'application/sdp');
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP, headers: { 'Session-Expires': '30' } }));
    assert.equal(header(await peer.response(422, 'INVITE'), 'Min-SE'), '90');
    peer.send(newRequest('INVITE', peer.port, { uri: 'http://example.com', sdp: SDP }));
    await peer.response(416, 'INVITE');
    const lost = newRequest('INVITE', peer.port, { sdp: SDP });
    lost.headers = lost.headers.filter(({ name }) => name !== 'Contact');
    peer.send(lost);
    assert.match((await peer.response(400, 'INVITE')).reason, /Contact/);
    peer.send(newRequest('PUBLISH', peer.port));
    assert.match(header(await peer.response(405, 'PUBLISH'), 'Allow')!, /INVITE/);
    peer.send(newRequest('DANCE', peer.port));
    await peer.response(501, 'DANCE');
    peer.send(newRequest('UPDATE', peer.port));
    await peer.response(481, 'UPDATE');
    peer.send(newRequest('OPTIONS', peer.port));
    assert.match(header(await peer.response(200, 'OPTIONS'), 'Supported')!, /timer/);
  }));

test('the same request by two ways is merged: the second gets 482, a repetition its answer again', () =>
  scene({}, async (agent, peer) => {
    const came = nextCall(agent);
    const invite = newRequest('INVITE', peer.port, { sdp: SDP, callId: 'merged' });
    peer.send(invite);
    const { call } = await came;
    peer.send(newRequest('INVITE', peer.port, { sdp: SDP, callId: 'merged' }));
    await peer.response(482, 'INVITE');
    call.ring();
    await peer.response(180, 'INVITE');
    peer.send(invite);
    await peer.response(180, 'INVITE');
    call.reject(486);
    peer.send({
      ...newRequest('ACK', peer.port, { callId: 'merged' }),
      headers: ackHeaders(invite, await peer.response(486, 'INVITE')),
    });
  }));

function ackHeaders(invite: Parameters<typeof headers>[0], response: Parameters<typeof headers>[0]) {
  return [
    { name: 'Via', value: header(invite, 'Via')! },
    ...['From', 'Call-ID'].map((name) => ({ name, value: header(invite, name)! })),
    { name: 'To', value: header(response, 'To')! },
    { name: 'CSeq', value: '1 ACK' },
  ];
}

test('a stranger gets nothing, or an answer no larger than what it sent; nothing is kept of it', () =>
  scene(
    {
      screen: (_, request) =>
        request.method === 'OPTIONS'
          ? { ok: true }
          : { ok: false, answer: request.method === 'INVITE' ? null : { status: 403 } },
    },
    async (agent, peer) => {
      peer.send(newRequest('INVITE', peer.port, { sdp: SDP }));
      peer.send(newRequest('REGISTER', peer.port));
      await peer.response(403, 'REGISTER');
      peer.send(newRequest('BYE', peer.port, { to: '<sip:a@127.0.0.1>;tag=nobody' }));
      await peer.response(403, 'BYE');
      peer.raw(
        'REGISTER sip:a SIP/2.0\r\nv: SIP/2.0/UDP a;branch=z9hG4bKx\r\nf: <sip:a>\r\nt: <sip:a>\r\ni: a\r\nCSeq: 1 REGISTER\r\n\r\n',
      );
      peer.send(newRequest('OPTIONS', peer.port));
      await peer.response(200, 'OPTIONS');
      assert.equal(peer.came.length, 3);
      assert.deepEqual([agent.counts.unanswered, agent.counts.turnedAway, agent.counts.transactions], [1, 3, 0]);
    },
  ));

test('a dialog that was written down is ended with a BYE that its far side takes for new', () =>
  scene({}, async (agent, peer) => {
    const { call } = await called(agent, peer);
    const stored = JSON.parse(JSON.stringify(call.stored()));
    const successor = await startAgent({ times });
    const done = successor.bye(stored, null);
    const bye = await peer.request('BYE');
    assert.ok(cseqOf(bye) > stored.localCseq);
    assert.match(header(bye, 'To')!, /tag=one/);
    peer.send({ ...(await import('./build-response.ts')).buildResponse(bye, 200) });
    peer.aim(successor.listening[0]!.port);
    peer.answer(bye, 200);
    await done;
    await successor.close();
    peer.aim(agent.listening[0]!.port);
  }));
