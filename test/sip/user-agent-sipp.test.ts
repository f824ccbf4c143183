// Our user agent against sipp, straight and through kamailio.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEchoPhone } from '../support/sip/echo-phone.ts';
import { startKamailio } from '../support/sip/kamailio.ts';
import { runSipp, startSipp } from '../support/sip/sipp.ts';

const TIMEOUT = { timeout: 40_000 };
const SOUND = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';

async function scene(t: { after(run: () => Promise<void>): void }) {
  const phone = await startEchoPhone();
  t.after(() => phone.close());
  return phone;
}

/** Takes every call; gives how each has ended. */
function takeCalls(phone: Awaited<ReturnType<typeof scene>>): string[] {
  const ends: string[] = [];
  phone.agent.onInvite((call) => {
    call.onEvent((event) => {
      if (event.is === 'ended' || event.is === 'failed') ends.push(`${event.is} by ${event.by}`);
    });
    call.ring();
    call.accept(SOUND);
  });
  return ends;
}

for (const transport of ['udp', 'tcp'] as const) {
  test(`sipp calls us over ${transport}, straight and through a proxy`, TIMEOUT, async (t) => {
    const phone = await scene(t);
    const ends = takeCalls(phone);
    const proxy = await startKamailio({
      routes: { us: `sip:us@127.0.0.1:${phone.port(transport)};transport=${transport}` },
    });
    t.after(() => proxy.close());
    for (const port of [phone.port(transport), proxy.port]) {
      const target = `127.0.0.1:${port}`;
      const result = await runSipp({ scenario: 'uac', target, service: 'us', calls: 5, rate: 50, transport });
      assert.deepEqual([result.successful, result.failed], [5, 0]);
    }
    assert.deepEqual(ends, Array(10).fill('ended by peer'));
  });

  test(`we call sipp over ${transport}, straight and through a proxy`, TIMEOUT, async (t) => {
    const phone = await scene(t);
    const callee = await startSipp({ scenario: 'uas', calls: 2, transport });
    t.after(() => callee.close());
    const proxy = await startKamailio({ routes: { service: `${callee.uri};transport=${transport}` } });
    t.after(() => proxy.close());
    for (const port of [callee.port, proxy.port]) {
      const { call, heard, talk } = phone.dial('service', port, { transport });
      const accepted = await heard.next('accepted');
      assert.equal(talk.take(accepted.sdp!).ok, true);
      call.hangup();
      assert.equal((await heard.next('ended')).by, 'us');
    }
    assert.equal((await callee.done).successful, 2);
  });
}

test('sipp loses 15 % of all packets, and every call is set up and ended', TIMEOUT, async (t) => {
  // Timers of the usual length: sipp repeats its BYE for so long, and expects an answer to each.
  const phone = await startEchoPhone();
  t.after(() => phone.close());
  takeCalls(phone);
  const target = `127.0.0.1:${phone.port()}`;
  const result = await runSipp({ scenario: 'uac', target, calls: 30, rate: 60, args: ['-lost', '15'] });
  assert.equal(result.successful, 30);
});

for (const transport of ['udp', 'tcp'] as const) {
  test(`sipp asks over ${transport} for a password, and finds ours right or wrong`, TIMEOUT, async (t) => {
    const phone = await scene(t);
    const callee = await startSipp({ scenario: 'uas-digest', calls: 2, transport });
    t.after(() => callee.close());
    const dial = (password: string) =>
      phone.dial('service', callee.port, { transport, credentials: { username: 'alice', password } });
    const right = dial('secret');
    await right.heard.next('accepted');
    right.call.hangup();
    await right.heard.next('ended');
    const wrong = dial('guess');
    assert.equal((await wrong.heard.next('failed')).status, 403);
    assert.equal((await callee.done).successful, 2);
  });
}

test('a number that the proxy does not know is refused by it', TIMEOUT, async (t) => {
  const phone = await scene(t);
  const proxy = await startKamailio({ routes: {} });
  t.after(() => proxy.close());
  const { heard } = phone.dial('nobody', proxy.port);
  const failed = await heard.next('failed');
  assert.deepEqual([failed.status, failed.by], [404, 'peer']);
});
