// Transfers of three parties that are three programs: a telephone of Debian calls a number of ours, whose agent calls another telephone. Each
// sends a tone of its own, and who is connected is measured at each ear.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createScriptedMind, type ScriptedMind } from '../../src/providers/scripted/index.ts';
import { MINE, THEM } from '../support/phone-world.ts';
import { fileScope, type Scope } from '../support/scope.ts';
import { startEchoPhone } from '../support/sip/echo-phone.ts';
import { createSkippingClock } from '../support/skipping-clock.ts';
import { sipWorld, type SipWorld } from '../support/sip-world.ts';
import { startBaresip, type Baresip } from '../support/sip/baresip.ts';
import { tenths, wholeness } from '../support/tone-calls.ts';
import { transferTool } from '../support/transfer-tool.ts';
import { until } from '../support/whole-server.ts';

const LINE = { timeout: 60_000 };
/** Of the scripted mouth. */
const VOICE_HZ = 220;
/** Of the ringing that is played to who waits. */
const RINGING_HZ = 480;
const CALLER_HZ = 1500;
const TARGET_HZ = 330;
const RING_MS = 5000;
/** Nobody listens there. */
const CLOSED_PORT = 9;
const EVENTS = ['call_ended', 'transfer_started', 'transfer_bridged', 'transfer_cancelled', 'transfer_ended'];
const BRIDGED = ['transfer_started', 'transfer_bridged', 'call_ended', 'transfer_ended'];
const TAKEN_BACK = ['transfer_started', 'transfer_cancelled', 'call_ended'];
const COLD = { type: 'cold_transfer' };
const REFER = { type: 'cold_transfer', cold_transfer_mode: 'sip_refer' };
const WARM = {
  type: 'warm_transfer',
  agent_detection_timeout_ms: 30_000,
  private_handoff_option: { type: 'static_message', message: 'Ann needs help. '.repeat(8) },
  public_handoff_option: { type: 'static_message', message: 'You are connected now, the three of us.' },
};

const scope = fileScope();
const clock = createSkippingClock();
let world: SipWorld;
let mind: ScriptedMind;
/** What the agent of a transfer does with it. */
let decision = 'bridge_transfer';

before(async () => {
  mind = createScriptedMind({
    turns({ messages, tools }) {
      if (messages.at(-1)?.role === 'tool') return { say: 'It did not work, so you are back with me now.' };
      const does = (name: string) => tools.some((tool) => tool.name === name);
      if (does(decision)) return { tools: [{ name: decision }] };
      return does('transfer') ? { tools: [{ name: 'transfer' }] } : { say: 'Well.' };
    },
  });
  const agent = { interruption_sensitivity: 0, webhook_url: 'https://hooks.example/x', webhook_events: EVENTS };
  world = await sipWorld(scope, { agent, mind, sip: { clock }, hears: Array(200).fill('Hello, Anna speaking.') });
});

interface Three {
  caller: Baresip;
  target: Baresip;
  callId: string;
}

/** A call in which the agent transfers at once; it goes by `trunk` where that is given, to the other telephone where not. */
async function transferring(t: Scope, option: object, trunk?: string): Promise<Three> {
  const [caller, target] = await Promise.all([
    startBaresip({ toneHz: CALLER_HZ }),
    startBaresip({ toneHz: TARGET_HZ, user: THEM }),
  ]);
  t.after(() => Promise.all([caller.close(), target.close()]));
  world.dialBy(trunk ?? `sip:127.0.0.1:${target.sipPort}`);
  await begin(option);
  const before = new Set((await world.calls()).map(({ call_id }) => call_id));
  await caller.command('dial', `sip:${MINE}@${world.place}`);
  await caller.event('CALL_ESTABLISHED');
  if (!trunk) await target.event('CALL_INCOMING');
  return { caller, target, callId: (await world.calls()).find(({ call_id }) => !before.has(call_id))?.['call_id'] };
}

async function begin(option: object): Promise<void> {
  const { llm_id } = (world.server.agentBody as { response_engine: { llm_id: string } }).response_engine;
  const asked = await world.server.send('PATCH', `/update-retell-llm/${llm_id}`, {
    general_tools: [transferTool(THEM, option)],
  });
  assert.equal(asked.status, 200, asked.text);
}

/** The caller's tone at the target's ear, and the target's at the caller's. */
async function haveEachOther({ caller, target }: Three): Promise<void> {
  await Promise.all([caller.hearsNow(TARGET_HZ), target.hearsNow(CALLER_HZ)]);
  await Promise.all([caller.hearsNo(RINGING_HZ), caller.hearsNo(VOICE_HZ), target.hearsNo(VOICE_HZ)]);
}

