import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TranscriptItem } from '../transcript.ts';
import { createDecisions } from './decisions.ts';

const call = (id: string, name: string, args: unknown = {}) => ({ id, name, arguments: JSON.stringify(args) });
const begun = (id: string, name: string, args: string): TranscriptItem => ({
  role: 'tool_call_invocation',
  tool_call_id: id,
  name,
  arguments: args,
  time_sec: 0,
  type: 'custom',
});
const ended = (id: string): TranscriptItem => ({
  role: 'tool_call_result',
  tool_call_id: id,
  successful: true,
  content: '',
  time_sec: 0,
});

test('a call that the vendor repeats, or that the model makes twice in one answer, is one decision', () => {
  const isNew = createDecisions([]);
  assert.ok(isNew(call('1', 'charge', { amount: 5, to: { a: 1, b: 2 } })));
  assert.ok(!isNew(call('1', 'charge', { amount: 7 })), 'the same id');
  assert.ok(!isNew(call('2', 'charge', { to: { b: 2, a: 1 }, amount: 5 })), 'the same in another order');
  assert.ok(!isNew(call('3', 'charge', { amount: 5, to: { a: 1, b: 2 }, execution_message: 'One moment.' })));
  assert.ok(isNew(call('4', 'charge', { amount: 6 })));
  assert.ok(isNew(call('5', 'refund', { amount: 5 })));
});

test('vendors without ids do not make all calls the same', () => {
  const isNew = createDecisions([]);
  assert.ok(isNew(call('', 'a')));
  assert.ok(isNew(call('', 'b')));
  assert.ok(!isNew(call('', 'a')));
});

test('what is still running is not begun again; what is done may be', () => {
  const running = [begun('t1', 'charge', '{"amount":5}')];
  assert.ok(!createDecisions(running)(call('9', 'charge', { amount: 5 })));
  assert.ok(createDecisions(running)(call('9', 'charge', { amount: 6 })));
  assert.ok(createDecisions([...running, ended('t1')])(call('9', 'charge', { amount: 5 })));
});

test('arguments that are no JSON are compared as they are', () => {
  const isNew = createDecisions([]);
  assert.ok(isNew({ id: 'a', name: 'x', arguments: '{"a":' }));
  assert.ok(!isNew({ id: 'b', name: 'x', arguments: '{"a":' }));
  assert.ok(isNew({ id: 'c', name: 'x', arguments: '{"b":' }));
});
