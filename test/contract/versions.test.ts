// Versions: an agent and its engine share a number; publishing freezes both and opens the next draft.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testServer, type TestServer } from '../support/http.ts';

async function agentWithLlm(server: TestServer, agent: object = {}): Promise<{ agentId: string; llmId: string }> {
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'zero' });
  const { json } = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    ...agent,
  });
  return { agentId: json.agent_id, llmId: llm.json.llm_id };
}

test('publishing freezes agent and engine and opens the next draft of both', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server, { agent_name: 'Jo', version_description: 'first' });
  assert.equal((await server.send('POST', `/publish-agent/${agentId}`)).status, 200);

  const draft = (await server.send('GET', `/get-agent/${agentId}`)).json;
  const published = (await server.send('GET', `/get-agent/${agentId}?version=0`)).json;
  assert.deepEqual([draft.version, draft.is_published, draft.agent_name], [1, false, 'Jo']);
  assert.deepEqual([published.version, published.is_published], [0, true]);
  assert.deepEqual(draft.response_engine, { type: 'retell-llm', llm_id: llmId, version: 1 });
  assert.deepEqual(published.response_engine, { type: 'retell-llm', llm_id: llmId, version: 0 });
  assert.deepEqual([published.version_description, draft.version_description], ['first', undefined]);

  await server.send('PATCH', `/update-retell-llm/${llmId}`, { general_prompt: 'one' });
  assert.equal((await server.send('GET', `/get-retell-llm/${llmId}`)).json.general_prompt, 'one');
  const frozen = (await server.send('GET', `/get-retell-llm/${llmId}?version=0`)).json;
  assert.deepEqual([frozen.general_prompt, frozen.is_published, frozen.version], ['zero', true, 0]);
});

test('a published version cannot be changed, but for its description', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  await server.send('POST', `/publish-agent/${agentId}`);
  const agent = await server.send('PATCH', `/update-agent/${agentId}?version=0`, { agent_name: 'x' });
  assert.deepEqual([agent.status, agent.json.message], [422, 'Cannot update published agent other than version title']);
  const llm = await server.send('PATCH', `/update-retell-llm/${llmId}?version=0`, { general_prompt: 'x' });
  assert.deepEqual([llm.status, llm.json.message], [400, 'Cannot update published LLM']);
  const described = await server.send('PATCH', `/update-agent/${agentId}?version=0`, { version_description: 'spring' });
  assert.deepEqual([described.status, described.json.version_description], [200, 'spring']);
  assert.equal((await server.send('PATCH', `/update-agent/${agentId}`, { agent_name: 'draft' })).json.version, 1);
});

test('the version of an engine is the version of its agent', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  const engine = (version: number) => ({ response_engine: { type: 'retell-llm', llm_id: llmId, version } });
  const wrong = await server.send('PATCH', `/update-agent/${agentId}`, engine(3));
  assert.equal(wrong.status, 400);
  assert.match(wrong.json.message, /response_engine\.version: expected the version of the agent, 0, got 3/);
  assert.equal((await server.send('PATCH', `/update-agent/${agentId}`, engine(0))).status, 200);
  const fresh = await server.send('POST', '/create-agent', { voice_id: 'openai-Alloy', ...engine(1) });
  assert.equal(fresh.status, 400);
});

test('the engine can be swapped until something was published', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  const other = (await server.send('POST', '/create-retell-llm', { general_prompt: 'other' })).json.llm_id;
  const swap = (llm_id: string) => ({ response_engine: { type: 'retell-llm', llm_id } });
  assert.equal(
    (await server.send('PATCH', `/update-agent/${agentId}`, swap(other))).json.response_engine.llm_id,
    other,
  );
  assert.equal((await server.send('DELETE', `/delete-retell-llm/${llmId}`)).status, 204, 'the old one is free');
  await server.send('POST', `/publish-agent/${agentId}`);
  const third = (await server.send('POST', '/create-retell-llm', {})).json.llm_id;
  const late = await server.send('PATCH', `/update-agent/${agentId}`, swap(third));
  assert.deepEqual([late.status, late.json.message], [400, 'Cannot update response engine of agent version > 0']);
  assert.equal(
    (await server.send('PATCH', `/update-agent/${agentId}`, swap(other))).status,
    200,
    'the same one is no swap',
  );
});

