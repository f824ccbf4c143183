import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent, RetellLlm } from '../api/index.ts';
import { changesOf, draftOf, editsAfter, isChanged, noEdits } from './draft.ts';
import type { Draft } from './draft.ts';

const stored: Draft = {
  agent: {
    agent_id: 'agent_1',
    version: 0,
    last_modification_timestamp: 1,
    voice_id: 'local-Joe',
    response_engine: { type: 'retell-llm', llm_id: 'llm_1' },
    boosted_keywords: ['Maple'],
  } satisfies Agent,
  llm: { llm_id: 'llm_1', last_modification_timestamp: 1, begin_message: 'Hello' } as RetellLlm,
};

test('an untouched form has no changes, and a field set to what it was is none', () => {
  assert.equal(isChanged(changesOf(noEdits, stored)), false);
  const edits = { agent: { language: undefined, boosted_keywords: ['Maple'] }, llm: { begin_message: 'Hello' } };
  assert.equal(isChanged(changesOf(edits, stored)), false);
});

test('only what differs is sent, each to its own operation', () => {
  const edits = { agent: { responsiveness: 0.5 }, llm: { begin_message: undefined } };
  assert.deepEqual(changesOf(edits, stored), { agent: { responsiveness: 0.5 }, llm: { begin_message: null } });
});

test('what someone else changed meanwhile shows, is no change of ours and is not taken back', () => {
  const edits = { agent: { agent_name: 'Mine' }, llm: {} };
  const later: Draft = { ...stored, agent: { ...stored.agent, voice_id: '11labs-Adrian' } };
  const draft = draftOf(later, edits);
  assert.deepEqual([draft.agent.voice_id, draft.agent.agent_name], ['11labs-Adrian', 'Mine']);
  assert.deepEqual(changesOf(edits, later), { agent: { agent_name: 'Mine' }, llm: {} });
});

test('what is typed while a save is under way stays unsaved', () => {
  const saved = { agent: { agent_name: 'Front' }, llm: { general_prompt: 'Be kind.' } };
  const edits = { agent: { agent_name: 'Front desk' }, llm: { general_prompt: 'Be kind.' } };
  assert.deepEqual(editsAfter(saved, edits), { agent: { agent_name: 'Front desk' }, llm: {} });
});
