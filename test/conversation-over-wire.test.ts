// The engine that calls use, driven by text over the wire of a language model vendor and of a customer's server.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { ToolCall, TranscriptItem } from '../src/conversation/index.ts';
import { createRetellLlmEngine } from '../src/conversation/index.ts';
import { createEgress } from '../src/egress/index.ts';
import { createOpenAiLanguageModel } from '../src/providers/openai/index.ts';
import { createVendorFetch } from '../src/providers/wire/vendor-fetch.ts';
import { collect } from './support/collect.ts';
import type { OpenAiBody } from './support/fakes/openai.ts';
import { startFakeOpenAi } from './support/fakes/openai.ts';
import { readText } from './support/read-text.ts';
import { goodKey } from './support/fakes/vendor-server.ts';

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
