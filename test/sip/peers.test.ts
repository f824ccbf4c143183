// The peers among themselves: what fails here is no fault of ours.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBaresip } from '../support/sip/baresip.ts';
import { startKamailio } from '../support/sip/kamailio.ts';
import { startLinphone } from '../support/sip/linphone.ts';
import { runSipp, startSipp } from '../support/sip/sipp.ts';
import { toneLevel, tonePcm } from '../support/sip/tone.ts';

const TIMEOUT = { timeout: 40_000 };

test('the tone meter tells a tone from its neighbours', () => {
  const pcm = tonePcm(440, 1).subarray(0, 1600);
  assert.ok(Math.abs(toneLevel(pcm, 8000, 440) - 10_000) < 100);
  assert.ok(toneLevel(pcm, 8000, 660) < 100);
});

test('baresip calls baresip, and each hears the other', TIMEOUT, async (t) => {
  const callee = await startBaresip({ user: 'callee', toneHz: 440, answers: true });
  t.after(() => callee.close());
  const caller = await startBaresip({ user: 'caller', toneHz: 660 });
  t.after(() => caller.close());
  await caller.command('dial', callee.uri);
  await Promise.all([caller.event('CALL_ESTABLISHED'), callee.event('CALL_ESTABLISHED')]);
  await Promise.all([caller.hears(440), callee.hears(660)]);
  await caller.command('hangup');
  await callee.event('CALL_CLOSED');
});

for (const transport of ['udp', 'tcp'] as const) {
  test(`sipp calls sipp through kamailio over ${transport}`, TIMEOUT, async (t) => {
    const callee = await startSipp({ scenario: 'uas', calls: 3, transport });
    t.after(() => callee.close());
    const uri = `${callee.uri};transport=${transport}`;
    const proxy = await startKamailio({ routes: { service: uri } });
    t.after(() => proxy.close());
    const caller = await runSipp({ scenario: 'uac', target: `127.0.0.1:${proxy.port}`, calls: 3, transport });
    assert.equal(caller.successful, 3);
    assert.equal((await callee.done).successful, 3);
  });
}

test('a call that sipp does not like fails with its messages', TIMEOUT, async (t) => {
  const proxy = await startKamailio({ routes: {} });
  t.after(() => proxy.close());
  await assert.rejects(runSipp({ scenario: 'uac', target: `127.0.0.1:${proxy.port}` }), /404 Not Found/);
});

test('linphone answers sipp', TIMEOUT, async (t) => {
  const phone = await startLinphone({ answers: true });
  t.after(() => phone.close());
  const result = await runSipp({ scenario: 'uac', target: `127.0.0.1:${phone.sipPort}`, service: 'linphone' });
  assert.equal(result.successful, 1);
  await phone.says(/Call \d+ .*(ended|terminated)/i);
});
