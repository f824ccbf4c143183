// A Retell account on the wire, as far as reading agents out of it goes: three agents, a flow with a shared component, an LLM.

import type { ServerResponse } from 'node:http';
import type { Scope } from '../scope.ts';
import { goodKey, startVendor, type FakeVendor } from './vendor-server.ts';

const ELSE = { id: 'else', transition_condition: { type: 'prompt', prompt: 'Else' }, destination_node_id: 'swap' };
const FAILED = { id: 'failed', transition_condition: { type: 'prompt', prompt: 'Transfer failed' } };

const FLOW = {
  conversation_flow_id: 'conversation_flow_1',
  version: 4,
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  start_node_id: 'collect',
  nodes: [
    { id: 'collect', type: 'component', component_id: 'component_1', component_type: 'shared', else_edge: ELSE },
    {
      id: 'swap',
      type: 'agent_swap',
      agent_id: 'agent_2',
      post_call_analysis_setting: 'both_agents',
      edge: FAILED,
    },
  ],
};
const COMPONENT = {
  conversation_flow_component_id: 'component_1',
  user_modified_timestamp: 1,
  linked_conversation_flow_ids: ['conversation_flow_1'],
  name: 'Collect',
  nodes: [{ id: 'done', type: 'end' }],
};
const LLM = { llm_id: 'llm_1', version: 2, general_prompt: 'Help.', last_modification_timestamp: 1 };
const llmEngine = { type: 'retell-llm', llm_id: 'llm_1', version: 2 };
const AGENTS = [
  {
    agent_id: 'agent_1',
    agent_name: 'Front desk',
    channel: 'voice',
    voice_id: '11labs-Adrian',
    response_engine: { type: 'conversation-flow', conversation_flow_id: 'conversation_flow_1', version: 4 },
  },
  {
    agent_id: 'agent_2',
    agent_name: 'Specialist',
    channel: 'voice',
    voice_id: '11labs-Adrian',
    response_engine: llmEngine,
  },
  { agent_id: 'agent_3', agent_name: 'Chat desk', channel: 'chat', response_engine: llmEngine },
];

/** `isOld`: it has no list of agents but those with a row per version. Pages are two entries long whatever is asked for. */
export async function startFakeRetell(
  t: Scope,
  options: { isOld?: boolean } = {},
): Promise<FakeVendor & { key: string }> {
  const vendor = await startVendor(t, {
    refuse: ({ headers }) =>
      headers.authorization === `Bearer ${goodKey}`
        ? null
        : { status: 401, body: JSON.stringify({ status: 'error', message: 'API key is missing or invalid.' }) },
    http({ path, query }, response) {
      const answer = answerTo(path, query, options.isOld === true);
      send(response, answer);
    },
  });
  return { ...vendor, key: goodKey };
}

function answerTo(path: string, query: URLSearchParams, isOld: boolean): unknown {
  const [route, id] = path.replace(/^\/v2/, '').slice(1).split('/');
  if (path === '/v2/list-agents') return isOld ? undefined : page(AGENTS, query);
  if (path === '/v2/list-conversation-flow-components') return page([COMPONENT], query);
  if (path === '/list-agents') return [...AGENTS.slice(0, 2), AGENTS[0]];
  if (path === '/list-chat-agents') return AGENTS.slice(2);
  const channel = route === 'get-chat-agent' ? 'chat' : 'voice';
  if (route === 'get-agent' || route === 'get-chat-agent')
    return AGENTS.find((agent) => agent.agent_id === id && agent.channel === channel);
  if (route === 'get-retell-llm' && query.get('version') === '2') return LLM;
  if (route === 'get-conversation-flow' && query.get('version') === '4') return FLOW;
  return undefined;
}

function page(items: object[], query: URLSearchParams): object {
  const from = Number(query.get('pagination_key') ?? 0);
  const hasMore = from + 2 < items.length;
  return {
    items: items.slice(from, from + 2),
    has_more: hasMore,
    ...(hasMore ? { pagination_key: `${from + 2}` } : {}),
  };
}

function send(response: ServerResponse, answer: unknown): void {
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer ?? { status: 'error', message: 'Not Found' }));
}
