// Test cases, batches and runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { insertWorkspace } from '../../src/storage/tables/index.ts';
import { testServer, type TestServer } from '../support/http.ts';

async function addLlm(server: TestServer, more: object = {}): Promise<{ type: 'retell-llm'; llm_id: string }> {
  const { json, text } = await server.send('POST', '/create-retell-llm', { general_prompt: 'x', ...more });
  assert.ok(json.llm_id, text);
  return { type: 'retell-llm', llm_id: json.llm_id };
}

async function addCase(server: TestServer, response_engine: object, more: object = {}): Promise<any> {
  const { status, json, text } = await server.send('POST', '/create-test-case-definition', {
    name: 'Books a table',
    response_engine,
    user_prompt: 'You want a table for four.',
    metrics: ['A table was booked.'],
    ...more,
  });
  assert.equal(status, 201, text);
  return json;
}

test('a test case is made, read, changed and deleted, every field as it was sent', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const plain = await addCase(server, engine);
  assert.deepEqual(
    [plain.dynamic_variables, plain.tool_mocks, plain.llm_model, plain.type],
    [{}, [], 'gpt-4.1', 'simulation'],
  );
  assert.equal(plain.creation_timestamp, server.clock.now);
  const full = {
    dynamic_variables: { name: 'Ada' },
    tool_mocks: [
      { tool_name: 'a', input_match_rule: { type: 'any' }, output: '{}', result: null },
      { tool_name: 'b', input_match_rule: { type: 'partial_match', args: { deep: [1] } }, output: 'x', result: false },
    ],
    llm_model: 'gpt-5-mini',
    response_engine: { ...engine, version: 0 },
  };
  const made = await addCase(server, engine, full);
  for (const [field, value] of Object.entries(full)) assert.deepEqual(made[field], value, field);
  const path = made.test_case_definition_id;
  assert.deepEqual((await server.send('GET', `/get-test-case-definition/${path}`)).json, made);
  server.clock.now += 5;
  const put = await server.send('PUT', `/update-test-case-definition/${path}`, { name: 'Other', tool_mocks: [] });
  assert.deepEqual(put.json, { ...made, name: 'Other', tool_mocks: [], user_modified_timestamp: server.clock.now });
  assert.equal((await server.send('DELETE', `/delete-test-case-definition/${path}`)).status, 204);
  for (const [method, route] of [
    ['GET', 'get'],
    ['DELETE', 'delete'],
    ['PUT', 'update'],
  ] as const) {
    const body = method === 'PUT' ? {} : undefined;
    assert.equal((await server.send(method, `/${route}-test-case-definition/${path}`, body)).status, 404, route);
  }
});

test('cases are refused for engines that are not there or never write, and for what does not fit', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const create = (more: object) =>
    server.send('POST', '/create-test-case-definition', {
      name: 'n',
      response_engine: engine,
      user_prompt: 'u',
      metrics: [],
      ...more,
    });
  const spoken = await addLlm(server, { s2s_model: 'gpt-realtime', model: null });
  for (const [what, more] of Object.entries({
    'another workspace or none': { response_engine: { type: 'retell-llm', llm_id: 'llm_x' } },
    'no such version': { response_engine: { ...engine, version: 3 } },
    'half a version': { response_engine: { ...engine, version: 0.5 } },
    'a version beyond all integers': { response_engine: { ...engine, version: 2.2e271 } },
    'no such flow': { response_engine: { type: 'conversation-flow', conversation_flow_id: 'x' } },
    'a custom LLM that is no socket': { response_engine: { type: 'custom-llm', llm_websocket_url: 'ftp://x.test' } },
    'speech to speech': { response_engine: spoken },
    'a mock without a rule': { tool_mocks: [{ tool_name: 'a', output: '' }] },
    'a long output': {
      tool_mocks: [{ tool_name: 'a', input_match_rule: { type: 'any' }, output: 'x'.repeat(15_001) }],
    },
    'a number for a text': { dynamic_variables: { a: 1 } },
    'no metrics': { metrics: undefined },
  })) {
    const { status, json } = await create(more);
    assert.equal(status, 400, `${what}: ${JSON.stringify(json)}`);
  }
});

