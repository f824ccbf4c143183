import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changesOf, isChanged } from './draft.ts';
import type { Draft } from './draft.ts';

const stored: Draft = {
  agent: {
    agent_id: 'agent_1',
    version: 0,
    last_modification_timestamp: 1,
    voice_id: 'local-Joe',
    response_engine: { type: 'retell-llm', llm_id: 'llm_1' },
    boosted_keywords: ['Maple'],
  },
  llm: { llm_id: 'llm_1', last_modification_timestamp: 1, begin_message: 'Hello' },
};

test('an untouched draft has no changes, and a field set to nothing that was nothing is none', () => {
  const draft = { ...stored, agent: { ...stored.agent, language: undefined, boosted_keywords: ['Maple'] } };
  assert.equal(isChanged(changesOf(draft, stored)), false);
});

test('only what differs is sent, each to its own operation', () => {
  const draft: Draft = {
    agent: { ...stored.agent, responsiveness: 0.5 },
    llm: { ...stored.llm!, begin_message: null },
  };
  assert.deepEqual(changesOf(draft, stored), { agent: { responsiveness: 0.5 }, llm: { begin_message: null } });
});
