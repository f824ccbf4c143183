import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from './operations.ts';
import { createValidators } from './validators.ts';

const validators = createValidators();

test('every operation can be checked', () => {
  validators.prepare(
    OPERATIONS.map(({ id }) => id),
    true,
  );
});

test('a fault is one sentence about the branch that was meant', () => {
  const fault = validators.requestFault('createRetellLLM', {
    general_tools: [
      { type: 'end_call', name: 'end' },
      { type: 'custom', name: 'x', url: 'https://x.test', headers: { a: 1 } },
    ],
  });
  assert.equal(fault, 'general_tools[1].headers.a: expected string, got 1.');
});

test('a fault never shows long texts', () => {
  const fault = validators.requestFault('createRetellLLM', { start_speaker: 'secret '.repeat(20) });
  assert.equal(fault, 'start_speaker: expected one of "user", "agent", got a longer text.');
});

test('closed objects name the field that is too many', () => {
  assert.equal(validators.requestFault('updateCallMetadata', { metdata: {} }), 'body: unknown field "metdata".');
});

test('answers are told apart by their call_type', () => {
  const call = { call_type: 'web_call', call_id: 'c', agent_id: 'a', agent_version: 0, call_status: 'ended' };
  assert.equal(validators.responseFault('getCall', call), 'body: "access_token" is missing.');
  assert.equal(validators.responseFault('getCall', { ...call, access_token: 't' }), null);
});