test('a batch makes a waiting run of each case, with the case as it was', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const first = await addCase(server, engine);
  const second = await addCase(server, engine, { name: 'Cancels' });
  const ids = [first, second, first].map((each) => each.test_case_definition_id);
  const body = { test_case_definition_ids: ids, response_engine: engine };
  const batch = await server.send('POST', '/create-batch-test', body);
  assert.equal(batch.status, 201, batch.text);
  const { test_case_batch_job_id: id, status, total_count, pass_count, response_engine } = batch.json;
  assert.deepEqual([status, total_count, pass_count], ['in_progress', 3, 0]);
  assert.deepEqual(response_engine, { ...engine, version: 0 }, 'the version is settled');
  assert.deepEqual((await server.send('GET', `/get-batch-test/${id}`)).json, batch.json);
  await server.send('PUT', `/update-test-case-definition/${ids[0]}`, { name: 'Changed' });
  await server.send('DELETE', `/delete-test-case-definition/${ids[1]}`);
  const runs = (await server.send('GET', `/list-test-runs/${id}`)).json;
  assert.deepEqual(
    runs.map((run: any) => [run.status, run.test_case_definition_id, run.test_case_definition_snapshot]),
    [
      ['pending', ids[0], first],
      ['pending', ids[1], second],
      ['pending', ids[2], first],
    ],
  );
  assert.deepEqual((await server.send('GET', `/get-test-run/${runs[1].test_case_job_id}`)).json, runs[1]);
  const page = (await server.send('GET', `/v2/list-test-runs/${id}?limit=2`)).json;
  assert.deepEqual([page.items, page.has_more], [runs.slice(0, 2), true]);
  const rest = await server.send('GET', `/v2/list-test-runs/${id}?limit=2&pagination_key=${page.pagination_key}`);
  assert.deepEqual(rest.json, { items: runs.slice(2), has_more: false });
  assert.equal((await server.send('GET', `/v2/list-test-runs/${id}?pagination_key=zz`)).status, 400);

  for (const wrong of [
    { test_case_definition_ids: [ids[0], 'test_case_x'] },
    { test_case_definition_ids: [] },
    { test_case_definition_ids: Array.from({ length: 1001 }, () => ids[0]) },
    { response_engine: { type: 'retell-llm', llm_id: 'llm_x' } },
  ])
    assert.equal((await server.send('POST', '/create-batch-test', { ...body, ...wrong })).status, 400);
  assert.equal((await server.send('GET', '/list-batch-tests?type=retell-llm')).json.length, 1, 'nothing half-made');
  for (const path of ['get-batch-test/x', 'get-test-run/x', 'list-test-runs/x', 'v2/list-test-runs/x'])
    assert.equal((await server.send('GET', `/${path}`)).status, 404, path);
});

test('a batch may hold a thousand cases', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const { test_case_definition_id: id } = await addCase(server, engine);
  const body = { test_case_definition_ids: Array.from({ length: 1000 }, () => id), response_engine: engine };
  const { status, json } = await server.send('POST', '/create-batch-test', body);
  assert.equal(status, 201);
  assert.equal((await server.send('GET', `/list-test-runs/${json.test_case_batch_job_id}`)).json.length, 1000);
});

test('a batch whose copies would be too much at once is refused, and leaves nothing', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const { test_case_definition_id: id } = await addCase(server, engine, { user_prompt: 'x'.repeat(250_000) });
  const body = { test_case_definition_ids: Array.from({ length: 200 }, () => id), response_engine: engine };
  const { status, json } = await server.send('POST', '/create-batch-test', body);
  assert.equal(status, 400);
  assert.match(json.message, /test_case_definition_ids: expected cases of at most 33554432 bytes together/);
  assert.deepEqual((await server.send('GET', `/list-batch-tests?type=retell-llm&llm_id=${engine.llm_id}`)).json, []);
});

