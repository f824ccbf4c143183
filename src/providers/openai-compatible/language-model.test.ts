import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import type { OpenAiBody } from '../../../test/support/fakes/openai.ts';
import { startVendor } from '../../../test/support/fakes/vendor-server.ts';
import type { ModelRequest } from '../../interfaces/language-model.ts';
import { createVendorFetch } from '../wire/vendor-fetch.ts';
import { createOpenAiCompatibleLanguageModel } from './language-model.ts';

const request: ModelRequest = {
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [{ name: 'end_call', description: 'Ends the call.', parameters: { type: 'object', properties: {} } }],
  temperature: 0,
  signal: new AbortController().signal,
};

/** A server which has a model that cannot use tools. */
async function setUp(t: TestContext, refusal: { status: number; body: string }) {
  const vendor = await startVendor(t, {
    refuse: ({ body }) => ((body as OpenAiBody).tools ? refusal : null),
    http(_request, response) {
      const choice = { index: 0, delta: { content: 'Hi.' }, finish_reason: 'stop' };
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`data: ${JSON.stringify({ id: 'x', choices: [choice] })}\n\ndata: [DONE]\n\n`);
    },
  });
  const http = createVendorFetch({ connectTimeoutMs: 2_000 });
  t.after(() => http.close());
  return { vendor, mind: createOpenAiCompatibleLanguageModel({ apiKey: null, baseUrl: vendor.url }, http, 'gemma3') };
}

const refusals = {
  ollama: {
    status: 400,
    body: '{"error":{"message":"registry.ollama.ai/library/gemma3:latest does not support tools","type":"api_error"}}',
  },
  'llama.cpp': { status: 500, body: '{"error":{"code":500,"message":"tools param requires --jinja flag"}}' },
};
for (const [name, refusal] of Object.entries(refusals)) {
  test(`a model of ${name} that cannot use tools still talks, and is not asked with tools twice`, async (t) => {
    const { vendor, mind } = await setUp(t, refusal);
    for (let turn = 0; turn < 2; turn++) {
      const events = await collect(mind.stream(request));
      assert.deepEqual(events[0], { is: 'text', text: 'Hi.' });
    }
    assert.deepEqual(
      vendor.requests.map(({ body }) => (body as OpenAiBody).tools !== undefined),
      [true, false, false],
    );
  });
}

test('another refusal is not repeated', async (t) => {
  const { vendor, mind } = await setUp(t, { status: 400, body: '{"error":{"message":"context is too long"}}' });
  await assert.rejects(collect(mind.stream(request)), { category: 'bad_request' });
  assert.equal(vendor.requests.length, 1);
});
