import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import type { OpenAiBody } from '../../../test/support/fakes/openai.ts';
import { startFakeOpenAi } from '../../../test/support/fakes/openai.ts';
import { goodKey } from '../../../test/support/fakes/vendor-server.ts';
import type { ModelRequest } from '../../interfaces/language-model.ts';
import { createVendorFetch } from '../wire/vendor-fetch.ts';
import { createOpenAiLanguageModel } from './language-model.ts';

async function bodyFor(t: TestContext, model: string, more: Partial<ModelRequest> = {}): Promise<OpenAiBody> {
  const vendor = await startFakeOpenAi(t);
  const http = createVendorFetch({ connectTimeoutMs: 2000 });
  t.after(() => http.close());
  const mind = createOpenAiLanguageModel({ apiKey: goodKey, baseUrl: vendor.url }, http, model);
  const signal = new AbortController().signal;
  const messages: ModelRequest['messages'] = [{ role: 'user', content: 'Hello' }];
  await collect(mind.stream({ messages, tools: [], temperature: 0.4, stop: ['STOP'], signal, ...more }));
  assert.equal(vendor.requests[0]?.path, '/v1/chat/completions');
  return vendor.requests[0].body as OpenAiBody;
}

test('asks for a stream with usage, at the temperature and with the stop texts asked for', async (t) => {
  const body = await bodyFor(t, 'gpt-4.1');
  assert.deepEqual([body.stream, body.stream_options], [true, { include_usage: true }]);
  assert.deepEqual([body.temperature, body.stop, body.reasoning_effort], [0.4, ['STOP'], undefined]);
});

test('keeps models that think from thinking long, and asks them nothing that they refuse', async (t) => {
  const small = await bodyFor(t, 'gpt-5-mini');
  assert.deepEqual([small.reasoning_effort, small.temperature, small.stop], ['minimal', undefined, undefined]);
  assert.deepEqual((await bodyFor(t, 'o4-mini')).reasoning_effort, 'low');
  for (const model of ['gpt-5-pro', 'gpt-5.2-pro', 'gpt-5.1-codex', 'gpt-5-chat-latest', 'o1-mini', 'gpt-4.1'])
    assert.equal((await bodyFor(t, model)).reasoning_effort, undefined, model);
  const newer = await bodyFor(t, 'gpt-5.2');
  assert.deepEqual([newer.reasoning_effort, newer.stop], ['none', undefined]);
});

test('asks for the priority tier where it is wanted and the model has it', async (t) => {
  const highPriority = true;
  assert.equal((await bodyFor(t, 'gpt-4.1', { highPriority })).service_tier, 'priority');
  const thinking = await bodyFor(t, 'gpt-5-mini', { highPriority });
  assert.deepEqual([thinking.service_tier, thinking.reasoning_effort], ['priority', 'minimal']);
  assert.equal((await bodyFor(t, 'gpt-5-nano', { highPriority })).service_tier, undefined);
  assert.equal((await bodyFor(t, 'gpt-4.1')).service_tier, undefined);
});

test('holds the model to a schema: every property required, optional ones nullable, nothing else', async (t) => {
  const parameters = {
    type: 'object',
    properties: {
      number: { type: 'string' },
      kind: { type: 'string', enum: ['a', 'b'] },
      where: { type: 'object', properties: { zip: { type: 'string' } } },
    },
    required: ['number'],
  };
  const tools = [{ name: 'look_up', description: 'x', parameters }];
  const strict = (await bodyFor(t, 'gpt-4.1', { tools, strictTools: true })).tools?.[0]?.function;
  assert.equal(strict?.strict, true);
  assert.deepEqual(strict?.parameters, {
    type: 'object',
    properties: {
      number: { type: 'string' },
      kind: { anyOf: [{ type: 'string', enum: ['a', 'b'] }, { type: 'null' }] },
      where: {
        type: ['object', 'null'],
        properties: { zip: { type: ['string', 'null'] } },
        required: ['zip'],
        additionalProperties: false,
      },
    },
    required: ['number', 'kind', 'where'],
    additionalProperties: false,
  });
  const loose = (await bodyFor(t, 'gpt-4.1', { tools })).tools?.[0]?.function;
  assert.deepEqual(loose?.parameters.required, ['number']);
});

test('asks without strictness where a schema leaves something open: one such tool would have all requests refused', async (t) => {
  const open = [
    { type: 'object', properties: { extra: { type: 'object' } } },
    { type: 'object', properties: { list: { type: 'array', items: { type: 'object', additionalProperties: true } } } },
    { type: 'object', properties: { either: { oneOf: [{ type: 'string' }, { type: 'number' }] } } },
  ];
  const closed = { type: 'object', properties: { either: { anyOf: [{ type: 'string' }, { type: 'number' }] } } };
  const tools = [...open, closed].map((parameters, i) => ({ name: `tool_${i}`, description: 'x', parameters }));
  const sent = (await bodyFor(t, 'gpt-4.1', { tools, strictTools: true })).tools ?? [];
  assert.deepEqual(
    sent.map(({ function: { strict } }) => strict ?? false),
    [false, false, false, true],
  );
  assert.deepEqual(sent[0]?.function.parameters, open[0]);
});

test('asks for JSON of a schema', async (t) => {
  const schema = {
    type: 'object',
    properties: { ok: { type: 'boolean' } },
    required: ['ok'],
    additionalProperties: false,
  };
  const body = await bodyFor(t, 'gpt-4.1', { jsonSchema: { name: 'verdict', schema } });
  const format = body.response_format as { type: string; json_schema: { name: string; schema: object } };
  assert.deepEqual(
    [format.type, format.json_schema.name, format.json_schema.schema],
    ['json_schema', 'verdict', schema],
  );
});