test('lists of cases and batches are asked for by type, engine and version, and paged', async (t) => {
  const server = await testServer(t);
  const [one, two] = [await addLlm(server), await addLlm(server)];
  const seen: string[] = [];
  for (const engine of [one, two, { ...one, version: 0 }, one]) {
    const made = await addCase(server, engine);
    seen.unshift(made.test_case_definition_id);
    server.clock.now += 1;
    await server.send('POST', '/create-batch-test', {
      test_case_definition_ids: [made.test_case_definition_id],
      response_engine: engine,
    });
  }
  const get = async (path: string) => (await server.send('GET', path)).json;
  const count = async (query: string): Promise<number[]> =>
    Promise.all(
      ['list-test-case-definitions', 'list-batch-tests'].map(
        async (list) => (await get(`/${list}?${query}`)).length as number,
      ),
    );
  assert.deepEqual(await count('type=retell-llm'), [4, 4]);
  assert.deepEqual(await count('type=conversation-flow'), [0, 0]);
  assert.deepEqual(await count(`type=retell-llm&llm_id=${two.llm_id}`), [1, 1]);
  assert.deepEqual(await count(`type=retell-llm&llm_id=${one.llm_id}&version=0`), [1, 3]);
  assert.deepEqual(await count(`type=retell-llm&version=9007199254740991`), [0, 0]);
  assert.equal((await server.send('GET', '/list-batch-tests')).status, 400, 'type is required');
  assert.equal((await server.send('GET', '/list-test-case-definitions?type=s2s')).status, 400);
  for (const list of ['list-test-case-definitions', 'list-batch-tests']) {
    const all = await get(`/${list}?type=retell-llm`);
    const first = await get(`/v2/${list}?type=retell-llm&limit=3`);
    const rest = await get(`/v2/${list}?type=retell-llm&limit=3&pagination_key=${first.pagination_key}`);
    assert.deepEqual([...first.items, ...rest.items], all);
    assert.deepEqual([first.has_more, rest.has_more, rest.pagination_key], [true, false, undefined]);
    assert.equal((await server.send('GET', `/v2/${list}?type=retell-llm&pagination_key=x`)).status, 400);
  }
  assert.deepEqual(
    (await get('/list-test-case-definitions?type=retell-llm')).map((each: any) => each.test_case_definition_id),
    seen,
  );
});

test('what another workspace tests looks like what is not there', async (t) => {
  const server = await testServer(t);
  const engine = await addLlm(server);
  const made = await addCase(server, engine);
  const batch = await server.send('POST', '/create-batch-test', {
    test_case_definition_ids: [made.test_case_definition_id],
    response_engine: engine,
  });
  const batchId = batch.json.test_case_batch_job_id;
  const [run] = (await server.send('GET', `/list-test-runs/${batchId}`)).json;
  const stranger = { authorization: `Bearer ${await strangerKey(server)}` };
  for (const [method, path, id, body] of [
    ['GET', '/get-test-case-definition/', made.test_case_definition_id],
    ['PUT', '/update-test-case-definition/', made.test_case_definition_id, {}],
    ['DELETE', '/delete-test-case-definition/', made.test_case_definition_id],
    ['GET', '/get-batch-test/', batchId],
    ['GET', '/list-test-runs/', batchId],
    ['GET', '/v2/list-test-runs/', batchId],
    ['GET', '/get-test-run/', run.test_case_job_id],
  ] as [string, string, string, unknown?][]) {
    const foreign = await server.send(method, path + id, body, stranger);
    const unknown = await server.send(method, `${path}unknown`, body, stranger);
    assert.equal(foreign.status, 404, path);
    assert.equal(foreign.text.replaceAll(id, 'unknown'), unknown.text);
  }
  assert.deepEqual((await server.send('GET', '/list-batch-tests?type=retell-llm', undefined, stranger)).json, []);
});

async function strangerKey(server: TestServer): Promise<string> {
  const deps = { db: server.database.db, envelope: server.envelope, now: Date.now };
  const { workspace_id: workspaceId } = await insertWorkspace(deps.db, {
    workspace_id: 'org_stranger',
    name: 'Stranger',
    concurrency_limit: 20,
    created_at: Date.now(),
  });
  return (await createApiKey(deps, { workspaceId, name: 'key' })).key;
}
