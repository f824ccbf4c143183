// Keys on the telephone, both ways.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { phoneWorld } from '../support/phone-world.ts';

test('keys of the one called are one input, and the agent presses keys for it', async (t) => {
  const mind = createScriptedMind({
    turns: ({ messages }) => {
      const isAsked = messages.some(({ content }) => String(content).includes('(pressed 12 on the keypad)'));
      return isAsked ? { tools: [{ name: 'press_key', arguments: { digit: '9#' } }] } : { say: 'Press a key.' };
    },
  });
  const world = await phoneWorld(t, {
    mind,
    agent: { user_dtmf_options: { digit_limit: 4, termination_key: '#', timeout_ms: 5000 } },
  });
  const { llm_id } = (world.server.agentBody as { response_engine: { llm_id: string } }).response_engine;
  const tool = { type: 'press_digit', name: 'press_key', description: 'x', delay_ms: 0 };
  const changed = { begin_message: 'Hi.', general_tools: [tool] };
  const answer = await world.server.send('PATCH', `/update-retell-llm/${llm_id}`, changed);
  assert.equal(answer.status, 200, answer.text);
  const callId = await world.dial();
  const phone = await world.edge.dialled();
  phone.answers();
  await phone.hears(0.05);
  phone.presses('12#');
  const pressed = await phone.told('dtmf');
  assert.equal(pressed.digits, '9#');
  phone.hangsUp();
  const call = await world.ended(callId);
  const keys = call['transcript_with_tool_calls'].filter(({ role }: { role: string }) => role === 'dtmf');
  assert.deepEqual(keys, [{ role: 'dtmf', digit: '12' }]);
});

test('the agent of a registered call presses keys for the switch that brought it', async (t) => {
  const mind = createScriptedMind({
    turns: ({ messages }) => {
      const isAsked = messages.some(({ content }) => String(content).includes('(pressed 1 on the keypad)'));
      return isAsked ? { tools: [{ name: 'press_key', arguments: { digit: '7' } }] } : { say: 'Press a key.' };
    },
  });
  const agent = { user_dtmf_options: { digit_limit: 1, timeout_ms: 5000 } };
  const world = await phoneWorld(t, { mind, agent });
  const { llm_id } = (world.server.agentBody as { response_engine: { llm_id: string } }).response_engine;
  const tool = { type: 'press_digit', name: 'press_key', description: 'x', delay_ms: 0 };
  await world.server.send('PATCH', `/update-retell-llm/${llm_id}`, { begin_message: 'Hi.', general_tools: [tool] });
  const { agent_id } = world;
  const { call_id } = (await world.server.send('POST', '/v2/register-phone-call', { agent_id })).json;
  const phone = world.edge.call({ to: call_id });
  await phone.told('answer');
  await phone.hears(0.05);
  phone.presses('1');
  assert.equal((await phone.told('dtmf')).digits, '7');
  phone.hangsUp();
  await world.ended(call_id);
});
