// What many do at the same moment, on one server and on two.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Agent, request } from 'undici';
import { PHONE_JOIN_WINDOW_MS, JOIN_WINDOW_MS } from '../../src/resources/workspace/concurrency.ts';
import { testServer, type TestServer } from '../support/http.ts';

async function makeAgent(server: TestServer): Promise<string> {
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
  });
  assert.equal(agent.status, 201, agent.text);
  return agent.json.agent_id as string;
}

test('200 calls at once on two servers never pass a limit of 20', { timeout: 120_000 }, async (t) => {
  const first = await testServer(t);
  const second = await testServer(t, { beside: first });
  const agent_id = await makeAgent(first);
  const pool = new Agent({ connections: 100 });
  t.after(() => pool.close());
  const create = async ({ url, key }: TestServer): Promise<number> => {
    const answer = await request(`${url}/v2/create-web-call`, {
      method: 'POST',
      dispatcher: pool,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'x-stainless-retry-count': '0' },
      body: JSON.stringify({ agent_id }),
    });
    await answer.body.dump();
    if (answer.statusCode === 429) assert.ok(answer.headers['retry-after']);
    return answer.statusCode;
  };
  const round = async () => {
    const statuses = await Promise.all(Array.from({ length: 200 }, (_, i) => create(i % 2 === 0 ? first : second)));
    const count = (status: number) => statuses.filter((each) => each === status).length;
    return { made: count(201), refused: count(429) };
  };
  assert.deepEqual(await round(), { made: 20, refused: 180 });
  assert.equal((await first.send('GET', '/get-concurrency')).json.current_concurrency, 20);
  first.clock.now += JOIN_WINDOW_MS;
  assert.deepEqual(await round(), { made: 0, refused: 200 }, 'a registered call holds its slot until its deadline');
  first.clock.now += 1;
  assert.deepEqual(await round(), { made: 20, refused: 180 });
});

test('burst, and slots that are kept for inbound calls', async (t) => {
  const server = await testServer(t);
  const { db } = server.database;
  const set = (row: object) =>
    db.updateTable('workspaces').set(row).where('workspace_id', '=', server.workspaceId).execute();
  const agent_id = await makeAgent(server);
  const made = async (path: string, times: number): Promise<number> => {
    let count = 0;
    for (let i = 0; i < times; i++) count += (await server.send('POST', path, { agent_id })).status === 201 ? 1 : 0;
    return count;
  };
  await set({ concurrency_limit: 2 });
  assert.equal(await made('/v2/create-web-call', 4), 2);
  await set({ concurrency_burst_enabled: true });
  const { json } = await server.send('GET', '/get-concurrency');
  assert.deepEqual([json.concurrency_burst_enabled, json.concurrency_burst_limit], [true, 6]);
  assert.equal(await made('/v2/create-web-call', 6), 4, 'three times as many');
  server.clock.now += JOIN_WINDOW_MS + 1;
  await set({ concurrency_limit: 200 });
  assert.equal((await server.send('GET', '/get-concurrency')).json.concurrency_burst_limit, 500, 'at most 300 more');
});

test('a registered phone call holds its slot for five minutes', async (t) => {
  const server = await testServer(t);
  const agent_id = await makeAgent(server);
  const body = { agent_id, from_number: '+14155550100', to_number: '+14155550101', direction: 'inbound' };
  const registered = await server.send('POST', '/v2/register-phone-call', body);
  assert.equal(registered.status, 201, registered.text);
  const open = async () => (await server.send('GET', '/get-concurrency')).json.current_concurrency as number;
  server.clock.now += JOIN_WINDOW_MS + 1;
  assert.equal(await open(), 1);
  server.clock.now += PHONE_JOIN_WINDOW_MS - JOIN_WINDOW_MS;
  assert.equal(await open(), 0);
});
