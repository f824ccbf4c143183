// What people bring from elsewhere: exports of dashboards and tools with all their dirt, and whole accounts read by the API's routes.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createApiClient } from '../../src/cli/api-client.ts';
import { importBundle, readAccount, readExport, type ImportResult } from '../../src/resources/import/index.ts';
import { startFakeRetell } from '../support/fakes/retell.ts';
import { testServer, type TestServer } from '../support/http.ts';

/** As an agent's flow lies in real exports: retired model, `[]` for `{}`, unknown keys, edges that lead nowhere or bear one id twice. */
const DIRTY_FLOW = {
  conversation_flow_id: 'conversation_flow_aaaaaaaaaaaa',
  version: 12,
  is_published: true,
  flex_mode: false,
  is_transfer_cf: false,
  global_prompt: 'Du bist freundlich.',
  model_choice: { type: 'cascading', model: 'gpt-4o-mini' },
  model_temperature: 0.3,
  start_speaker: 'agent',
  start_node_id: 'start-node-1700000000000',
  begin_tag_display_position: { x: 12.5, y: -3 },
  default_dynamic_variables: [],
  knowledge_base_ids: ['knowledge_base_elsewhere'],
  notes: [{ id: 'n', content: 'todo', display_position: { x: 1, y: 2 }, size: { width: 3, height: 4 } }],
  tools: [
    {
      type: 'custom',
      tool_id: 'tool-1',
      name: 'check_slot',
      url: 'https://shop.test/slot',
      headers: [],
      query_params: [],
      response_variables: [],
      parameter_mapping: { a: '{{b}}' },
    },
  ],
  nodes: [
    {
      id: 'start-node-1700000000000',
      name: 'Begrüßung',
      type: 'conversation',
      start_speaker: 'agent',
      tool_ids: ['tool-1'],
      instruction: { type: 'static_text', text: 'Guten Tag!' },
      edges: [
        {
          id: 'edge-1',
          condition: 'wants a slot',
          transition_condition: { type: 'prompt', prompt: 'wants a slot' },
          destination_node_id: 'fn',
        },
        { id: 'edge-1', transition_condition: { type: 'prompt', prompt: 'is done' } },
      ],
      display_position: { x: 0, y: 0 },
      always_edge: {
        id: 'edge-2',
        transition_condition: { type: 'prompt', prompt: 'Always' },
        destination_node_id: 'gone',
      },
    },
    {
      id: 'fn',
      type: 'function',
      tool_id: 'tool-1',
      tool_type: 'local',
      wait_for_result: true,
      instruction: [],
      enable_typing_sound: true,
      edges: [],
      fine_tune_examples: [],
    },
    { id: 'end', type: 'end', edges: [], speak_during_execution: false },
  ],
};

const AGENT = {
  agent_id: 'agent_elsewhere',
  channel: 'voice',
  agent_name: 'Empfang',
  voice_id: '11labs-Adrian',
  language: ['de-DE', 'en-US'],
  version: 12,
  base_version: 11,
  is_published: true,
  version_title: 'Spring',
  assigned_tags: ['prod'],
  allow_dtmf_interruption: false,
  opt_out_sensitive_data_storage: true,
  post_call_analysis_model: 'gpt-4o-mini',
  user_dtmf_options: [],
  llmURL: null,
  last_modification_timestamp: 1700000000000,
};

async function importInto(server: TestServer, value: unknown): Promise<ImportResult[]> {
  return importBundle(createApiClient(server.url, server.key), readExport(value, 'export.json'));
}

function idOf(results: ImportResult[], kind: ImportResult['kind']): string {
  const found = results.find((result) => result.kind === kind);
  assert.ok(found?.id, `${kind}: ${found?.refusal}`);
  return found.id;
}

