import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beginChanges, beginMode } from './begin-mode.ts';

test('the three openings are read from the contract’s fields', () => {
  assert.equal(beginMode({ start_speaker: 'agent', begin_message: 'Hi' }), 'agent-text');
  assert.equal(beginMode({ start_speaker: 'agent', begin_message: null }), 'agent-model');
  assert.equal(beginMode({}), 'agent-model');
  assert.equal(beginMode({ begin_message: '' }), 'user');
  assert.equal(beginMode({ start_speaker: 'user', begin_message: 'Hi' }), 'user');
});

test('each choice is read back as itself', () => {
  for (const mode of ['agent-text', 'agent-model', 'user'] as const)
    assert.equal(beginMode(beginChanges(mode, { start_speaker: 'agent', begin_message: 'Hi' })), mode);
});

test('emptying the words while typing does not switch the opening', () => {
  assert.equal(beginMode({ start_speaker: 'agent', begin_message: '' }), 'agent-text');
});
