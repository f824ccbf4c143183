// What far sides do to calls until they are answered: forks, races, reliable answers, session intervals, redirects, proofs. Each played by hand.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newRequest, startHandPeer, withinDialog } from './hand-peer.fixture.ts';
import { header } from './header.ts';
import { cseqOf, scene } from './played-scene.fixture.ts';
import { hear, nextCall, planTo, SDP } from './two-agents.fixture.ts';

test('of two forks that answer one is the call, the other is acknowledged and ended, and both ACKs are repeated', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route)));
    const invite = await peer.request('INVITE');
    peer.answer(invite, 180, { tag: 'one' });
    peer.answer(invite, 180, { tag: 'two' });
    peer.answer(invite, 200, { tag: 'one', sdp: SDP });
    assert.match(header(await peer.request('ACK'), 'To')!, /tag=one/);
    peer.answer(invite, 200, { tag: 'two', sdp: SDP });
    assert.match(header(await peer.request('ACK'), 'To')!, /tag=two/);
    const bye = await peer.request('BYE');
    assert.match(header(bye, 'To')!, /tag=two/);
    peer.answer(bye, 200);
    for (const tag of ['one', 'two']) {
      peer.answer(invite, 200, { tag, sdp: SDP });
      assert.match(header(await peer.request('ACK'), 'To')!, new RegExp(`tag=${tag}`));
    }
    assert.deepEqual(
      heard.all.map((event) => event.is),
      ['ringing', 'ringing', 'accepted'],
    );
  }));

test('a 200 that crosses a CANCEL is acknowledged and ended', () =>
  scene({}, async (agent, peer) => {
    const call = agent.invite(planTo(peer.route));
    const heard = hear(call);
    const invite = await peer.request('INVITE');
    peer.answer(invite, 180, { tag: 'one' });
    await heard.next('ringing');
    call.hangup([{ name: 'Reason', value: 'SIP;cause=200;text="elsewhere"' }]);
    const cancel = await peer.request('CANCEL');
    assert.equal(header(cancel, 'Via'), header(invite, 'Via'));
    assert.match(header(cancel, 'Reason')!, /elsewhere/);
    peer.answer(invite, 200, { tag: 'one', sdp: SDP });
    await peer.request('ACK');
    peer.answer(await peer.request('BYE'), 200);
    assert.equal((await heard.next('failed')).by, 'us');
  }));

test('a call given up before anything came is cancelled at the first sign of life', () =>
  scene({}, async (agent, peer) => {
    const call = agent.invite(planTo(peer.route));
    const invite = await peer.request('INVITE');
    call.hangup();
    peer.answer(invite, 100);
    peer.answer(await peer.request('CANCEL'), 200);
    peer.answer(invite, 487, { tag: 'one' });
    await peer.request('ACK');
  }));

test('a ring time that ends cancels and tells so', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route, { ringMs: 40 })));
    const invite = await peer.request('INVITE');
    peer.answer(invite, 180, { tag: 'one' });
    await peer.request('CANCEL');
    const failed = await heard.next('failed');
    assert.deepEqual([failed.status, failed.by], [487, 'timeout']);
    peer.answer(invite, 487, { tag: 'one' });
  }));

test('a silent target is left for the next after its time, and cancelled when it wakes up', () =>
  scene({}, async (agent, peer) => {
    const other = await startHandPeer();
    const heard = hear(agent.invite(planTo(peer.route, { routes: [peer.route, other.route], attemptMs: 30 })));
    const first = await peer.request('INVITE');
    const second = await other.request('INVITE');
    assert.ok(cseqOf(second) > cseqOf(first));
    other.answer(second, 200, { tag: 'other', sdp: SDP });
    await heard.next('accepted');
    peer.answer(first, 180, { tag: 'late' });
    await peer.request('CANCEL');
    other.close();
  }));