test('the dashboard export of an agent with its flow becomes both, and tells what changed', async (t) => {
  const server = await testServer(t);
  const response_engine = {
    type: 'conversation-flow',
    conversation_flow_id: DIRTY_FLOW.conversation_flow_id,
    version: 12,
  };
  const results = await importInto(server, {
    ...AGENT,
    response_engine,
    conversationFlow: DIRTY_FLOW,
    retellLlmData: null,
  });
  const flow = (await server.send('GET', `/get-conversation-flow/${idOf(results, 'conversation flow')}`)).json;
  const { conversation_flow_id: _id, version: _version, is_published: _published, ...expected } = DIRTY_FLOW;
  const { conversation_flow_id, version, is_published, last_modification_timestamp: _time, ...own } = flow;
  assert.deepEqual(own, { ...expected, knowledge_base_ids: [] });
  assert.deepEqual([version, is_published], [0, false]);
  const agent = (await server.send('GET', `/get-agent/${idOf(results, 'agent')}`)).json;
  assert.deepEqual(agent.response_engine, { type: 'conversation-flow', conversation_flow_id, version: 0 });
  assert.deepEqual([agent.agent_name, agent.language], ['Empfang', ['de-DE', 'en-US']]);
  assert.equal(agent.data_storage_setting, 'basic_attributes_only');
  const told = results.flatMap(({ changes }) => changes).join('\n');
  for (const words of [
    /knowledge_base_elsewhere/,
    /opt_out_sensitive_data_storage became data_storage_setting/,
    /tags are not taken over.*prod/,
    /nodes\[0\]\.edges\[1\]\.destination_node_id: This edge leads nowhere/,
    /nodes\[0\]\.edges\[1\]\.id: There is another edge "edge-1"/,
    /nodes\[0\]\.always_edge\.destination_node_id: There is no node "gone"/,
  ])
    assert.match(told, words);
});

test('every form that tools write is understood', async (t) => {
  const server = await testServer(t);
  const llm = { llm_id: 'llm_x', general_prompt: 'Hi', model: 'gpt-4o', begin_message: null, version: 3 };
  const engine = { type: 'retell-llm', llm_id: 'llm_x', version: 3 };
  const forms: [unknown, ImportResult['kind'][]][] = [
    [{ ...AGENT, response_engine: engine, retellLlmData: llm, conversationFlow: null }, ['retell llm', 'agent']],
    [{ ...AGENT, conversation_flow: DIRTY_FLOW }, ['conversation flow', 'agent']],
    [DIRTY_FLOW, ['conversation flow']],
    [llm, ['retell llm']],
    [
      [{ ...AGENT, response_engine: engine }, { ...AGENT, agent_id: 'b', response_engine: engine }, llm],
      ['retell llm', 'agent', 'agent'],
    ],
    [
      { agents: [{ ...AGENT, channel: 'chat', response_engine: engine, retellLlmData: llm }] },
      ['retell llm', 'chat agent'],
    ],
    [{ ...AGENT, response_engine: { type: 'custom-llm', llm_websocket_url: 'wss://x.test' } }, ['agent']],
  ];
  for (const [form, kinds] of forms) {
    const results = await importInto(server, form);
    assert.deepEqual(
      results.map(({ kind, refusal }) => [kind, refusal]),
      kinds.map((kind) => [kind, null]),
    );
  }
});

test('of an agent that carries both engines, the one that it names counts', async (t) => {
  const server = await testServer(t);
  const both = {
    ...AGENT,
    response_engine: { type: 'retell-llm', llm_id: 'llm_x' },
    retellLlmData: { general_prompt: 'me' },
    conversationFlow: DIRTY_FLOW,
  };
  const results = await importInto(server, both);
  const agent = (await server.send('GET', `/get-agent/${idOf(results, 'agent')}`)).json;
  assert.equal(agent.response_engine.llm_id, idOf(results, 'retell llm'));
});

test('two exports of one flow in different versions stay two flows', async (t) => {
  const server = await testServer(t);
  const later = { ...DIRTY_FLOW, version: 13, global_prompt: 'Later.' };
  const results = await importInto(server, [
    { ...AGENT, conversationFlow: DIRTY_FLOW },
    { ...AGENT, conversationFlow: later },
    { ...AGENT, conversationFlow: later },
  ]);
  const kinds = results.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['conversation flow', 'conversation flow', 'agent', 'agent', 'agent']);
});

function nested(depth: number): unknown {
  return depth === 0 ? {} : [nested(depth - 1)];
}

test('what cannot be imported is told, and the rest is imported', async (t) => {
  const server = await testServer(t);
  const broken = { ...DIRTY_FLOW, conversation_flow_id: 'flow_broken', nodes: [{ id: 'x', type: 'logic_split' }] };
  const results = await importInto(server, [
    { ...AGENT, agent_name: 'broken', conversationFlow: broken },
    { ...AGENT, agent_name: 'lost', response_engine: { type: 'retell-llm', llm_id: 'llm_nowhere' } },
    {
      ...AGENT,
      agent_name: 'odd',
      voice_id: 'nobody',
      fallback_voice_ids: ['custom_voice_1', 'openai-Nova'],
      volume: 'loud',
      conversationFlow: DIRTY_FLOW,
    },
  ]);
  const by = (label: string) => results.find((result) => result.label === label);
  assert.match(by('broken')?.refusal ?? '', /engine/);
  assert.match(results[0]?.refusal ?? '', /nodes\[0\] \(id "x"\)\.type: expected one of .*got "logic_split"/);
  assert.match(by('lost')?.refusal ?? '', /engine/);
  const odd = by('odd');
  assert.ok(odd?.id);
  const told = odd.changes.join('\n');
  assert.match(told, /fallback voices that are not known here were taken out: custom_voice_1\n/);
  const kept = await server.send('GET', `/get-agent/${odd.id}`);
  assert.deepEqual(kept.json.fallback_voice_ids, ['openai-Nova']);
  assert.match(told, /voice "nobody" is not known here[^]*volume was left out: volume: expected/);
  for (const nonsense of [null, 5, 'text', {}, { foo: 1 }, [[], {}]]) {
    const { unusable, agents, engines } = readExport(nonsense, 'f');
    assert.deepEqual([agents, engines], [[], []]);
    assert.equal(unusable.length > 0, JSON.stringify(nonsense) !== '[]', JSON.stringify(nonsense));
  }
  assert.match(readExport(nested(5000), 'f').unusable.join(), /nested too deep/);
});