test('two agents that share an engine publish one after the other', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  const engine = { type: 'retell-llm', llm_id: llmId };
  const second = await server.send('POST', '/create-agent', { voice_id: 'openai-Alloy', response_engine: engine });
  await server.send('POST', `/publish-agent/${agentId}`);
  await server.send('PATCH', `/update-retell-llm/${llmId}`, { general_prompt: 'shared draft' });
  assert.equal((await server.send('POST', `/publish-agent/${second.json.agent_id}`)).status, 200);
  const draft = (await server.send('GET', `/get-retell-llm/${llmId}`)).json;
  assert.deepEqual([draft.version, draft.general_prompt, draft.is_published], [1, 'shared draft', false]);
});

test('publishing many times at once makes a version for each', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => server.send('POST', `/publish-agent/${agentId}`)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
  const versions = (await server.send('GET', `/get-agent-versions/${agentId}`)).json;
  assert.deepEqual(
    versions.map((each: any) => [each.version, each.is_published]),
    [
      [5, false],
      [4, true],
      [3, true],
      [2, true],
      [1, true],
      [0, true],
    ],
  );
  assert.equal((await server.send('GET', `/get-retell-llm/${llmId}`)).json.version, 5);
});

test('lists have an entry per version and are paged by id and version', async (t) => {
  const server = await testServer(t);
  const first = await agentWithLlm(server);
  server.clock.now += 1000;
  const second = await agentWithLlm(server);
  await server.send('POST', `/publish-agent/${first.agentId}`);
  const seen: string[] = [];
  let query = '';
  for (;;) {
    const page = (await server.send('GET', `/list-agents?limit=1${query}`)).json;
    if (page.length === 0) break;
    const [last] = page;
    seen.push(`${last.agent_id} ${last.version}`);
    query = `&pagination_key=${last.agent_id}&pagination_key_version=${last.version}`;
  }
  assert.deepEqual(seen, [`${second.agentId} 0`, `${first.agentId} 1`, `${first.agentId} 0`]);
  const behind = (await server.send('GET', `/list-agents?pagination_key=${second.agentId}`)).json;
  assert.equal(behind.length, 2, 'without a version the page starts behind all of them');
  const llms = (await server.send('GET', `/list-retell-llms?limit=2`)).json;
  assert.deepEqual(
    llms.map((each: any) => [each.llm_id, each.version]),
    [
      [second.llmId, 0],
      [first.llmId, 1],
    ],
  );
});

test('an engine in use is deleted only by force', async (t) => {
  const server = await testServer(t);
  const { agentId, llmId } = await agentWithLlm(server);
  const refused = await server.send('DELETE', `/delete-retell-llm/${llmId}`);
  assert.equal(refused.status, 400);
  assert.ok(refused.json.message.includes(agentId));
  assert.equal((await server.send('DELETE', `/delete-retell-llm/${llmId}?force_delete=true`)).status, 204);
  assert.equal((await server.send('GET', `/get-agent/${agentId}`)).status, 200);
});

test('every field comes back as it was stored, nulls, unknown ones and the order of keys included', async (t) => {
  const server = await testServer(t);
  const parameters = {
    type: 'object',
    properties: { zulu: { type: 'string' }, alpha: { type: 'number' } },
    required: ['zulu'],
  };
  const llm = {
    general_prompt: null,
    general_tools: [{ type: 'custom', name: 'b', url: 'https://x.test', parameters, parameter_mapping: { a: 1 } }],
    states: [{ name: 's', state_prompt: 'p', edges: [], tools: [] }],
    starting_state: 's',
    model: 'gpt-4o-mini',
    begin_message: '',
    mcps: [{ name: 'm', url: 'https://mcp.test' }],
    default_dynamic_variables: { a: 'b' },
    flex_mode: true,
  };
  const created = await server.send('POST', '/create-retell-llm', llm);
  const { json: read, text } = await server.send('GET', `/get-retell-llm/${created.json.llm_id}`);
  for (const [field, value] of Object.entries(llm)) assert.deepEqual(read[field], value, field);
  assert.ok(text.indexOf('zulu') < text.indexOf('alpha'), 'a model fills arguments in the order of their schema');

  const { agentId } = await agentWithLlm(server, {
    webhook_url: null,
    voice_model: 'a-model-of-tomorrow',
    x_custom: [1],
  });
  const agent = (await server.send('GET', `/get-agent/${agentId}`)).json;
  assert.deepEqual([agent.webhook_url, agent.voice_model, agent.x_custom], [null, 'a-model-of-tomorrow', [1]]);
  const change = { agent_id: 'agent_other', version: 9, is_published: true, volume: 0.5 };
  const changed = (await server.send('PATCH', `/update-agent/${agentId}`, change)).json;
  assert.deepEqual([changed.agent_id, changed.version, changed.is_published, changed.volume], [agentId, 0, false, 0.5]);
});
