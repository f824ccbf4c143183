// Keys that the caller presses: one input, answered as a turn.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

/** The agent says hello until 2.25 s, and answers with what it reads last. */
function keyCall(agent: Record<string, unknown> = {}, more: Partial<VirtualCallOptions> = {}): VirtualCall {
  return startVirtualCall({
    agent,
    reply({ kind, transcript }) {
      const last = transcript.at(-1);
      return [last?.role === 'dtmf' ? `You pressed ${last.digit}.` : `This is a ${kind}.`];
    },
    ...more,
  });
}

const inputs = (call: VirtualCall): string[] => call.facts('dtmf').map(({ digit }) => digit);

test('keys become one input when no other follows, and start a turn', async () => {
  const call = keyCall();
  call.media.presses('123', 4);
  await call.runTo(6.8);
  assert.deepEqual(inputs(call), [], 'another key may follow');
  await call.runTo(9);
  assert.deepEqual(inputs(call), ['123']);
  assert.equal(call.transcript().at(-1), 'Agent: You pressed 123.');
  assert.equal(call.engine.requests.length, 1);
});

test('each key prolongs the wait, by the agent’s own measure', async () => {
  const call = keyCall({ user_dtmf_options: { timeout_ms: 1000 } });
  call.media.presses('1', 4);
  call.media.presses('2', 4.9);
  call.media.presses('3', 6.5);
  await call.runTo(12);
  assert.deepEqual(inputs(call), ['12', '3']);
});

test('an input ends at the limit, or at its key, which is no part of it', async () => {
  const call = keyCall({ user_dtmf_options: { digit_limit: 4, termination_key: '#' } });
  call.media.presses('12345#', 4);
  call.media.presses('#', 10);
  await call.runTo(14);
  assert.deepEqual(inputs(call), ['1234', '5', '#']);
});

test('no keys are taken where the agent says so', async () => {
  const call = keyCall({ allow_user_dtmf: false });
  call.media.presses('123#', 4);
  await call.runTo(9);
  assert.deepEqual(inputs(call), []);
  assert.equal(call.engine.requests.length, 0);
});

test('an agent that speaks is heard to its end before keys are answered, unless keys may stop it', async () => {
  const options = { user_dtmf_options: { digit_limit: 1 } };
  const patient = keyCall(options);
  patient.media.presses('7', 1);
  await patient.runTo(6);
  assert.deepEqual(patient.transcript(), ['Agent: Hello there, this is the agent.', 'Agent: You pressed 7.']);
  const stopped = keyCall({ ...options, interruption_sensitivity: 0, allow_dtmf_interruption: true });
  stopped.media.presses('7', 1);
  await stopped.runTo(6);
  assert.match(String(stopped.transcript()[0]), /^Agent: Hello there,?( this)?$/);
  assert.equal(stopped.transcript().at(-1), 'Agent: You pressed 7.');
});

test('keys pressed while speaking are answered together with the words, once', async () => {
  const call = keyCall({ user_dtmf_options: { digit_limit: 2 } });
  call.media.says('my number is', 4, 5);
  call.media.presses('42', 5.1);
  await call.runTo(12);
  assert.deepEqual(inputs(call), ['42']);
  const answers = call.facts('agent_said').slice(1);
  assert.equal(answers.length, 1, JSON.stringify(call.transcript()));
  const roles = call.engine.requests.at(-1)?.transcript.map(({ role }) => role);
  assert.deepEqual(roles?.filter((role) => role === 'dtmf' || role === 'user').toSorted(), ['dtmf', 'user']);
});

test('whoever presses keys is not reminded, and has opened the conversation', async () => {
  const call = keyCall(
    { reminder_trigger_ms: 3000, user_dtmf_options: { timeout_ms: 5000 } },
    { opening: { who: 'user', agentAfterSilenceMs: 2000 } },
  );
  call.media.presses('1', 1);
  call.media.presses('2', 5);
  await call.runTo(11.5);
  assert.deepEqual(call.transcript(), ['Agent: You pressed 12.']);
});

test('keys that were no input yet are on record when the call ends', async () => {
  const call = keyCall();
  call.media.presses('12', 4);
  call.media.at(5, () => call.media.hangUp());
  await call.runTo(9);
  assert.deepEqual(inputs(call), ['12']);
  assert.equal(call.end()?.reason, 'user_hangup');
});
