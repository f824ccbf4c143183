// A whole call with a conversation flow, with real sound both ways: it greets, listens, decides, speaks and hangs up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell from 'retell-sdk';
import { joinAs, QUESTION } from '../support/caller.ts';
import { wholeServer } from '../support/whole-server.ts';

test('a web call goes through its flow and is hung up by its end', async (t) => {
  const server = await wholeServer(t);
  await server.ready();
  const client = new Retell({ apiKey: server.key, baseURL: server.url });
  const flow = await client.conversationFlow.create({
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    start_node_id: 'hello',
    nodes: [
      {
        id: 'hello',
        type: 'conversation',
        instruction: { type: 'static_text', text: 'Hello.' },
        always_edge: {
          id: 'a',
          destination_node_id: 'bye',
          transition_condition: { type: 'prompt', prompt: 'Always' },
        },
      },
      {
        id: 'bye',
        type: 'end',
        speak_during_execution: true,
        instruction: { type: 'static_text', text: 'Thank you for calling. Goodbye.' },
      },
    ],
  });
  const { agent_id } = await client.agent.create({
    voice_id: 'local-Joe',
    response_engine: { type: 'conversation-flow', conversation_flow_id: flow.conversation_flow_id },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id, {});
  const caller = await joinAs(t, server.url, access_token);
  await caller.hears(0.3);
  await caller.sayFile(QUESTION);
  const record = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(record['disconnection_reason'], 'agent_hangup');
  const items = record['transcript_with_tool_calls'] as { role: string; content?: string; new_node_id?: string }[];
  assert.deepEqual(
    items.filter(({ role }) => role === 'node_transition').map(({ new_node_id }) => new_node_id),
    ['hello', 'bye'],
  );
  assert.match(items.findLast(({ role }) => role === 'agent')?.content ?? '', /Goodbye\.$/);
});