test('503 goes to the next target; when none is left, that 503 is told', () =>
  scene({}, async (agent, peer) => {
    const other = await startHandPeer();
    const heard = hear(agent.invite(planTo(peer.route, { routes: [peer.route, other.route] })));
    peer.answer(await peer.request('INVITE'), 503, { tag: 'one' });
    other.answer(await other.request('INVITE'), 503, { tag: 'two' });
    assert.equal((await heard.next('failed')).status, 503);
    other.close();
  }));

test('silence everywhere is 408 by timeout', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route, { attemptMs: 30 })));
    const failed = await heard.next('failed');
    assert.deepEqual([failed.status, failed.by], [408, 'timeout']);
  }));

test('a refused connection is 503 with the reason of the system', () =>
  scene({}, async (agent, peer) => {
    const route = { ...peer.route, transport: 'tcp' as const };
    const failed = await hear(agent.invite(planTo(route))).next('failed');
    assert.deepEqual([failed.status, failed.reason, failed.by], [503, 'ECONNREFUSED', 'transport']);
  }));

test('redirects are followed when the plan allows, none twice, and the best refusal is told', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route, { redirects: 3 })));
    const contact = { Contact: `<sip:a@127.0.0.1:${peer.port}>;q=0.2, <sip:b@127.0.0.1:${peer.port}>;q=0.9` };
    peer.answer(await peer.request('INVITE'), 302, { tag: 'x', headers: contact });
    const second = await peer.request('INVITE');
    assert.equal(second.uri, `sip:b@127.0.0.1:${peer.port}`);
    peer.answer(second, 302, { tag: 'y', headers: { Contact: `<sip:b@127.0.0.1:${peer.port}>` } });
    const third = await peer.request('INVITE');
    assert.equal(third.uri, `sip:a@127.0.0.1:${peer.port}`);
    peer.answer(third, 486, { tag: 'z' });
    assert.equal((await heard.next('failed')).status, 486);
  }));

test('a 3xx is a failure when the plan says nothing of redirects', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route)));
    peer.answer(await peer.request('INVITE'), 302, { tag: 'x', headers: { Contact: '<sip:b@127.0.0.1>' } });
    assert.equal((await heard.next('failed')).status, 302);
  }));

test('a challenge is answered once; the same again means that the password is wrong', () =>
  scene({}, async (agent, peer) => {
    const route = { ...peer.route, credentials: { username: 'u', password: 'p' } };
    const heard = hear(agent.invite(planTo(route)));
    const challenge = { 'Proxy-Authenticate': 'Digest realm="r", nonce="n", qop="auth"' };
    const first = await peer.request('INVITE');
    assert.equal(header(first, 'Proxy-Authorization'), undefined);
    peer.answer(first, 407, { tag: 'x', headers: challenge });
    const second = await peer.request('INVITE');
    assert.match(header(second, 'Proxy-Authorization')!, /username="u"/);
    assert.equal(cseqOf(second), cseqOf(first) + 1);
    peer.answer(second, 407, { tag: 'y', headers: challenge });
    assert.equal((await heard.next('failed')).status, 407);
  }));

test('a session interval that is too short is raised to what the far side wants', () =>
  scene({ sessionExpiresS: 100 }, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route)));
    peer.answer(await peer.request('INVITE'), 422, { tag: 'x', headers: { 'Min-SE': '300' } });
    const second = await peer.request('INVITE');
    assert.equal(header(second, 'Session-Expires'), '300');
    peer.answer(second, 200, { tag: 'y', sdp: SDP });
    await heard.next('accepted');
  }));