test('what keeps data from being stored is never left out, whatever it says', async (t) => {
  const server = await testServer(t);
  const llm = { general_prompt: 'Hi' };
  const results = await importInto(server, {
    ...AGENT,
    retellLlmData: llm,
    data_storage_setting: 'nothing_at_all',
    opt_out_sensitive_data_storage: false,
  });
  assert.match(results.at(-1)?.refusal ?? '', /data_storage_setting: expected one of/);
});

test('a whole account is read page by page, its shared components and hand-overs find each other again', async (t) => {
  const server = await testServer(t);
  const retell = await startFakeRetell(t);
  const bundle = await readAccount(createApiClient(retell.url, retell.key));
  const results = await importBundle(createApiClient(server.url, server.key), bundle);
  assert.deepEqual(
    results.flatMap(({ refusal }) => refusal ?? []),
    [],
  );
  const agents = results.filter(({ kind }) => kind === 'agent' || kind === 'chat agent');
  assert.deepEqual(
    agents.map(({ label, kind }) => [label, kind]),
    [
      ['Front desk', 'agent'],
      ['Specialist', 'agent'],
      ['Chat desk', 'chat agent'],
    ],
  );
  const flow = (await server.send('GET', `/get-conversation-flow/${idOf(results, 'conversation flow')}`)).json;
  assert.equal(flow.nodes[0].component_id, idOf(results, 'component'));
  assert.equal(flow.nodes[1].agent_id, agents[1]?.id);
  const component = (await server.send('GET', `/get-conversation-flow-component/${idOf(results, 'component')}`)).json;
  assert.deepEqual(component.linked_conversation_flow_ids, [flow.conversation_flow_id]);
  await assert.rejects(readAccount(createApiClient(retell.url, 'wrong')), /POST \/v2\/list-agents answered 401/);
});

test('an account that has only the older lists is read as well', async (t) => {
  const retell = await startFakeRetell(t, { isOld: true });
  const { agents, engines } = await readAccount(createApiClient(retell.url, retell.key));
  assert.deepEqual([agents.length, engines.length], [3, 2]);
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function ringback(server: TestServer, args: string[]): Promise<Ended> {
  const env = { ...process.env, RETELL_BASE_URL: server.url, RETELL_API_KEY: server.key };
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'import', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}

test('the command imports a file or an account, says what it did, and fails when something failed', async (t) => {
  const server = await testServer(t);
  const retell = await startFakeRetell(t);
  const folder = await mkdtemp(join(tmpdir(), 'ringback-import-'));
  t.after(() => rm(folder, { recursive: true }));
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const good = await write('agent.json', `\uFEFF${JSON.stringify({ ...AGENT, conversationFlow: DIRTY_FLOW })}`);
  const done = await ringback(server, [good]);
  assert.equal(done.code, 0, done.stderr);
  assert.match(
    done.stdout,
    /agent "Empfang" is agent_\w+ here[^]*opt_out_sensitive_data_storage became[^]*2 imported, 0 failed\.\n$/,
  );
  const half = await ringback(server, [good, await write('foo.json', '{"foo":1}')]);
  assert.equal(half.code, 1);
  assert.match(half.stdout, /FAILED {2}.*foo\.json: this is neither an agent nor a flow nor an LLM; it has foo\./);
  const cut = await ringback(server, [await write('cut.json', '{"nodes": [')]);
  assert.deepEqual([cut.code, /cut\.json is not JSON/.test(cut.stderr)], [1, true]);
  const account = await ringback(server, ['--from-retell', retell.key, '--retell-url', retell.url]);
  assert.match(account.stdout, /chat agent "Chat desk" is agent_\w+ here[^]*6 imported, 0 failed/);
  assert.equal((await ringback(server, [])).code, 2);
});
