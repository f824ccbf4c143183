// Conversation flows: documents are kept as they were sent, in versions; what cannot be deleted is not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer } from '../support/http.ts';

const FLOW = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  start_node_id: 'greet',
  nodes: [
    {
      id: 'greet',
      type: 'conversation',
      instruction: { type: 'prompt', text: 'Greet the caller.' },
      edges: [
        {
          id: 'done',
          transition_condition: { type: 'prompt', prompt: 'The caller is done' },
          destination_node_id: 'bye',
        },
      ],
    },
    { id: 'bye', type: 'end' },
  ],
};

/** Of an answer, what the caller sent. */
function documentOf(answer: any): object {
  const { conversation_flow_id: _id, version: _v, is_published: _p, last_modification_timestamp: _t, ...own } = answer;
  return own;
}

test('a flow is created, read, changed field by field and deleted', async (t) => {
  const server = await testServer(t);
  const created = await server.send('POST', '/create-conversation-flow', FLOW);
  assert.equal(created.status, 201);
  assert.match(created.json.conversation_flow_id, /^conversation_flow_[0-9a-f]{12}$/);
  assert.deepEqual([created.json.version, created.json.is_published], [0, false]);
  const path = created.json.conversation_flow_id;
  server.clock.now += 5;
  const change = { global_prompt: 'Be brief.', version: 7, conversation_flow_id: 'other', is_published: true };
  const updated = await server.send('PATCH', `/update-conversation-flow/${path}`, change);
  assert.equal(updated.status, 200);
  const read = await server.send('GET', `/get-conversation-flow/${path}?version=0`);
  assert.deepEqual(read.json, updated.json);
  assert.deepEqual(documentOf(read.json), { ...FLOW, global_prompt: 'Be brief.' });
  assert.deepEqual([read.json.version, read.json.is_published], [0, false]);
  assert.equal(read.json.last_modification_timestamp, server.clock.now);
  assert.equal((await server.send('DELETE', `/delete-conversation-flow/${path}`)).status, 204);
  assert.equal((await server.send('DELETE', `/delete-conversation-flow/${path}`)).status, 404);
});

test('a flow that is not there, or not in that version, is told by the code of its route', async (t) => {
  const server = await testServer(t);
  const { json } = await server.send('POST', '/create-conversation-flow', FLOW);
  assert.equal((await server.send('GET', '/get-conversation-flow/conversation_flow_0')).status, 404);
  const version = await server.send('GET', `/get-conversation-flow/${json.conversation_flow_id}?version=4`);
  assert.equal(version.status, 404);
  assert.match(version.json.message, /versions 0 to 0, not 4/);
  assert.equal((await server.send('PATCH', '/update-conversation-flow/conversation_flow_0', {})).status, 422);
});