test('a refresh that is too short is raised to what the far side wants, and no further than makes sense', () =>
  scene({ sessionExpiresS: 200 }, async (agent, peer) => {
    const call = agent.invite(planTo(peer.route));
    const heard = hear(call);
    const invite = await peer.request('INVITE');
    peer.answer(invite, 200, { tag: 'x', sdp: SDP, headers: { 'Session-Expires': '200;refresher=uac' } });
    await heard.next('accepted');
    await peer.request('ACK');
    const renegotiated = call.renegotiate(SDP);
    const asked: (string | null | undefined)[] = [];
    for (const wanted of ['400', '500', '600', '700']) {
      const offer = await peer.request('INVITE');
      asked.push(`${header(offer, 'Session-Expires')} ${header(offer, 'Min-SE')}`);
      peer.answer(offer, 422, { headers: { 'Min-SE': wanted } });
    }
    assert.deepEqual(await renegotiated, { ok: false, status: 422 });
    assert.deepEqual(asked, [
      '200;refresher=uac 90',
      '400;refresher=uac 400',
      '500;refresher=uac 500',
      '600;refresher=uac 600',
    ]);
  }));

test('a late offer of ours is answered in the ACK, which waits for it', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route, { sdp: null })));
    const invite = await peer.request('INVITE');
    assert.equal(invite.body.length, 0);
    peer.answer(invite, 200, { tag: 'one', sdp: SDP });
    const accepted = await heard.next('accepted');
    assert.equal(peer.came.length, 1, 'no ACK before the answer');
    accepted.answer!('v=0\r\n');
    assert.equal((await peer.request('ACK')).body.toString(), 'v=0\r\n');
  }));

test('a late offer of theirs is answered by their ACK', () =>
  scene({}, async (agent, peer) => {
    const came = nextCall(agent);
    const invite = newRequest('INVITE', peer.port);
    peer.send(invite);
    const { call } = await came;
    const heard = hear(call);
    call.accept(SDP);
    const ok = await peer.response(200, 'INVITE');
    peer.send(withinDialog('ACK', invite, ok, 1, { sdp: 'v=0\r\ns=theirs\r\n' }));
    assert.match((await heard.next('confirmed')).sdp!, /theirs/);
  }));

test('reliable provisional answers are acknowledged in order, and told once', () =>
  scene({}, async (agent, peer) => {
    const heard = hear(agent.invite(planTo(peer.route)));
    const invite = await peer.request('INVITE');
    const reliable = (rseq: number) => ({ tag: 'one', headers: { Require: '100rel', RSeq: String(rseq) } });
    peer.answer(invite, 183, reliable(7));
    const prack = await peer.request('PRACK');
    assert.equal(header(prack, 'RAck'), `7 ${header(invite, 'CSeq')}`);
    peer.answer(prack, 200);
    peer.answer(invite, 183, reliable(7));
    peer.answer(invite, 183, reliable(9));
    peer.answer(invite, 180, reliable(8));
    const second = await peer.request('PRACK');
    assert.match(header(second, 'RAck')!, /^8 /);
    peer.answer(second, 200);
    peer.answer(invite, 200, { tag: 'one', sdp: SDP });
    await heard.next('accepted');
    assert.deepEqual(
      heard.all.map((event) => (event.is === 'ringing' ? event.status : event.is)),
      [183, 180, 'accepted'],
    );
  }));

test('who demands reliable answers gets them again until its PRACK, and its 200 after that', () =>
  scene({}, async (agent, peer) => {
    const came = nextCall(agent);
    const invite = newRequest('INVITE', peer.port, { sdp: SDP, headers: { Require: '100rel' } });
    peer.send(invite);
    const { call } = await came;
    call.ring(SDP);
    call.accept(SDP);
    const first = await peer.response(183, 'INVITE');
    const again = await peer.response(183, 'INVITE');
    assert.equal(header(again, 'RSeq'), header(first, 'RSeq'));
    assert.ok(!peer.came.some((message) => message.is === 'response' && message.status === 200));
    peer.send(withinDialog('PRACK', invite, first, 2, { headers: { RAck: '1 1 INVITE' } }));
    await peer.response(481, 'PRACK');
    peer.send(withinDialog('PRACK', invite, first, 3, { headers: { RAck: `${header(first, 'RSeq')} 1 INVITE` } }));
    await peer.response(200, 'PRACK');
    const ok = await peer.response(200, 'INVITE');
    peer.send(withinDialog('ACK', invite, ok, 1));
    await hear(call).next('confirmed');
  }));
