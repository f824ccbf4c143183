// Requests that mean harm: to the one thread that serves everybody, to sockets, to what others own.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { insertWorkspace } from '../../src/storage/tables/index.ts';
import { testServer, type TestServer } from '../support/http.ts';

const MANY = 200_000;

suite('hostile requests', () => {
  let server: TestServer;
  let agentId: string;
  let llmId: string;
  const closers: (() => Promise<void>)[] = [];
  after(async () => {
    for (const close of closers) await close();
  });

  before(
    async () => {
      server = await testServer({ after: (run) => void closers.push(run) });
      ({ agentId, llmId } = await makeAgent());
    },
    { timeout: 30_000 },
  );

  async function makeAgent(): Promise<{ agentId: string; llmId: string }> {
    const llm = (await server.send('POST', '/create-retell-llm', { general_prompt: 'x' })).json.llm_id;
    const engine = { type: 'retell-llm', llm_id: llm };
    const agent = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine: engine });
    return { agentId: agent.json.agent_id, llmId: llm };
  }

  test('a body of very many values is refused before it is parsed, wherever it goes', async () => {
    const bodies = {
      numbers: `{"a":[${'1,'.repeat(MANY)}1]}`,
      objects: `{"general_tools":[${'{},'.repeat(MANY)}{}]}`,
      arrays: `{"states":[${'[],'.repeat(MANY)}[]]}`,
    };
    const fields = `{${Array.from({ length: MANY }, (_, i) => `"k${i}":${i}`).join(',')}}`;
    for (const [name, body] of Object.entries({ ...bodies, fields })) {
      for (const path of ['/create-retell-llm', '/v2/list-calls', `/update-agent/${agentId}`]) {
        const answer = await server.send(path.startsWith('/update') ? 'PATCH' : 'POST', path, body);
        assert.equal(answer.status, 400, `${name} ${path}`);
        assert.match(answer.json.message, name === 'fields' ? /more than 5000 fields/ : /more than 100000 values/);
      }
    }
  });

  test('signs of structure inside of texts do not count', async () => {
    const general_prompt = '[{,"\\'.repeat(30_000);
    const answer = await server.send('POST', '/create-retell-llm', { general_prompt });
    assert.equal(answer.status, 201);
    assert.equal(answer.json.general_prompt, general_prompt);
  });

  test('who has no key is not even read', async () => {
    const body = `[${'1,'.repeat(1000)}1`;
    const noKey = { authorization: 'Bearer nothing' };
    assert.equal((await server.send('POST', '/nowhere', body, noKey)).status, 401);
    assert.equal((await server.send('POST', '/create-agent', body, noKey)).status, 401);
    assert.equal((await server.send('POST', '/sign-out', body, noKey)).status, 413);
    assert.equal((await server.send('OPTIONS', '/files/a/b', body, noKey)).status, 413);
  });

  test('a client that never closes its side loses its socket', async () => {
    for (const words of [
      'BLAH\r\n\r\n',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ]) {
      const accepted = once(server.app.server, 'connection') as Promise<[Socket]>;
      const socket = await halfOpen(server);
      const [serverSide] = await accepted;
      const closed = once(serverSide, 'close');
      socket.resume().write(words);
      await closed;
      socket.destroy();
    }
  });

  test('a wish to speak HTTP/2 is answered as if it had not been said', async () => {
    const socket = await halfOpen(server);
    let said = '';
    socket.on('data', (data: Buffer) => (said += data.toString()));
    socket.end(
      'GET /health HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
    );
    await once(socket, 'end');
    assert.match(said, /^HTTP\/1\.1 200 /);
  });

  test('whatever stands in a filter, it is an answer or a 400', async () => {
    const fields =
      'call_id version call_status in_voicemail start_timestamp duration_ms e2e_latency_p50 data_storage_setting combined_cost metadata custom_analysis_data custom_attributes agent tool_calls metadata.x';
    const typed = ['string', 'number', 'range'].flatMap((type) =>
      ['eq', 'gt', 'constructor'].flatMap((op) => ["a'; drop", 1e300, [1]].map((value) => ({ type, op, value }))),
    );
    const others = ['x', 1.5, null, [null], [{}], { upper_threshold: 1.5 }, { lower_threshold: 9e15 }, { op: 'eq' }];
    const agents = [[{ agent_id: 'x', version: [1e15] }], [{ agent_id: 'x', version: ['a'] }], [{ name: 'x' }]];
    for (const field of fields.split(' ')) {
      const answers = await Promise.all(
        [...typed, ...others, ...agents].map(async (value) => {
          const answer = await server.send('POST', '/v2/list-calls', { filter_criteria: { [field]: value } });
          return [answer.status, value] as const;
        }),
      );
      const faults = answers.filter(([status]) => status !== 200 && status !== 400);
      assert.deepEqual(faults, [], field);
    }
  });

  test('a filter of very many conditions is refused before it holds up the database', async () => {
    const condition = { type: 'string', op: 'co', value: 'x' };
    const keyed = (count: number) => Array.from({ length: count }, (_, i) => ({ ...condition, key: `k${i}` }));
    const byKey = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ['x']]));
    const tool_calls = Array.from({ length: 51 }, (_, i) => ({ name: `t${i}` }));
    const agent = Array.from({ length: 1_001 }, (_, i) => ({ agent_id: `agent_${i}`, version: [1] }));
    const many: [string, object][] = [
      ['/v2/list-calls', { metadata: byKey }],
      ['/v2/list-calls', Object.fromEntries(Object.entries(byKey).map(([key, value]) => [`metadata.${key}`, value]))],
      ['/v3/list-calls', { metadata: keyed(26), custom_attributes: keyed(25) }],
      ['/v3/list-calls', { tool_calls }],
      ['/v3/list-calls', { agent }],
      ['/v3/list-chats', { custom_attributes: keyed(51) }],
      ['/v3/list-chats', { agent }],
      ['/create-export-request', { tool_calls }],
    ];
    for (const [path, filter_criteria] of many) {
      const answer = await server.send('POST', path, { filter_criteria });
      assert.equal(answer.status, 400, `${path} ${Object.keys(filter_criteria).join()}`);
      assert.match(answer.json.message, /filter_criteria/);
    }
    const most = { metadata: keyed(25), custom_attributes: keyed(25), agent: agent.slice(1) };
    assert.equal((await server.send('POST', '/v3/list-calls', { filter_criteria: most })).status, 200);
  });

  test(
    'an agent that is deleted while it is published is gone, or never was published',
    { timeout: 60_000 },
    async () => {
      for (let round = 0; round < 10; round++) {
        const made = await makeAgent();
        const [deleted] = await Promise.all([
          server.send('DELETE', `/delete-agent/${made.agentId}`),
          server.send('POST', `/publish-agent/${made.agentId}`),
          server.send('PATCH', `/update-agent/${made.agentId}`, { agent_name: 'x' }),
          server.send('POST', `/publish-agent/${made.agentId}`),
        ]);
        assert.equal(deleted.status, 204);
        assert.equal((await server.send('GET', `/get-agent/${made.agentId}`)).status, 422, `round ${round}`);
      }
    },
  );

  test('a deleted call leaves nothing of what was said in the outbox', async () => {
    const call = (await server.send('POST', '/v2/create-web-call', { agent_id: agentId })).json.call_id as string;
    await server.database.db
      .insertInto('webhook_deliveries')
      .values({
        workspace_id: server.workspaceId,
        call_id: call,
        event: 'call_ended',
        url: 'http://127.0.0.1',
        timeout_ms: 1000,
        body: '{"call":{"transcript":"secret"}}',
        attempts: 0,
        delivered_at: null,
        last_error: null,
        created_at: server.clock.now,
      })
      .execute();
    assert.equal((await server.send('DELETE', `/v2/delete-call/${call}`)).status, 204);
    const left = await server.database.db.selectFrom('webhook_deliveries').select('call_id').execute();
    assert.deepEqual(left, []);
  });

  test('a call is not given a knowledge base that the workspace does not have', async () => {
    for (const engine of ['retell_llm', 'conversation_flow']) {
      const agent_override = { [engine]: { knowledge_base_ids: ['knowledge_base_of_others'] } };
      const to = { from_number: '+14155550100', to_number: '+14155550101' };
      for (const [path, body] of [
        ['/v2/create-web-call', { agent_id: agentId, agent_override }],
        ['/v2/register-phone-call', { agent_id: agentId, agent_override }],
        ['/v2/create-phone-call', { ...to, agent_override }],
        ['/create-batch-call', { from_number: to.from_number, tasks: [{ ...to, agent_override }] }],
      ] as const) {
        const answer = await server.send('POST', path, body);
        assert.equal(answer.status, 400, path);
        assert.match(
          answer.json.message,
          new RegExp(`${engine}.knowledge_base_ids\\[0\\]: there is no knowledge base`),
        );
      }
    }
  });

  test('variables of a call are bounded, however they come', async () => {
    const large = (name: string) => ({ [name]: 'x'.repeat(150_000) });
    const create = (retell_llm_dynamic_variables: object) =>
      server.send('POST', '/v2/create-web-call', { agent_id: agentId, retell_llm_dynamic_variables });
    assert.equal((await create({ ...large('a'), ...large('b') })).status, 400);
    const { call_id } = (await create(large('a'))).json;
    const update = async (body: object) => (await server.send('PATCH', `/v2/update-call/${call_id}`, body)).status;
    assert.equal(await update({ override_dynamic_variables: large('a') }), 200);
    assert.equal(await update({ override_dynamic_variables: large('b') }), 400, 'together they are too many');
    assert.equal(await update({ override_dynamic_variables: large('a') }), 200);
    assert.equal(await update({ override_dynamic_variables: null }), 200);
    assert.equal(await update({ override_dynamic_variables: large('b') }), 200);
    assert.equal(await update({ custom_attributes: { ...large('a'), ...large('b') } }), 400);
  });

  test('keys of pages that belong to others turn no page', async () => {
    const workspace_id = 'org_other';
    await insertWorkspace(server.database.db, {
      workspace_id,
      name: 'Other',
      concurrency_limit: 20,
      created_at: server.clock.now,
    });
    const { db } = server.database;
    const { key } = await createApiKey(
      { db, envelope: server.envelope, now: () => server.clock.now },
      { workspaceId: workspace_id, name: 'other' },
    );
    const other = { authorization: `Bearer ${key}` };
    const own = await server.send('POST', '/create-retell-llm', {}, other);
    assert.equal(own.status, 201);
    for (const path of [`/list-agents?pagination_key=${agentId}`, `/list-retell-llms?pagination_key=${llmId}`])
      assert.deepEqual((await server.send('GET', path, undefined, other)).json, [], path);
    const engine = { type: 'retell-llm', llm_id: llmId };
    const stolen = { voice_id: '11labs-Adrian', response_engine: engine };
    assert.equal((await server.send('POST', '/create-agent', stolen, other)).status, 422);
  });

  test('the server is well after all that', async () => {
    assert.equal((await server.send('GET', '/health')).status, 200);
  });
});

/** A connection that stays open on our side whatever the server does. */
async function halfOpen(server: TestServer): Promise<Socket> {
  const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}
