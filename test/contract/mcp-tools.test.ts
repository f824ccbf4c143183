// get-mcp-tools against real MCP servers, and against some that would rather do harm.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell from 'retell-sdk';
import { createEgress } from '../../src/egress/index.ts';
import { testServer, type TestServer } from '../support/http.ts';
import {
  answerRpc,
  startMcpPretender,
  startSseServer,
  startStreamableServer,
  type TestMcpServer,
} from '../support/mcp-server.ts';

/** An agent whose language model has these servers. */
async function agentWith(server: TestServer, mcps: object[], more: object = {}): Promise<string> {
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x', mcps, ...more });
  assert.equal(llm.status, 201, llm.text);
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
  });
  return agent.json.agent_id;
}

const ask = (server: TestServer, agentId: string, mcpId: string, query = '') =>
  server.send('GET', `/get-mcp-tools/${agentId}?mcp_id=${mcpId}${query}`);

const toolNames = (tools: { name: string }[]) => tools.map(({ name }) => name);

test('the tools are those that the server lists now, by each transport', async (t) => {
  const server = await testServer(t);
  const kinds: [string, TestMcpServer][] = [
    ['events', await startStreamableServer(t)],
    ['json', await startStreamableServer(t, { json: true })],
    ['sse', await startSseServer(t)],
  ];
  const agentId = await agentWith(
    server,
    kinds.map(([name, { url }]) => ({ name, url })),
  );
  for (const [name] of kinds) {
    const { status, json, text } = await ask(server, agentId, name);
    assert.equal(status, 200, `${name}: ${text}`);
    assert.deepEqual(toolNames(json), ['look_up', 'plain']);
    assert.equal(json[0].description, 'Finds an order.');
    assert.deepEqual(json[0].inputSchema.required, ['order_id']);
    assert.equal(json[1].description, '');
  }
  const retell = new Retell({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  assert.equal((await retell.mcpTool.getMcpTools(agentId, { mcp_id: 'events' })).length, 2);
});

test('headers and query values carry variables, and nothing of them leaks', async (t) => {
  const server = await testServer(t);
  const mcp = await startStreamableServer(t);
  const agentId = await agentWith(
    server,
    [
      {
        name: 'orders',
        id: 'mcp-1',
        url: `${mcp.url}?fixed=1`,
        headers: { Authorization: 'Bearer {{token}}', 'Content-Length': '3' },
        query_params: { tenant: '{{tenant}}', unset: '{{nobody}}' },
      },
    ],
    { default_dynamic_variables: { token: 'secret-1', tenant: 'a b' } },
  );
  assert.equal((await ask(server, agentId, 'mcp-1')).status, 200, 'an id of its own is one as well');
  for (const { url, headers } of mcp.requests) {
    assert.equal(headers.authorization, 'Bearer secret-1');
    assert.deepEqual(
      [...new URL(url, 'http://x').searchParams],
      [
        ['fixed', '1'],
        ['tenant', 'a b'],
        ['unset', '{{nobody}}'],
      ],
    );
  }
  assert.ok(mcp.requests.length >= 3);
});

test('a server of a component is named by the component', async (t) => {
  const server = await testServer(t);
  const mcp = await startStreamableServer(t);
  const mcps = [{ name: 'orders', url: mcp.url }];
  const node = { id: 'a', type: 'conversation', instruction: { type: 'prompt', text: 'hi' } };
  const shared = await server.send('POST', '/create-conversation-flow-component', {
    name: 'shared',
    nodes: [node],
    mcps,
  });
  const flow = await server.send('POST', '/create-conversation-flow', {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'gpt-4.1' },
    nodes: [node],
    components: [{ name: 'local', id: 'part-1', nodes: [node], mcps }],
  });
  assert.equal(flow.status, 201, flow.text);
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'conversation-flow', conversation_flow_id: flow.json.conversation_flow_id },
  });
  const agentId = agent.json.agent_id;
  const sharedId = shared.json.conversation_flow_component_id;
  for (const id of ['part-1', sharedId])
    assert.equal((await ask(server, agentId, 'orders', `&component_id=${id}`)).status, 200, id);
  assert.equal((await ask(server, agentId, 'orders')).status, 422, 'the flow itself has none');
  const unknown = await ask(server, agentId, 'orders', '&component_id=part-2');
  assert.deepEqual([unknown.status, unknown.json.message], [422, 'component_id: there is no component "part-2".']);
});

test('what is not there is refused with what there is', async (t) => {
  const server = await testServer(t);
  const agentId = await agentWith(server, [{ name: 'orders', url: 'http://127.0.0.1:9' }]);
  const wrong = await ask(server, agentId, 'files');
  assert.equal(wrong.status, 422);
  assert.match(wrong.json.message, /There is no MCP server "files"\. There are "orders"/);
  assert.equal((await ask(server, 'agent_unknown', 'orders')).status, 422);
  assert.equal((await ask(server, agentId, 'orders', '&version=7')).status, 422);
  assert.equal((await server.send('GET', `/get-mcp-tools/${agentId}`)).status, 400, 'mcp_id is needed');
});

