// Calls over a network that loses packets: of sound and of signalling, both ways, the same ones each time.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { lossyRelay } from '../support/lossy-relay.ts';
import { MINE } from '../support/phone-world.ts';
import { fileScope } from '../support/scope.ts';
import { runSipp } from '../support/sip/sipp.ts';
import { CALLER_HZ, tenths, toneCalls, VOICE_HZ, wholeness, type ToneCalls } from '../support/tone-calls.ts';
import { until } from '../support/whole-server.ts';

const LINE = { timeout: 90_000 };
const CALLS = 12;
/** 4 s of sound. */
const PACKETS = 200;
/** The first INVITE is lost, its answer, our BYE and the answer to that: each comes when it is said again. */
const SEED = 1328;

const scope = fileScope();
let world: ToneCalls;
before(async () => {
  world = await toneCalls(scope);
});

test('15 % of the sound is lost each way: both are heard, and the record says how it was', LINE, async (t) => {
  const relay = await lossyRelay(t, { serverPort: world.port('udp'), sound: 0.15, signalling: 0.25, seed: SEED });
  const phone = await world.telephone(t);
  const callId = await world.talk(phone, `sip:${MINE}@127.0.0.1:${relay.port}`);
  await until(async () => relay.sound.passed + relay.sound.lost >= PACKETS);
  assert.equal((await world.server.send('POST', `/v2/stop-call/${callId}`)).status, 204);
  await phone.event('CALL_CLOSED');

  const call = await world.over(callId);
  assert.ok(relay.signalling.lost >= 4, JSON.stringify(relay));
  const { passed, lost } = relay.sound;
  const { loss, mos, packets_received } = call['call_quality'];
  const recording = await world.recording(call);
  const [caller, agent] = recording.channels as [Int16Array, Int16Array];
  const ear = await phone.heard();
  const atEar = { rateHz: ear.rateHz, channels: [ear.pcm], seconds: ear.pcm.length / ear.rateHz };
  assert.ok(
    Math.abs(loss - lost / (passed + lost)) < 0.05 && packets_received <= passed,
    JSON.stringify({ loss, relay }),
  );
  assert.ok(mos > 1 && mos < 4, String(mos));
  for (const [levels, seconds] of [
    [tenths(recording, caller, CALLER_HZ), 3],
    [tenths(recording, agent, VOICE_HZ), 3],
    [tenths(atEar, ear.pcm, VOICE_HZ), 2],
  ] as const) {
    const whole = wholeness(levels);
    assert.ok(whole.share > 0.8 && whole.seconds >= seconds, JSON.stringify({ whole, levels: levels.map(Math.round) }));
  }
});

test('25 % of the signalling is lost each way: every call is set up and ends', LINE, async (t) => {
  const before = (await world.calls()).length;
  const relay = await lossyRelay(t, { serverPort: world.port('udp'), signalling: 0.25 });
  const target = `127.0.0.1:${relay.port}`;
  const { successful, failed } = await runSipp({ scenario: 'uac', target, service: MINE, calls: CALLS, rate: 20 });
  assert.deepEqual([successful, failed], [CALLS, 0]);
  assert.ok(relay.signalling.lost > 0);
  const calls = (await world.calls()).slice(0, -before);
  const ended = await Promise.all(calls.map(({ call_id }) => world.over(call_id)));
  assert.deepEqual(
    ended.map((call) => call['disconnection_reason']),
    Array(CALLS).fill('user_hangup'),
  );
  await until(async () => world.sip.size === 0);
});
