// A whole call in which another agent takes over, with real sound both ways: the second one speaks with another voice, and hangs up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell from 'retell-sdk';
import { joinAs, QUESTION } from '../support/caller.ts';
import { wholeServer } from '../support/whole-server.ts';

test('a web call goes from one flow to another, which ends it', async (t) => {
  const server = await wholeServer(t);
  await server.ready();
  const client = new Retell({ apiKey: server.key, baseURL: server.url });
  const addAgent = async (voice_id: string, nodes: object[]): Promise<string> => {
    const flow = await client.conversationFlow.create({
      start_speaker: 'agent',
      model_choice: { type: 'cascading', model: 'gpt-4.1' },
      start_node_id: (nodes[0] as { id: string }).id,
      nodes: nodes as never,
    });
    const { agent_id } = await client.agent.create({
      voice_id,
      agent_name: voice_id,
      response_engine: { type: 'conversation-flow', conversation_flow_id: flow.conversation_flow_id },
    });
    return agent_id;
  };
  const says = (text: string) => ({ speak_during_execution: true, instruction: { type: 'static_text', text } });
  const second = await addAgent('local-Joe', [{ id: 'bye', type: 'end', ...says('The second says goodbye.') }]);
  const first = await addAgent('local-Joe', [
    {
      id: 'hello',
      type: 'conversation',
      instruction: { type: 'static_text', text: 'Hello.' },
      always_edge: {
        id: 'a',
        destination_node_id: 'over',
        transition_condition: { type: 'prompt', prompt: 'Always' },
      },
    },
    {
      id: 'over',
      type: 'agent_swap',
      agent_id: second,
      post_call_analysis_setting: 'both_agents',
      ...says('One moment.'),
      edge: { id: 'f', transition_condition: { type: 'prompt', prompt: 'Transfer failed' } },
    },
  ]);
  const { call_id, access_token } = await server.createWebCall(first, {});
  const caller = await joinAs(t, server.url, access_token);
  await caller.hears(0.3);
  await caller.sayFile(QUESTION);
  const record = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  assert.equal(record['disconnection_reason'], 'agent_hangup');
  assert.equal(record['agent_id'], first);
  const items = record['transcript_with_tool_calls'] as { role: string; name?: string; content?: string }[];
  assert.deepEqual(
    items.flatMap(({ role, name }) => (role === 'tool_call_invocation' ? [name] : [])),
    ['agent_swap', 'end_call'],
  );
  assert.match(String(record['transcript']), /Agent: One moment\.\n.*Agent: The second says goodbye\.\n$/s);
});
