// Life cycles of what answers: LLMs, flows, components, knowledge bases. Both TypeScript SDKs have them; where their answers differ,
// `rows` gives what they list.

import assert from 'node:assert/strict';
import type Newest from 'retell-sdk';
import { toFile } from 'retell-sdk';
import type { World } from './world.ts';

/** The methods that both SDKs share are called by the types of the newest. */
export type Client = Newest;

/** What an SDK lists: a bare array before May 2026, a page since. */
export function rows<T = any>(list: unknown): T[] {
  return (Array.isArray(list) ? list : (list as { items: T[] }).items) as T[];
}

const TOOL = {
  type: 'custom' as const,
  name: 'look_up',
  url: 'https://example.com/look-up',
  description: 'Look something up',
  speak_during_execution: true,
  speak_after_execution: true,
  parameters: { type: 'object' as const, properties: { zeta: { type: 'string' }, alpha: { type: 'string' } } },
};

export async function languageModels(client: Client, { mcpUrl }: World): Promise<void> {
  const llm = await client.llm.create({
    general_prompt: 'Be brief.',
    general_tools: [TOOL],
    begin_message: null,
    start_speaker: 'agent',
    mcps: [{ name: 'orders', url: mcpUrl }],
  });
  assert.match(llm.llm_id, /^llm_[0-9a-f]{28}$/);
  assert.deepEqual(llm.general_tools, [TOOL]);
  assert.equal((await client.llm.retrieve(llm.llm_id, { version: 0 })).general_prompt, 'Be brief.');
  const changed = await client.llm.update(llm.llm_id, { general_prompt: 'Briefer.', model: 'gpt-4o-mini' as never });
  assert.deepEqual(
    [changed.general_prompt, changed.model],
    ['Briefer.', 'gpt-4o-mini'],
    'a retired model name is kept',
  );
  assert.ok(rows(await client.llm.list({ limit: 10 })).some((each) => each.llm_id === llm.llm_id));
  const agent = await client.agent.create({
    voice_id: 'openai-Alloy',
    response_engine: { type: 'retell-llm', llm_id: llm.llm_id },
  });
  const tools = await client.mcpTool.getMcpTools(agent.agent_id, { mcp_id: 'orders' });
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['look_up', 'plain'],
  );
  await client.agent.delete(agent.agent_id);
  await client.llm.delete(llm.llm_id);
  await assert.rejects(client.llm.retrieve(llm.llm_id), { status: 422 });
}

const NODES = [
  {
    id: 'hello',
    type: 'conversation' as const,
    instruction: { type: 'prompt' as const, text: 'Say hello.' },
    edges: [
      {
        id: 'out',
        transition_condition: { type: 'prompt' as const, prompt: 'The user is done.' },
        destination_node_id: 'end',
      },
    ],
  },
  { id: 'end', type: 'end' as const, name: 'End' },
];

export async function flows(client: Client): Promise<void> {
  const component = await client.conversationFlowComponent.create({
    name: 'Greet',
    nodes: NODES,
    start_node_id: 'hello',
  });
  const componentId = component.conversation_flow_component_id;
  assert.equal((await client.conversationFlowComponent.retrieve(componentId)).name, 'Greet');
  assert.equal((await client.conversationFlowComponent.update(componentId, { name: 'Welcome' })).name, 'Welcome');
  assert.equal(rows(await client.conversationFlowComponent.list())[0].name, 'Welcome');

  const flow = await client.conversationFlow.create({
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    nodes: NODES,
    start_node_id: 'hello',
    global_prompt: 'Be kind.',
  });
  const id = flow.conversation_flow_id;
  assert.deepEqual(flow.nodes, NODES);
  assert.equal((await client.conversationFlow.retrieve(id, { version: 0 })).global_prompt, 'Be kind.');
  assert.equal((await client.conversationFlow.update(id, { global_prompt: 'Be quick.' })).global_prompt, 'Be quick.');
  assert.equal(rows(await client.conversationFlow.list({ limit: 5 })).length, 1);
  await client.conversationFlow.delete(id);
  await assert.rejects(client.conversationFlow.retrieve(id), { status: 404 });
  await client.conversationFlowComponent.delete(componentId);
  await assert.rejects(client.conversationFlowComponent.retrieve(componentId), { status: 404 });
}

export async function knowledgeBases(client: Client): Promise<void> {
  const made = await client.knowledgeBase.create({
    knowledge_base_name: 'Hours',
    knowledge_base_texts: [{ title: 'Open', text: 'Nine to five.' }],
    knowledge_base_urls: ['https://example.com/hours'],
    knowledge_base_files: [await toFile(Buffer.from('# Prices'), 'prices.md')],
  });
  const id = made.knowledge_base_id;
  assert.deepEqual(made.knowledge_base_sources?.map(({ type }) => type).sort(), ['document', 'text', 'url']);
  assert.equal((await client.knowledgeBase.retrieve(id)).knowledge_base_name, 'Hours');
  assert.equal((await client.knowledgeBase.list()).length, 1);
  const grown = await client.knowledgeBase.addSources(id, {
    knowledge_base_texts: [{ title: 'Closed', text: 'Sundays.' }],
    knowledge_base_files: [await toFile(Buffer.from('a,b'), 'table.csv')],
  });
  assert.equal(grown.knowledge_base_sources?.length, 5);
  const sourceId = grown.knowledge_base_sources?.[0]?.source_id ?? '';
  const shrunk = await client.knowledgeBase.deleteSource(sourceId, { knowledge_base_id: id });
  assert.equal(shrunk.knowledge_base_sources?.length, 4);
  await client.knowledgeBase.delete(id);
  await assert.rejects(client.knowledgeBase.retrieve(id), { status: 422 });
}