/** No line, no dialog; one record that says why, and the webhooks in order. */
async function isOver(callId: string, reason: string, webhooks: string[]): Promise<Record<string, any>> {
  await world.ended(callId);
  await until(async () => world.sip.size === 0);
  await until(async () => (await world.webhooks(callId)).length >= webhooks.length);
  const call = await world.get(callId);
  const all = await world.calls();
  assert.ok(all.every(({ call_status }) => call_status === 'ended'));
  assert.deepEqual([call['call_status'], call['disconnection_reason']], ['ended', reason]);
  assert.deepEqual((await world.webhooks(callId)).map(({ event }) => event).sort(), [...webhooks].sort());
  return call;
}

test('cold: ringing at the caller’s ear, then each hears the other, and who hangs up ends both', LINE, async (t) => {
  const three = await transferring(t, COLD);
  const { caller, target, callId } = three;
  await caller.hears(RINGING_HZ);
  await target.command('accept');
  await haveEachOther(three);
  await target.command('hangup');
  await caller.event('CALL_CLOSED');
  await isOver(callId, 'call_transfer', BRIDGED);
});

test('warm: words for the target alone, words for both, then each hears the other', LINE, async (t) => {
  const three = await transferring(t, WARM);
  const { caller, target, callId } = three;
  await target.command('accept');
  await target.event('CALL_ESTABLISHED');
  await answersBriefly(target);
  await target.hears(VOICE_HZ);
  await caller.hears(RINGING_HZ);
  await caller.hears(VOICE_HZ);
  await target.command('mute');
  await haveEachOther(three);
  // He heard the announcement, and nothing of what was said to the target alone.
  const ears = { caller: await secondsOf(caller, VOICE_HZ), target: await secondsOf(target, VOICE_HZ) };
  assert.ok(ears.caller > 0.3 && ears.target > ears.caller + 1, JSON.stringify(ears));
  await caller.command('hangup');
  await target.event('CALL_CLOSED');
  const call = await isOver(callId, 'transfer_bridged', BRIDGED);
  assert.ok(said(call, 'transfer_target').includes('Hello, Anna speaking.'));
  assert.ok(!String(call['transcript']).includes('needs help'));
});

for (const [name, reason, then] of [
  ['bridge_transfer', 'transfer_bridged', 'connects the two'],
  ['cancel_transfer', 'user_hangup', 'gives it up, and the caller is back'],
] as const) {
  test(`agentic: another agent talks with the target and ${then}`, LINE, async (t) => {
    decision = name;
    const three = await transferring(t, await withAgent());
    const { caller, target, callId } = three;
    await target.command('accept');
    await target.event('CALL_ESTABLISHED');
    await target.hears(VOICE_HZ);
    await caller.hears(RINGING_HZ);
    const { json } = await world.server.send('GET', '/get-concurrency');
    assert.equal(json.current_concurrency, 1, 'the talk with the target is part of the call');
    await answersBriefly(target);
    if (name === 'bridge_transfer') {
      await target.hears(CALLER_HZ);
      await target.command('mute');
      await haveEachOther(three);
    } else {
      await target.event('CALL_CLOSED');
      await caller.hears(VOICE_HZ);
    }
    await caller.command('hangup');
    if (name === 'bridge_transfer') await target.event('CALL_CLOSED');
    await isOver(callId, reason, name === 'bridge_transfer' ? BRIDGED : TAKEN_BACK);
  });
}

test('cold by REFER: the caller’s telephone calls the target itself, and we are out of it', LINE, async (t) => {
  const three = await transferring(t, REFER);
  await three.target.command('accept');
  await haveEachOther(three);
  await isOver(three.callId, 'call_transfer', ['transfer_started', 'transfer_bridged', 'call_ended']);
});

