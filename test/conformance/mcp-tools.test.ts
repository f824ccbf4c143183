// Tools of MCP servers in the middle of conversations: two implementations of servers, each by both transports, and both engines.

import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { EngineEvent, ResponseEngine, ToolCall, ToolResult } from '../../src/conversation/index.ts';
import { createFlowEngine, createRetellLlmEngine } from '../../src/conversation/index.ts';
import { createEgress } from '../../src/egress/index.ts';
import { collect } from '../support/collect.ts';
import type { McpPeer } from '../support/mcp/peer.ts';
import { startPythonMcp } from '../support/mcp/python-server.ts';
import { startTypeScriptMcp } from '../support/mcp/typescript-server.ts';
import { answerRpc, startMcpPretender } from '../support/mcp-server.ts';
import { fileScope } from '../support/scope.ts';
import { scriptedModel, type ScriptedModel, type ScriptedReply } from '../support/scripted-model.ts';

const file = fileScope();
const egress = createEgress({ allow: ['127.0.0.1/32'] });
const { signal } = new AbortController();
const engines: ResponseEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close?.();
});
const user = { role: 'user' as const, content: 'A table for tomorrow.', words: [] };

interface World {
  engine: ResponseEngine;
  model: ScriptedModel;
  /** One turn of the agent. */
  turn(): Promise<EngineEvent[]>;
  /** One turn, and the tool that it calls. */
  call(signal?: AbortSignal): Promise<ToolResult>;
}

interface WorldOptions {
  /** Of the server. */
  server?: object;
  /** Of the tool. */
  tool?: object;
  replies?: ScriptedReply[];
  variables?: Record<string, string>;
  listingBudgetMs?: number;
}

/** A prompt with one tool of one server. */
function withTool(url: string, name: string, args: object, options: WorldOptions = {}): World {
  const { server, tool, variables = {}, listingBudgetMs = 20_000 } = options;
  const model = scriptedModel(...(options.replies ?? [[[name, args]]]));
  const engine = createRetellLlmEngine(
    { model, egress, sign: () => '', wallClock: () => 0, mcp: { egress, listingBudgetMs } },
    {
      ...conversation,
      variables,
      llm: {
        general_tools: [{ type: 'mcp', name, description: '', mcp_id: 'mcp-1', ...tool }],
        mcps: [{ id: 'mcp-1', name: 'restaurant', url, timeout_ms: 20_000, ...server }] as never,
      },
    },
  );
  return worldOf(engine, model);
}

const conversation = {
  session: { type: 'chat' as const, startedAtMs: 0, chat_id: 'chat_1' },
  timezone: null,
  language: 'en-US',
  beginMessageDelayMs: 0,
};

function worldOf(engine: ResponseEngine, model: ScriptedModel): World {
  engines.push(engine);
  const turn = (): Promise<EngineEvent[]> => collect(engine.respond({ kind: 'answer', transcript: [user], signal }));
  return {
    engine,
    model,
    turn,
    async call(own = signal) {
      const events = await turn();
      for (const event of events) if (event.is === 'move') engine.take?.(event.move.id);
      const call = events.find((event) => event.is === 'tool')?.call as ToolCall;
      return engine.runTool(call, { subject: () => ({}), signal: own });
    },
  };
}

const notesOf = (events: EngineEvent[]): string[] =>
  events.flatMap((event) => (event.is === 'move' && event.move.note ? [event.move.note] : []));

const implementations: [string, () => Promise<McpPeer>][] = [
  ['the TypeScript SDK', () => startTypeScriptMcp(file)],
  ['the Python SDK', () => startPythonMcp(file)],
];

