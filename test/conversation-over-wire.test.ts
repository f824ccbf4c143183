// The engine that calls use, driven by text over the wire of a language model vendor and of a customer's server.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { ToolCall, TranscriptItem } from '../src/conversation/index.ts';
import { createRetellLlmEngine } from '../src/conversation/index.ts';
import { createEgress } from '../src/egress/index.ts';
import type { LanguageModel } from '../src/interfaces/language-model.ts';
import { createAnthropicLanguageModel } from '../src/providers/anthropic/index.ts';
import { createGoogleLanguageModel } from '../src/providers/google/index.ts';
import { createOpenAiLanguageModel } from '../src/providers/openai/index.ts';
import { createVendorFetch, type VendorFetch } from '../src/providers/wire/vendor-fetch.ts';
import { collect } from './support/collect.ts';
import { startFakeAnthropic } from './support/fakes/anthropic.ts';
import { startFakeGoogle } from './support/fakes/google.ts';
import type { OpenAiBody } from './support/fakes/openai.ts';
import { startFakeOpenAi } from './support/fakes/openai.ts';
import { readText } from './support/read-text.ts';
import { goodKey, type FakeVendor } from './support/fakes/vendor-server.ts';

test('a text conversation calls a custom function on a real server and answers with its result', async (t) => {
  const received: { body: string; signature: unknown }[] = [];
  const shop = createServer((request, response) =>
    readText(request, (body) => {
      received.push({ body, signature: request.headers['x-retell-signature'] });
      response.end('{"state":"on its way"}');
    }),
  );
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  t.after(() => shop.close());
  const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders`;

  const bodies: OpenAiBody[] = [];
  const vendor = await startFakeOpenAi(t, {
    answer(body) {
      bodies.push(body);
      return body.messages.some((message) => message.role === 'tool')
        ? { say: ['It is', ' on its way.'] }
        : { say: ['One moment.'], tools: [{ id: 'call_x', name: 'look_up', arguments: '{"number":"7"}' }] };
    },
  });
  const http = createVendorFetch({ connectTimeoutMs: 2000 });
  t.after(() => http.close());

  function engineWith(allow: string[]) {
    return createRetellLlmEngine(
      {
        model: createOpenAiLanguageModel({ apiKey: goodKey, baseUrl: vendor.url }, http, 'gpt-4.1'),
        egress: createEgress({ allow }),
        sign: (body) => `v=1,d=${body.length}`,
        wallClock: () => 0,
      },
      {
        llm: {
          general_prompt: 'You serve {{shop}}.',
          tool_call_strict_mode: true,
          general_tools: [
            {
              type: 'custom',
              name: 'look_up',
              url,
              parameters: {
                type: 'object',
                properties: { number: { type: 'string' }, zip: { type: 'string' } },
                required: ['number'],
              },
              response_variables: { state: 'state' },
            },
          ],
        },
        variables: { shop: 'Flowers' },
        session: { type: 'chat', startedAtMs: 0, chat_id: 'chat_1' },
        timezone: null,
        language: 'en-US',
        beginMessageDelayMs: 0,
      },
    );
  }

  const engine = engineWith(['127.0.0.1/32']);
  const signal = new AbortController().signal;
  const asked: TranscriptItem[] = [{ role: 'user', content: 'Where is my order?', words: [] }];
  const first = await collect(engine.respond({ kind: 'answer', transcript: asked, signal }));
  const call = first.find((event) => event.is === 'tool')?.call as ToolCall;
  const result = await engine.runTool(call, { subject: () => ({ chat_id: 'chat_1' }), signal });
  assert.deepEqual([result.successful, result.content], [true, '{"state":"on its way"}']);
  assert.equal(received[0]?.body, '{"name":"look_up","call":{"chat_id":"chat_1"},"args":{"number":"7"}}');
  assert.equal(received[0]?.signature, `v=1,d=${received[0]?.body.length}`);
  assert.deepEqual(engine.collectedVariables(), { state: 'on its way' });

  const done: TranscriptItem[] = [
    ...asked,
    { role: 'agent', content: 'One moment.', words: [] },
    {
      role: 'tool_call_invocation',
      tool_call_id: call.id,
      name: call.name,
      arguments: call.arguments,
      time_sec: 1,
      type: 'custom',
    },
    { role: 'tool_call_result', tool_call_id: call.id, successful: true, content: result.content, time_sec: 2 },
  ];
  const second = await collect(engine.respond({ kind: 'answer', transcript: done, signal }));
  assert.equal(second.map((event) => (event.is === 'text' ? event.text : '')).join(''), 'It is on its way.');
  const last = second.at(-1);
  assert.deepEqual(last, { is: 'done', finish: 'stop', tokens: 12, provider: 'openai', model: 'gpt-4.1' });

  assert.match(String(bodies[0]?.messages[0]?.content), /^You serve Flowers\./);
  assert.deepEqual([bodies[0]?.stop, bodies[0]?.temperature], [['NO_RESPONSE_NEEDED'], 0]);
  const tool = bodies[0]?.tools?.[0]?.function;
  assert.equal(tool?.strict, true);
  assert.deepEqual(tool?.parameters.required, ['number', 'zip']);
  assert.equal(bodies[1]?.messages.find((message) => message.role === 'tool')?.tool_call_id, call.id);

  const guarded = await engineWith([]).runTool(call, { subject: () => ({}), signal });
  assert.equal(guarded.successful, false);
  assert.match(guarded.content, /RINGBACK_EGRESS_ALLOW/);
  assert.equal(received.length, 1);
});

const rest = { say: ['And', ' that.'] };
const vendors: { name: string; connect(t: TestContext, http: VendorFetch): Promise<[LanguageModel, FakeVendor]> }[] = [
  {
    name: 'openai',
    async connect(t, http) {
      const vendor = await startFakeOpenAi(t, { answer: () => rest });
      return [createOpenAiLanguageModel({ apiKey: goodKey, baseUrl: vendor.url }, http, 'gpt-4.1'), vendor];
    },
  },
  {
    name: 'anthropic',
    async connect(t, http) {
      const vendor = await startFakeAnthropic(t, () => rest, ['claude-sonnet-4-6']);
      return [
        createAnthropicLanguageModel({ apiKey: goodKey, baseUrl: vendor.url }, http, 'claude-sonnet-4-6'),
        vendor,
      ];
    },
  },
  {
    name: 'google',
    async connect(t, http) {
      const vendor = await startFakeGoogle(t, () => rest, ['gemini-2.5-flash']);
      return [createGoogleLanguageModel({ apiKey: goodKey, baseUrl: vendor.url }, http, 'gemini-2.5-flash'), vendor];
    },
  },
];

for (const { name, connect } of vendors) {
  test(`an answer that broke off goes on over the wire of ${name}, which is asked by the user's side`, async (t) => {
    const http = createVendorFetch({ connectTimeoutMs: 2000 });
    t.after(() => http.close());
    const [model, vendor] = await connect(t, http);
    const engine = createRetellLlmEngine(
      { model, egress: createEgress({ allow: [] }), sign: () => '', wallClock: () => 0 },
      {
        llm: { general_prompt: 'Be brief.' },
        variables: {},
        session: { type: 'voice', startedAtMs: 0, call_id: 'call_1', call_type: 'web_call' },
        timezone: null,
        language: 'en-US',
        beginMessageDelayMs: 0,
      },
    );
    const transcript: TranscriptItem[] = [
      { role: 'user', content: 'Explain it.', words: [] },
      { role: 'agent', content: 'First this.', words: [] },
    ];
    const { signal } = new AbortController();
    const events = await collect(engine.respond({ kind: 'answer', transcript, signal }));
    assert.equal(events.map((event) => (event.is === 'text' ? event.text : '')).join(''), 'And that.');
    const body = vendor.requests[0]?.body as { messages?: { role: string }[]; contents?: { role: string }[] };
    const roles = (body.messages ?? body.contents ?? []).map(({ role }) => role).filter((role) => role !== 'system');
    assert.equal(roles.length, 3);
    assert.deepEqual([roles[0], roles[2]], ['user', 'user']);
  });
}