/** Each leaves the caller with the agent. `at`: a status of somebody else's switch, or what the other telephone does. */
const FAILING: [name: string, why: string, at: number | 'declines' | 'rings' | 'trunk down', option: object][] = [
  ['a telephone that declines is busy', 'busy', 'declines', COLD],
  ['a refusal', 'rejected', 603, COLD],
  ['a number that is not there', 'invalid_destination', 404, WARM],
  ['nobody answers within the ring time', 'no_answer', 'rings', { ...WARM, transfer_ring_duration_ms: RING_MS }],
  ['the trunk of the target is down', 'unavailable', 'trunk down', COLD],
  ['whom the caller’s telephone calls by REFER declines', 'busy', 'declines', REFER],
];
for (const [name, why, at, option] of FAILING) {
  test(`${name}: the caller is back with the agent, who is told ${why}`, LINE, async (t) => {
    const { agent, place } = await world.userAgent((call) => call.reject(Number(at)));
    t.after(() => agent.close());
    const elsewhere = at === 'trunk down' ? `sip:127.0.0.1:${CLOSED_PORT};transport=tcp` : `sip:${place}`;
    const three = await transferring(t, option, at === 'declines' || at === 'rings' ? undefined : elsewhere);
    const { caller, target, callId } = three;
    if (at === 'declines') await target.command('hangup');
    if (at === 'rings') {
      await clock.armed(RING_MS);
      clock.skip(RING_MS);
    }
    await caller.hears(VOICE_HZ);
    const told = mind.requests.at(-1)?.messages.findLast(({ role }) => role === 'tool')?.content ?? '';
    assert.ok(told.includes(`(${why})`), told);
    if (at === 'declines' || at === 'rings') await target.event('CALL_CLOSED');
    await caller.command('hangup');
    await isOver(callId, 'user_hangup', TAKEN_BACK);
  });
}

test('a telephone that refuses REFER itself keeps its caller with the agent', LINE, async (t) => {
  const phone = await startEchoPhone();
  t.after(() => phone.close());
  await begin(REFER);
  const { call, heard } = phone.dial(MINE, Number(world.place.split(':')[1]));
  await heard.next('accepted');
  (await heard.next('refer')).refuse(603);
  const { call_id } = (await world.calls())[0] as { call_id: string };
  await until(async () => (await world.webhooks(call_id)).length === 2);
  call.hangup();
  await isOver(call_id, 'user_hangup', TAKEN_BACK);
});

for (const kind of ['cold', 'warm', 'agentic'] as const) {
  for (const who of ['caller', 'target'] as const) {
    if (kind === 'cold' && who === 'target') continue;
    const when = kind === 'cold' ? 'while the target’s telephone rings' : 'while the target is spoken to';
    test(`${kind}: the ${who} hangs up ${when}`, LINE, async (t) => {
      decision = 'bridge_transfer';
      const three = await transferring(t, { cold: COLD, warm: WARM, agentic: await withAgent() }[kind]);
      const { caller, target, callId } = three;
      if (kind !== 'cold') {
        await target.command('accept');
        await target.event('CALL_ESTABLISHED');
        if (kind === 'warm') await answersBriefly(target);
        await target.hears(VOICE_HZ);
      }
      await three[who].command('hangup');
      if (who === 'target') {
        await caller.hears(VOICE_HZ);
        await caller.command('hangup');
      } else await target.event('CALL_CLOSED');
      await isOver(callId, 'user_hangup', TAKEN_BACK);
    });
  }
}

/** The target's tone, and then nothing: something was said. */
async function answersBriefly(target: Baresip): Promise<void> {
  // Meanwhile more than half a second of it was sent; and he is alone with us.
  await target.hearsNo(CALLER_HZ);
  await target.command('mute');
}

async function withAgent(): Promise<object> {
  const { send } = world.server;
  const tools = ['bridge_transfer', 'cancel_transfer'].map((name) => ({ type: name, name }));
  const llm = await send('POST', '/create-retell-llm', {
    general_prompt: 'x',
    begin_message: 'Will you take a call?',
    general_tools: tools,
  });
  const engine = { type: 'retell-llm', llm_id: llm.json.llm_id };
  const body = { ...world.server.agentBody, response_engine: engine };
  const { json } = await send('POST', '/create-agent', body);
  const transfer_agent = { agent_id: json.agent_id, agent_version: 0 };
  return { type: 'agentic_warm_transfer', enable_bridge_audio_cue: false, agentic_transfer_config: { transfer_agent } };
}

const said = (call: Record<string, any>, role: string): string[] =>
  call['transcript_with_tool_calls'].flatMap((each: any) => (each.role === role ? [each.content] : []));

/** How much of all that it heard in this call has this tone. */
async function secondsOf(phone: Baresip, hz: number): Promise<number> {
  const { pcm, rateHz } = await phone.heard();
  return wholeness(tenths({ rateHz, channels: [pcm], seconds: pcm.length / rateHz }, pcm, hz)).seconds;
}
