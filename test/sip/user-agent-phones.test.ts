// Our user agent against the telephones baresip and linphone: calls both ways, hold, transfer, refusal; they hear what we send back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBaresip, type BaresipOptions } from '../support/sip/baresip.ts';
import { startEchoPhone } from '../support/sip/echo-phone.ts';
import { startKamailio } from '../support/sip/kamailio.ts';
import { startLinphone } from '../support/sip/linphone.ts';

const TIMEOUT = { timeout: 40_000 };

async function withBaresip(t: { after(run: () => Promise<void>): void }, options: BaresipOptions = {}) {
  const phone = await startEchoPhone();
  t.after(() => phone.close());
  const baresip = await startBaresip(options);
  t.after(() => baresip.close());
  return { phone, baresip };
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`baresip calls us over ${transport}, hears itself, holds, resumes and hangs up`, TIMEOUT, async (t) => {
    const { phone, baresip } = await withBaresip(t);
    const incoming = phone.answered();
    await baresip.command('dial', `sip:us@127.0.0.1:${phone.port(transport)};transport=${transport}`);
    const { heard, talk } = await incoming;
    await heard.next('confirmed');
    await baresip.hears(440);

    for (const [command, receives] of [
      ['hold', false],
      ['resume', true],
    ] as const) {
      await baresip.command(command);
      const offer = await heard.next('offer');
      const answer = talk.answer(offer.sdp!, phone.local);
      assert.ok(answer.ok);
      assert.equal(answer.session.direction.send, receives, command);
      offer.answer(answer.sdp);
    }
    await baresip.command('hangup');
    assert.equal((await heard.next('ended')).by, 'peer');
  });

  test(`we call baresip over ${transport}, hold it, send it on and hang up`, TIMEOUT, async (t) => {
    const { phone, baresip } = await withBaresip(t, { answers: true });
    const { call, heard, talk } = phone.dial('baresip', baresip.sipPort, { transport });
    assert.equal(talk.take((await heard.next('accepted')).sdp!).ok, true);
    await baresip.hears(440);

    const held = await call.renegotiate(talk.offer({ ...phone.local, direction: { send: true, receive: false } }));
    assert.ok(held.ok);
    const session = talk.take(held.sdp);
    assert.ok(session.ok);
    assert.deepEqual(session.session.direction, { send: true, receive: false });

    call.hangup();
    assert.equal((await heard.next('ended')).by, 'us');
    await baresip.event('CALL_CLOSED');
  });
}

test('a call that baresip declines has failed with its word', TIMEOUT, async (t) => {
  const { phone, baresip } = await withBaresip(t);
  const incoming = phone.dial('baresip', baresip.sipPort);
  await baresip.event('CALL_INCOMING');
  await baresip.command('hangup');
  const failed = await incoming.heard.next('failed');
  assert.deepEqual([failed.status, failed.by], [486, 'peer']);
});

test('a call to baresip that we give up while it rings is over for both', TIMEOUT, async (t) => {
  const { phone, baresip } = await withBaresip(t);
  const { call, heard } = phone.dial('baresip', baresip.sipPort);
  await heard.next('ringing');
  call.hangup();
  assert.equal((await heard.next('failed')).by, 'us');
  await baresip.event('CALL_CLOSED');
});

test('baresip is sent to another phone by REFER and tells how it went', TIMEOUT, async (t) => {
  const { phone, baresip } = await withBaresip(t, { answers: true });
  const other = await startBaresip({ user: 'other', toneHz: 660, answers: true });
  t.after(() => other.close());
  const { call, heard } = phone.dial('baresip', baresip.sipPort);
  await heard.next('accepted');
  const status = await call.refer(other.uri, {}, AbortSignal.timeout(20_000));
  assert.equal(status, 200);
  await baresip.hears(660);
  call.hangup();
  await heard.next('ended');
});

test('a proxy rings two phones: the one that answers is the call, the other stops ringing', TIMEOUT, async (t) => {
  const { phone, baresip: ringing } = await withBaresip(t, { user: 'ringing' });
  const answering = await startBaresip({ user: 'answering', toneHz: 660 });
  t.after(() => answering.close());
  const proxy = await startKamailio({ routes: { both: [ringing.uri, answering.uri] } });
  t.after(() => proxy.close());
  const { call, heard } = phone.dial('both', proxy.port);
  await Promise.all([ringing.event('CALL_INCOMING'), answering.event('CALL_INCOMING')]);
  await answering.command('accept');
  await heard.next('accepted');
  await ringing.event('CALL_CLOSED');
  await answering.hears(660);
  call.hangup();
  assert.equal((await heard.next('ended')).by, 'us');
  await answering.event('CALL_CLOSED');
});

test('linphone answers our call, pauses, goes on and hangs up', TIMEOUT, async (t) => {
  const phone = await startEchoPhone();
  t.after(() => phone.close());
  const linphone = await startLinphone({ answers: true });
  t.after(() => linphone.close());
  const { heard, talk } = phone.dial('linphone', linphone.sipPort);
  assert.equal(talk.take((await heard.next('accepted')).sdp!).ok, true);
  for (const command of ['pause', 'resume']) {
    linphone.type(command);
    const offer = await heard.next('offer');
    const answer = talk.answer(offer.sdp!, phone.local);
    assert.ok(answer.ok);
    // It goes on sending, music for who waits.
    assert.equal(answer.session.direction.send, command === 'resume');
    offer.answer(answer.sdp);
    await linphone.says(command === 'pause' ? /paused/i : /resumed|Media streams established/i);
  }
  linphone.type('terminate');
  assert.equal((await heard.next('ended')).by, 'peer');
});
