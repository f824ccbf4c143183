// What happens while a telephone talks to us: keys, a held line, a supervisor, the server that hangs up, a telephone that dies, and a network
// that loses packets (the same ones each time).

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { hear, planTo, uri } from '../../src/telephony/sip/two-agents.fixture.ts';
import { joinCall, type CallClient } from '../../src/media/index.ts';
import { lossyRelay, type LossyRelay } from '../support/lossy-relay.ts';
import { MINE, THEM } from '../support/phone-world.ts';
import { fileScope } from '../support/scope.ts';
import { createSkippingClock } from '../support/skipping-clock.ts';
import type { Baresip } from '../support/sip/baresip.ts';
import { runSipp } from '../support/sip/sipp.ts';
import { toneLevel, tonePcm } from '../support/sip/tone.ts';
import { supervisorsDoor } from '../support/supervisors-door.ts';
import { CALLER_HZ, isApart, tenths, toneCalls, VOICE_HZ, wholeness, type ToneCalls } from '../support/tone-calls.ts';
import { until } from '../support/whole-server.ts';

const LINE = { timeout: 90_000 };
const SUPERVISOR_HZ = 880;
const OTHER_HZ = 660;
/** Of a country that is never called. */
const BLOCKED = '+85021811';
const EAR_HZ = 16_000;
/** Sound that is owed and does not come is waited for so long, once it is missed. */
const MAY_COME_BACK_MS = 20_000;

const CALLS = 12;
/** 4 s of sound. */
const PACKETS = 200;
/** The first INVITE is lost, its answer, our BYE and the answer to that: each comes when it is said again. */
const SEED = 1328;

const scope = fileScope();
const clock = createSkippingClock();
let world: ToneCalls;
let held: { phone: Baresip; relay: LossyRelay; callId: string };
let atHold: { sent: number; got: number };
let dead: { callId: string };

before(async () => {
  world = await toneCalls(scope, { clock });
  // Both are silent for as long as the other tests take, and longer than it takes to be missed.
  const [resting, dying] = await Promise.all([world.telephone(scope), world.telephone(scope)]);
  const relay = await lossyRelay(scope, { serverPort: world.port('udp') });
  const callId = await world.talk(resting, `sip:${MINE}@127.0.0.1:${relay.port}`);
  held = { phone: resting, relay, callId };
  await resting.command('hold');
  await resting.says(updates(2));
  atHold = { sent: relay.sound.passed, got: relay.back.passed };
  dead = { callId: await world.talk(dying, number()) };
  dying.kill();
});

const number = (): string => `sip:${MINE}@127.0.0.1:${world.port('udp')}`;
/** baresip says this at the start of a call's sound and at each agreement after it. */
const updates = (times: number): RegExp => new RegExp(`(stream: update 'audio'[^]*){${times}}`);

const keysOf = (call: Record<string, any>): object[] =>
  call['transcript_with_tool_calls'].filter(({ role }: { role: string }) => role === 'dtmf');

test('keys pressed in the sound arrive, and the server hangs up', LINE, async (t) => {
  const phone = await world.telephone(t);
  const callId = await world.talk(phone, number());
  await phone.command('sndcode', '4');
  await phone.command('sndcode', '2');
  await phone.says(/DTMF digit end: '2'/);
  // Sound that was sent after the keys has come through.
  await phone.hearsNow(VOICE_HZ);
  assert.equal((await world.server.send('POST', `/v2/stop-call/${callId}`)).status, 204);
  await phone.event('CALL_CLOSED');
  const call = await world.over(callId);
  assert.deepEqual(keysOf(call), [{ role: 'dtmf', digit: '42' }]);
  isApart(await world.recording(call), 0.3);
});

test('keys sent beside the sound (SIP INFO) arrive', LINE, async () => {
  const target = `127.0.0.1:${world.port('udp')}`;
  await runSipp({ scenario: 'uac-info', target, service: MINE });
  const call = await world.over((await world.calls())[0]?.['call_id']);
  assert.deepEqual(keysOf(call), [{ role: 'dtmf', digit: '42' }]);
  assert.equal(call['disconnection_reason'], 'user_hangup');
});