for (const [maker, start] of implementations) {
  let started: Promise<McpPeer> | null = null;
  for (const transport of ['streamable', 'sse'] as const) {
    test(`a server by ${maker}, ${transport}: listed, called, its answers read, its session ended`, async () => {
      const peer = await (started ??= start());
      const before = (await peer.bookings()).length;
      const url = peer[transport];
      const variables = { booking: 'booking.id', day: '$.booking.day', none: 'no.such' };
      const booking = withTool(url, 'book', { day: '2026-12-01' }, { tool: { response_variables: variables } });
      const { successful, content } = await booking.call();
      assert.ok(successful, content);
      const { id, day } = (JSON.parse(content) as { booking: { id: string; day: string } }).booking;
      assert.match(id, /^B\d$/);
      assert.deepEqual([day, booking.engine.collectedVariables()], ['2026-12-01', { booking: id, day }]);
      assert.equal((await peer.bookings()).length, before + 1);
      const offered = booking.model.requests[0]?.tools[0];
      assert.equal(offered?.description, 'Books a table.');
      const { properties, required } = offered?.parameters as { properties: object; required: string[] };
      assert.deepEqual([Object.keys(properties), required], [['day', 'guests'], ['day']]);

      assert.equal(await peer.sessions(), 1, 'listing and calling are one session');
      await booking.engine.close?.();
      await booking.engine.close?.();
      await until(async () => (await peer.sessions()) === 0);

      const weather = await withTool(url, 'weather', {}, { tool: { response_variables: { sky: 'sky' } } }).call();
      assert.deepEqual(JSON.parse(weather.content), { sky: 'clear', degrees: 21 });
      const menu = await withTool(url, 'menu', {}).call();
      assert.match(menu.content, /^Soup\.\n\(image: image\/png\)/);
      const refused = await withTool(url, 'refuse', {}).call();
      assert.equal(refused.successful, false);
      assert.match(refused.content, /The kitchen is closed\./);
      const long = await withTool(url, 'long', {}).call();
      assert.deepEqual([long.successful, long.content.length], [true, 15_000]);
      const unknown = await withTool(url, 'no_such_tool', {}).call();
      assert.equal(unknown.successful, false);
      assert.match(unknown.content, /no_such_tool/);
      const wrong = await withTool(url, 'book', { day: 7 }).call();
      assert.equal(wrong.successful, false);
      assert.match(wrong.content, /day/);
    });
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

test('headers, query and address carry the variables of the moment', async () => {
  const peer = await startTypeScriptMcp(file);
  const server = { headers: { 'X-Who': '{{who}}' }, query_params: { shop: '{{shop}}' } };
  const { call } = withTool(peer.streamable, 'weather', {}, { server, variables: { who: 'Ann', shop: 'a b' } });
  assert.equal((await call()).successful, true);
  const seen = peer.requests.map(({ url, headers }) => [url, headers['x-who']]);
  assert.ok(seen.length >= 4);
  for (const each of seen) assert.deepEqual(each, ['/mcp?shop=a+b', 'Ann']);
});

test('a session that the server has lost is opened anew, and the tool is called once', async () => {
  const peer = await startTypeScriptMcp(file);
  const { call } = withTool(peer.streamable, 'book', { day: '2026-12-01' });
  assert.equal((await call()).successful, true);
  peer.forgetSessions();
  assert.equal((await call()).successful, true);
  assert.equal((await peer.bookings()).length, 2);
});

for (const transport of ['streamable', 'sse'] as const) {
  test(`${transport}: a server that dies in the middle of a call is told at once; the next call connects anew`, async () => {
    const peer = await startTypeScriptMcp(file);
    const replies: ScriptedReply[] = [[['hang', {}]]];
    const world = withTool(peer[transport], 'hang', {}, { replies });
    const hanging = world.call();
    await peer.hanging;
    peer.cut();
    const result = await hanging;
    assert.equal(result.successful, false);
    assert.match(result.content, /closed the connection\. It is not known whether the tool has done its work\.$/);
    const sessions = peer.requests.length;
    const next = new AbortController();
    const again = world.call(next.signal);
    again.catch(() => undefined);
    await until(async () => peer.requests.length > sessions);
    next.abort();
    await assert.rejects(again);
  });
}

test('a tool that does not answer in time is a failure; the end of the conversation ends it', async () => {
  const peer = await startTypeScriptMcp(file);
  const late = await withTool(peer.streamable, 'hang', {}, { server: { timeout_ms: 300 } }).call();
  assert.equal(late.successful, false);
  assert.match(late.content, /did not answer in time/);
  const ending = new AbortController();
  const other = await startTypeScriptMcp(file);
  const waiting = withTool(other.streamable, 'hang', {}).call(ending.signal);
  await other.hanging;
  ending.abort(new Error('the call ended'));
  await assert.rejects(waiting, /the call ended/);
});

test('a server that never lists its tools holds no turn up; the agent says what it knows of the tool, and the log why', async () => {
  const mute = await startMcpPretender(file, () => undefined);
  const input_schema = { type: 'object', properties: '{"day":{"type":"string"}}', required: '["day"]' };
  const world = withTool(
    mute.url,
    'book',
    {},
    {
      tool: { description: 'Books.', input_schema },
      replies: [['Hello.']],
      listingBudgetMs: 1,
    },
  );
  const first = await world.turn();
  assert.match(notesOf(first).join(), /"restaurant" has not listed its tools within 1 ms\. Its tools are offered as/);
  const [tool] = world.model.requests[0]?.tools ?? [];
  assert.deepEqual(tool, {
    name: 'book',
    description: 'Books.',
    parameters: { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] },
  });
  assert.equal(notesOf(await world.turn()).length, 1, 'a draft may be thrown away: until it is taken, the note stands');
  for (const event of first) if (event.is === 'move') world.engine.take?.(event.move.id);
  assert.deepEqual(notesOf(await world.turn()), []);
});

const faults: [string, Parameters<typeof startMcpPretender>[1], RegExp][] = [
  [
    'refuses our key',
    (_, response) => response.writeHead(401).end('secret words'),
    /refuses our credentials \(status 401\)/,
  ],
  ['is broken', (_, response) => response.writeHead(500).end('secret words'), /status 500/],
  [
    'answers with what is no result',
    (request, response) => void answerRpc(request, response, () => ({ content: [{ type: 'hologram' }] })),
    /not what the Model Context Protocol promises/,
  ],
  [
    'answers endlessly',
    (request, response) =>
      void answerRpc(request, response, () => ({ content: [{ type: 'text', text: 'x'.repeat(3_000_000) }] })),
    /longer than 1048576 bytes/,
  ],
  [
    'breaks off in the middle of an event',
    (request, response) =>
      void answerRpc(request, response, (method) => {
        if (method !== 'tools/call') return { tools: [] };
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('event: message\ndata: {"jsonrpc":"2.0","id":');
        response.end();
        return undefined;
      }),
    /closed the connection\.|not what the Model Context Protocol promises\./,
  ],
];

for (const [what, listener, words] of faults) {
  test(`a server that ${what} is a failure in words`, async () => {
    const server = await startMcpPretender(file, listener);
    const result = await withTool(server.url, 'book', {}).call();
    assert.equal(result.successful, false);
    assert.match(result.content, words);
    assert.doesNotMatch(result.content, /secret words/);
  });
}

test('a hostile schema is not shown to the model', async () => {
  let deep: object = { type: 'string' };
  for (let depth = 0; depth < 80; depth++) deep = { type: 'object', properties: { a: deep } };
  const server = await startMcpPretender(
    file,
    (request, response) =>
      void answerRpc(request, response, () => ({
        tools: [{ name: 'book', description: 'D', inputSchema: { type: 'object', properties: { deep } } }],
      })),
  );
  const world = withTool(server.url, 'book', {}, { replies: [['Hello.']] });
  await world.turn();
  assert.deepEqual(world.model.requests[0]?.tools, [
    { name: 'book', description: 'D', parameters: { type: 'object', properties: {} } },
  ]);
});

test('a tool whose server the agent does not have fails with the names of those that there are', async () => {
  const peer = await startTypeScriptMcp(file);
  const result = await withTool(peer.streamable, 'book', {}, { tool: { mcp_id: 'other' } }).call();
  assert.equal(result.successful, false);
  assert.match(result.content, /belongs to no MCP server of the agent \(mcp_id "other"\)\. There are "restaurant"\./);
});

test('an mcp node of a flow calls its tool on entry and moves on by its variables', async () => {
  const peer = await startTypeScriptMcp(file);
  const model = scriptedModel(['{"day":"2026-12-24"}'], ['Until then.']);
  const engine = createFlowEngine(
    {
      model,
      modelFor: () => model,
      egress,
      sign: () => '',
      wallClock: () => 0,
      mcp: { egress, listingBudgetMs: 20_000 },
    },
    {
      ...conversation,
      variables: {},
      document: {
        start_node_id: 'm',
        mcps: [{ name: 'restaurant', url: peer.streamable }],
        nodes: [
          {
            id: 'm',
            type: 'mcp',
            mcp_id: 'restaurant',
            mcp_tool_name: 'book',
            wait_for_result: true,
            response_variables: { booking: 'booking.id' },
            edges: [
              {
                id: 'e',
                destination_node_id: 'c',
                transition_condition: {
                  type: 'equation',
                  operator: '&&',
                  equations: [{ left: '{{booking}}', operator: '==', right: 'B1' }],
                },
              },
            ],
          },
          { id: 'c', type: 'conversation', instruction: { type: 'static_text', text: 'Booked: {{booking}}.' } },
        ],
      } as never,
    },
  );
  const world = worldOf(engine, model);
  const result = await world.call();
  assert.equal(result.successful, true, result.content);
  assert.deepEqual(await peer.bookings(), [{ day: '2026-12-24' }]);
  const schema = model.requests[0]?.jsonSchema?.schema as { properties: object };
  assert.deepEqual(Object.keys(schema.properties), ['day', 'guests']);
  const after = await world.turn();
  assert.match(after.map((event) => (event.is === 'text' ? event.text : '')).join(''), /Booked: B1\./);
});
