// Agents for tests over HTTP: of either channel, on either kind of engine.

import assert from 'node:assert/strict';
import type { Answer, TestServer } from './http.ts';

export type EngineKind = 'retell-llm' | 'conversation-flow';
export type AgentChannel = 'voice' | 'chat';

export interface TestAgent {
  agentId: string;
  engineId: string;
  /** As `response_engine` of another agent. */
  engine: object;
  get(version?: number | string): Promise<Answer>;
  update(body: object, version?: number | string): Promise<Answer>;
  versions(): Promise<[version: number, isPublished: boolean][]>;
  /** The older one, with a next draft. */
  publish(): Promise<Answer>;
  publishVersion(version: number, titles?: object): Promise<Answer>;
  createVersion(baseVersion: number): Promise<Answer>;
  deleteVersion(version: number): Promise<Answer>;
  setTag(tag: string, version?: number | null, rest?: object): Promise<Answer>;
  delete(): Promise<Answer>;
  /** The prompt of the engine; undefined where that version is not there. */
  prompt(version?: number): Promise<string | undefined>;
  setPrompt(text: string, version?: number): Promise<Answer>;
}

export async function addEngine(server: TestServer, kind: EngineKind, more: object = {}): Promise<string> {
  const { status, text, json } =
    kind === 'retell-llm'
      ? await server.send('POST', '/create-retell-llm', { general_prompt: 'zero', ...more })
      : await server.send('POST', '/create-conversation-flow', { ...SMALL_FLOW, ...more });
  assert.equal(status, 201, text);
  return json.llm_id ?? json.conversation_flow_id;
}

export function engineRef(kind: EngineKind, id: string): object {
  return kind === 'retell-llm' ? { type: kind, llm_id: id } : { type: kind, conversation_flow_id: id };
}

export async function addAgent(
  server: TestServer,
  options: { channel?: AgentChannel; kind?: EngineKind; engineId?: string; fields?: object } = {},
): Promise<TestAgent> {
  const { channel = 'voice', kind = 'retell-llm', fields = {} } = options;
  const engineId = options.engineId ?? (await addEngine(server, kind));
  const engine = engineRef(kind, engineId);
  const chat = channel === 'chat' ? 'chat-' : '';
  const created = await server.send('POST', `/create-${chat}agent`, {
    ...(channel === 'voice' ? { voice_id: '11labs-Adrian' } : {}),
    response_engine: engine,
    ...fields,
  });
  assert.equal(created.status, 201, created.text);
  const agentId = created.json.agent_id as string;
  const at = (version?: number | string): string => (version === undefined ? '' : `?version=${version}`);
  const [get, update, field] =
    kind === 'retell-llm'
      ? ['get-retell-llm', 'update-retell-llm', 'general_prompt']
      : ['get-conversation-flow', 'update-conversation-flow', 'global_prompt'];
  return {
    agentId,
    engineId,
    engine,
    get: (version) => server.send('GET', `/get-${chat}agent/${agentId}${at(version)}`),
    update: (body, version) => server.send('PATCH', `/update-${chat}agent/${agentId}${at(version)}`, body),
    async versions() {
      const { json } = await server.send('GET', `/get-${chat}agent-versions/${agentId}`);
      return json.map((each: any) => [each.version, each.is_published]);
    },
    publish: () => server.send('POST', `/publish-${chat}agent/${agentId}`),
    publishVersion: (version, titles = {}) =>
      server.send('POST', `/publish-agent-version/${agentId}`, { version, ...titles }),
    createVersion: (base_version) => server.send('POST', `/create-agent-version/${agentId}`, { base_version }),
    deleteVersion: (version) => server.send('DELETE', `/delete-agent-version/${agentId}?version=${version}`),
    setTag: (tag, version, rest = {}) =>
      server.send('PUT', `/set-agent-tag/${agentId}`, { tag, ...(version === undefined ? {} : { version }), ...rest }),
    delete: () => server.send('DELETE', `/delete-${chat}agent/${agentId}`),
    prompt: async (version) => (await server.send('GET', `/${get}/${engineId}${at(version)}`)).json[field as string],
    setPrompt: (text, version) =>
      server.send('PATCH', `/${update}/${engineId}${at(version)}`, { [field as string]: text }),
  };
}

const SMALL_FLOW = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  global_prompt: 'zero',
  start_node_id: 'hello',
  nodes: [
    {
      id: 'hello',
      type: 'conversation',
      instruction: { type: 'prompt', text: 'Say hello.' },
      edges: [{ id: 'out', transition_condition: { type: 'prompt', prompt: 'Done' }, destination_node_id: 'end' }],
    },
    { id: 'end', type: 'end', instruction: { type: 'prompt', text: 'Say bye.' } },
  ],
};
