import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall } from '../support/virtual-call.ts';

const reply = (request: { kind: string }) => [request.kind === 'reminder' ? 'Are you still there?' : 'Fine.'];

test('a silent caller is reminded, then the call ends for inactivity', async () => {
  const call = startVirtualCall({ reply, agent: { reminder_trigger_ms: 5000, end_call_after_silence_ms: 12_000 } });
  await call.runTo(30);
  assert.deepEqual(call.transcript(), ['Agent: Hello there, this is the agent.', 'Agent: Are you still there?']);
  assert.deepEqual(call.end(), { reason: 'inactivity', detail: 'the caller was silent' });
  // The greeting is over at 1.84 s; reminders do not reset the silence.
  assert.equal(call.facts('end')[0]?.at, 13_840_000);
});

test('as many reminders as allowed, and again after the caller spoke', async () => {
  const call = startVirtualCall({ reply, agent: { reminder_trigger_ms: 3000, reminder_max_count: 2 } });
  call.media.says('yes I am here.', 20, 21);
  await call.runTo(40);
  const reminders = call.engine.requests.filter((request) => request.kind === 'reminder');
  assert.equal(reminders.length, 4);
});

test('reminder_max_count 0: never', async () => {
  const call = startVirtualCall({ reply, agent: { reminder_trigger_ms: 1000, reminder_max_count: 0 } });
  await call.runTo(60);
  assert.equal(call.engine.requests.length, 0);
});

test('a cough delays the reminder and does not keep the call alive', async () => {
  const call = startVirtualCall({ reply, agent: { reminder_trigger_ms: 5000, end_call_after_silence_ms: 10_000 } });
  call.media.coughs(5, 5.4);
  await call.runTo(30);
  assert.equal(call.facts('end')[0]?.at, 11_840_000);
  const reminder = call.media.events.filter((event) => event.is === 'first')[1];
  assert.ok(reminder!.at > 10_000_000, String(reminder!.at));
});

test('a broken connection freezes silence timers until it is restored', async () => {
  const call = startVirtualCall({
    reply,
    agent: { reminder_trigger_ms: 5000, end_call_after_silence_ms: 10_000 },
  });
  call.media.at(3, call.media.degrade);
  call.media.at(63, call.media.restore);
  await call.runTo(62);
  assert.equal(call.end(), undefined);
  assert.equal(call.engine.requests.length, 0);
  await call.runTo(80);
  assert.equal(call.end()?.reason, 'inactivity');
  assert.equal(call.facts('end')[0]?.at, 71_840_000);
});

test('a turn that ended while the connection broke is answered when it is back', async () => {
  const call = startVirtualCall({ reply });
  call.media.says('what time is it?', 3, 4);
  call.media.at(4.1, call.media.degrade);
  call.media.at(10, call.media.restore);
  await call.runTo(9);
  assert.equal(call.facts('user_said').length, 0);
  await call.runTo(12);
  assert.deepEqual(call.transcript().slice(1), ['User: what time is it?', 'Agent: Fine.']);
});

test('max_call_duration_ms ends the call, whatever is going on', async () => {
  const call = startVirtualCall({
    reply: () => ['word '.repeat(400)],
    agent: { max_call_duration_ms: 60_000 },
  });
  call.media.says('tell me everything.', 3, 4);
  await call.runTo(70);
  assert.equal(call.end()?.reason, 'max_duration_reached');
  assert.equal(Math.round(call.facts('end')[0]!.at / 1e5), 600);
  const said = call.facts('agent_said').at(-1)!;
  assert.ok(said.interrupted);
  assert.equal(said.words.length, Math.round((60 - 4.25) / 0.3));
});