test('a supervisor hears both, takes over and is heard in the agent’s place; a stop ends it', LINE, async (t) => {
  const url = await supervisorsDoor(t, world);
  const phone = await world.telephone(t);
  const callId = await world.talk(phone, number());
  const ticket = await world.server.send('POST', `/v2/listen-live-call/${callId}`);
  assert.equal(ticket.status, 200, ticket.text);
  const supervisor = await joinCall({ url, token: ticket.json.access_token, hearRateHz: EAR_HZ });
  t.after(() => supervisor.kill());
  const ear = listenWith(supervisor);
  await Promise.all([ear.hears(CALLER_HZ), ear.hears(VOICE_HZ)]);

  const { participant_id } = ticket.json;
  const taken = await world.server.send('POST', `/v2/take-over-live-call/${callId}`, { participant_id });
  assert.equal(taken.status, 200, taken.text);
  supervisor.publish();
  supervisor.say(tonePcm(SUPERVISOR_HZ, 30, EAR_HZ), EAR_HZ);
  await phone.hearsNow(SUPERVISOR_HZ);
  await phone.hearsNo(VOICE_HZ);
  await ear.hears(CALLER_HZ);

  assert.equal((await world.server.send('POST', `/v2/stop-call/${callId}`)).status, 204);
  await Promise.all([phone.event('CALL_CLOSED'), supervisor.ended]);
  assert.equal((await world.over(callId))['disconnection_reason'], 'manual_stopped');
});

test('who refers us to another telephone (REFER) is replaced by it, if it may be called', LINE, async (t) => {
  const [phone, other] = [await world.telephone(t), await world.telephone(t, { toneHz: OTHER_HZ, user: THEM })];
  world.dialBy(`sip:127.0.0.1:${other.sipPort}`);
  t.after(() => world.dialBy(`sip:${world.far.place}`));
  const callId = await world.talk(phone, number());
  await phone.command('transfer', `sip:${THEM}@127.0.0.1`);
  await other.event('CALL_INCOMING');
  await other.command('accept');
  await Promise.all([other.hears(VOICE_HZ), phone.event('CALL_CLOSED')]);
  await other.command('hangup');
  const call = await world.over(callId);
  assert.equal(call['disconnection_reason'], 'user_hangup');
  const recording = await world.recording(call);
  const levels = (hz: number) => tenths(recording, recording.channels[0] as Int16Array, hz);
  for (const hz of [CALLER_HZ, OTHER_HZ]) assert.ok(wholeness(levels(hz)).seconds >= 0.2, String(hz));
  const told = (await world.ladder(call)).match(/^SIP\/2\.0 (100 Trying|180 Ringing|200 OK)\n*$/gm);
  assert.ok(told && told.length >= 3, String(told));

  const { agent } = await world.userAgent(() => {});
  const target = uri(null, '127.0.0.1', world.port('udp'));
  const plan = planTo({ target, transport: 'udp', credentials: null });
  const asking = agent.invite({ ...plan, to: { ...target, user: MINE } });
  const heard = hear(asking);
  await heard.next('accepted');
  for (const to of [`${BLOCKED}@x`, `${THEM}@x?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc`, 'ann@x'])
    assert.equal(await asking.refer(`sip:${to}`, {}, t.signal), 603);
  const [{ call_id, call_status } = {}] = await world.calls();
  assert.equal(call_status, 'ongoing');
  asking.hangup();
  await world.ended(call_id);
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
  const [before, legs] = [(await world.calls()).length, world.sip.size];
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
  await until(async () => world.sip.size === legs);
});

test('a telephone that died is missed and its call ends; one on hold may be silent', LINE, async () => {
  await clock.armed(MAY_COME_BACK_MS);
  clock.skip(MAY_COME_BACK_MS);
  const gone = await world.over(dead.callId);
  assert.deepEqual([gone['call_status'], gone['disconnection_reason']], ['ended', 'user_hangup']);
  isApart(await world.recording(gone), 0.1);
  assert.match(await world.ladder(gone), /\n(BYE sip:[^]*Reason: )/);

  const { phone, relay, callId } = held;
  assert.equal((await world.get(callId))['call_status'], 'ongoing');
  const [sent, got] = [relay.sound.passed, relay.back.passed];
  // It was missed no less than the other one, for 10 s; a moment of each stream was on its way.
  assert.ok(sent < atHold.sent + 50 && got < atHold.got + 50, JSON.stringify({ atHold, sent, got }));
  await phone.command('resume');
  // Half a second of sound each way. (This telephone writes down nothing of what it hears after a hold.)
  await until(async () => relay.sound.passed >= sent + 25 && relay.back.passed >= got + 25);
  await phone.command('hangup');
  const call = await world.over(callId);
  assert.equal(call['disconnection_reason'], 'user_hangup');
  const recording = await world.recording(call);
  const levels = tenths(recording, recording.channels[0] as Int16Array, CALLER_HZ);
  const { share, seconds } = wholeness(levels);
  assert.ok(seconds >= 0.4 && share < 0.5, `heard before the hold and after it: ${levels.map(Math.round).join(' ')}`);
});

function listenWith(client: CallClient): { hears(hz: number): Promise<void> } {
  const waiting: { hz: number; resolve: () => void }[] = [];
  client.onSound((pcm) => {
    for (const each of [...waiting])
      if (toneLevel(pcm, EAR_HZ, each.hz) > 500) waiting.splice(waiting.indexOf(each), 1)[0]?.resolve();
  });
  return { hears: (hz) => new Promise((resolve) => waiting.push({ hz, resolve })) };
}