test('a server that cannot be used is told in words', async (t) => {
  const server = await testServer(t);
  const refusing = (status: number) =>
    startMcpPretender(t, (_request, response) => response.writeHead(status).end('no'));
  const answering = (body: string, type: string) =>
    startMcpPretender(t, (_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
  const far = await startMcpPretender(t, (_request, response) =>
    response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end(),
  );
  const cases: [string, string, RegExp][] = [
    ['closed', 'http://127.0.0.1:9/mcp', /the connection was refused/],
    ['metadata', 'http://169.254.169.254/mcp', /private or local address/],
    ['redirect', far.url, /status 307|private or local|not what the Model/],
    ['noUrl', '{{nowhere}}', /its address is not a URL/],
    ['file', '{{file}}', /only http and https/],
    ['key', (await refusing(401)).url, /refuses our credentials/],
    ['broken', (await refusing(500)).url, /status 500/],
    ['none', (await refusing(404)).url, /status 404/],
    ['page', (await answering('<html>hi</html>', 'text/html')).url, /neither JSON nor a stream/],
    ['garbage', (await answering('{"jsonrpc":"1.0"', 'application/json')).url, /not what the Model Context Protocol/],
    ['other', (await answering('{"jsonrpc":"2.0","id":0,"result":{}}', 'application/json')).url, /not what the Model/],
    ['events', (await answering('event: message\ndata: {{{\n\n', 'text/event-stream')).url, /not what the Model/],
  ];
  for (const [name, url, message] of cases) {
    const variables = { default_dynamic_variables: { file: 'file:///etc/passwd' } };
    const agentId = await agentWith(server, [{ name, url, timeout_ms: 2000 }], variables);
    const answer = await ask(server, agentId, name);
    assert.equal(answer.status, 422, `${name}: ${answer.text}`);
    assert.match(answer.json.message, new RegExp(`^The MCP server "${name}": `));
    assert.match(answer.json.message, message);
    assert.doesNotMatch(answer.text, /<html>|\{\{\{/, 'what strangers wrote is not repeated');
  }
});

test('slow, huge and endless servers are cut', async (t) => {
  const server = await testServer(t);
  const mute = await startMcpPretender(t, () => undefined);
  const drip = await startMcpPretender(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': still here\n\n');
  });
  const huge = await startMcpPretender(t, (request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = (): void => {
      while (response.write('x'.repeat(65_536)));
      response.once('drain', more);
    };
    request.resume();
    more();
  });
  const endless = await startMcpPretender(t, (request, response) => {
    void answerRpc(request, response, () => ({
      tools: [{ name: 'again', inputSchema: { type: 'object' } }],
      nextCursor: 'more',
    }));
  });
  const wordy = await startMcpPretender(t, (request, response) => {
    const tool = { name: 'again', description: 'x'.repeat(900_000), inputSchema: { type: 'object' } };
    void answerRpc(request, response, () => ({ tools: [tool], nextCursor: 'more' }));
  });
  const deep = await startMcpPretender(t, (request, response) => {
    const schema = `{"type":"object","a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    void answerRpc(
      request,
      response,
      () => `{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"deep","inputSchema":${schema}}]}}`,
    );
  });
  const cases: [string, TestMcpServer, RegExp][] = [
    ['mute', mute, /timeout of 200ms exceeded|did not answer in time/],
    ['drip', drip, /timeout of 200ms exceeded|did not answer in time/],
    ['huge', huge, /longer than 1048576 bytes/],
    ['endless', endless, /more than 50 pages/],
    ['wordy', wordy, /longer than 2000000 characters/],
    ['deep', deep, /nested deeper than 100 levels|not what the Model/],
  ];
  const agentId = await agentWith(
    server,
    cases.map(([name, { url }]) => ({
      name,
      url,
      timeout_ms: name === 'mute' || name === 'drip' ? 200 : 5000,
    })),
  );
  for (const [name, , message] of cases) {
    const answer = await ask(server, agentId, name);
    assert.deepEqual([name, answer.status], [name, 422]);
    assert.match(answer.json.message, message);
  }
});

test('a private address is asked only where that is allowed', async (t) => {
  const mcp = await startStreamableServer(t);
  const server = await testServer(t, { resources: { egress: createEgress({ allow: [] }) } });
  const agentId = await agentWith(server, [{ name: 'inside', url: mcp.url }]);
  const answer = await ask(server, agentId, 'inside');
  assert.equal(answer.status, 422);
  assert.match(answer.json.message, /RINGBACK_EGRESS_ALLOW/);
  assert.deepEqual(mcp.requests, []);
});
