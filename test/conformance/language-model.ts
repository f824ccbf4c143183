// What every language model must do, whoever makes it. Each vendor brings a harness: its fake on the wire and its adapter.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../src/interfaces/language-model.ts';
import { collect } from '../support/collect.ts';
import type { FakeAnswer } from '../support/fakes/openai.ts';
import type { FakeVendor } from '../support/fakes/vendor-server.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';

export interface LanguageModelHarness {
  name: string;
  /** A model that exists at the fake. */
  model: string;
  start(t: TestContext, answer: () => FakeAnswer): Promise<FakeVendor>;
  /** The adapter, closed with the test. `stallMs` is short where a test waits for it. */
  connect(t: TestContext, options: { baseUrl: string; apiKey: string; model: string; stallMs?: number }): LanguageModel;
}

const greeting = { say: ['Hello', ' there,', ' caller.'] };

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: 'Hello' },
    ],
    tools: [],
    temperature: 0,
    signal: new AbortController().signal,
    ...more,
  };
}

function textOf(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.is === 'text' ? event.text : '')).join('');
}

/** Runs the whole suite for one vendor. */
export function languageModelConformance(harness: LanguageModelHarness): void {
  async function setUp(
    t: TestContext,
    answer: FakeAnswer = greeting,
    more: { apiKey?: string; model?: string; stallMs?: number } = {},
  ) {
    const vendor = await harness.start(t, () => answer);
    const model = harness.connect(t, { baseUrl: vendor.url, apiKey: goodKey, model: harness.model, ...more });
    return { vendor, model };
  }

  test(`${harness.name}: streams text and ends with its usage`, async (t) => {
    const { model } = await setUp(t);
    const events = await collect(model.stream(request()));
    assert.equal(textOf(events), 'Hello there, caller.');
    assert.ok(events.filter((event) => event.is === 'text').length >= 3, 'pieces come one by one');
    const usage = { inputTokens: 10, outputTokens: 3, cachedInputTokens: 4 };
    assert.deepEqual(events.at(-1), { is: 'finish', reason: 'stop', usage });
    assert.equal(model.model, harness.model);
  });

  test(`${harness.name}: hands over tool calls with their arguments as JSON text`, async (t) => {
    const call = { id: 'call_1', name: 'look_up', arguments: '{"number":"7"}' };
    const { model } = await setUp(t, { say: ['One moment.'], tools: [call] });
    const tools = [
      { name: 'look_up', description: 'x', parameters: { type: 'object', properties: { number: { type: 'string' } } } },
    ];
    const events = await collect(model.stream(request({ tools })));
    const calls = events.flatMap((event) => (event.is === 'tool' ? [event.call] : []));
    assert.deepEqual(
      calls.map((item) => [item.name, JSON.parse(item.arguments)]),
      [['look_up', { number: '7' }]],
    );
    const last = events.at(-1);
    assert.equal(last?.is === 'finish' && last.reason, 'tools');
  });

  test(`${harness.name}: accepts a conversation that the agent opened, with a tool call and its result`, async (t) => {
    const { model, vendor } = await setUp(t);
    const toolCalls = [{ id: 'tool_call_abcdef', name: 'look_up', arguments: '{}' }];
    const messages: ModelRequest['messages'] = [
      { role: 'system', content: 'Be kind.' },
      { role: 'assistant', content: 'Welcome.' },
      { role: 'user', content: 'Where is it?' },
      { role: 'assistant', content: '', toolCalls },
      { role: 'tool', toolCallId: 'tool_call_abcdef', name: 'look_up', content: 'on its way' },
    ];
    assert.equal(textOf(await collect(model.stream(request({ messages })))), 'Hello there, caller.');
    const sent = JSON.stringify(vendor.requests[0]?.body);
    for (const part of ['Be kind.', 'Welcome.', 'Where is it?', 'look_up', 'on its way'])
      assert.ok(sent.includes(part), part);
  });

  test(`${harness.name}: refuses a wrong key without repeating it`, async (t) => {
    const { model } = await setUp(t, greeting, { apiKey: badKey });
    await assert.rejects(
      collect(model.stream(request())),
      (error: Error & { category?: string; retryable?: boolean }) => {
        assert.deepEqual([error.name, error.category, error.retryable], ['ProviderError', 'authentication', false]);
        assert.ok(!error.message.includes(badKey), error.message);
        return true;
      },
    );
  });

  const statuses: [number, string, boolean][] = [
    [400, 'bad_request', false],
    [429, 'rate_limit', true],
    [500, 'unavailable', true],
    [529, 'unavailable', true],
  ];
  for (const [status, category, retryable] of statuses) {
    test(`${harness.name}: calls ${status} ${category}`, async (t) => {
      const { model, vendor } = await setUp(t);
      vendor.fail({ status, headers: { 'retry-after': '1' } });
      await assert.rejects(collect(model.stream(request())), {
        name: 'ProviderError',
        category,
        retryable,
        status,
        retryAfterMs: 1_000,
      });
      assert.equal(vendor.requests.length, 1, 'repeating is the caller’s decision');
    });
  }

  test(`${harness.name}: says that a model is unknown`, async (t) => {
    const { model } = await setUp(t, greeting, { model: 'no-such-model' });
    await assert.rejects(collect(model.stream(request())), { name: 'ProviderError', category: 'not_found' });
  });

  test(`${harness.name}: a socket cut in the middle is unavailable, what came before was given`, async (t) => {
    const { model, vendor } = await setUp(t, { say: ['Hello', ' there'], hang: true });
    const texts: string[] = [];
    const reading = (async () => {
      for await (const event of model.stream(request())) {
        if (event.is !== 'text') continue;
        texts.push(event.text);
        vendor.cut();
      }
    })();
    await assert.rejects(reading, { name: 'ProviderError', category: 'unavailable', retryable: true });
    assert.deepEqual(texts, ['Hello']);
  });

  test(`${harness.name}: garbage in the stream is an error, not silence`, async (t) => {
    const { model, vendor } = await setUp(t);
    vendor.fail('garbage');
    await assert.rejects(collect(model.stream(request())), { name: 'ProviderError', category: 'protocol' });
  });

  test(`${harness.name}: a vendor that accepts and then says nothing runs into the time limit`, async (t) => {
    const { model, vendor } = await setUp(t, greeting, { stallMs: 50 });
    vendor.fail('mute');
    await assert.rejects(collect(model.stream(request())), {
      name: 'ProviderError',
      category: 'timeout',
      retryable: true,
    });
    await vendor.left(1);
  });

  test(`${harness.name}: nobody listening is unavailable`, async (t) => {
    const model = harness.connect(t, { baseUrl: 'http://127.0.0.1:1', apiKey: goodKey, model: harness.model });
    await assert.rejects(collect(model.stream(request())), { name: 'ProviderError', category: 'unavailable' });
  });

  test(`${harness.name}: an abort ends by throwing its reason and hangs up`, async (t) => {
    const { model, vendor } = await setUp(t, { say: ['Hello', ' there'], hang: true });
    const abort = new AbortController();
    const reading = (async () => {
      for await (const event of model.stream(request({ signal: abort.signal }))) {
        if (event.is === 'text') abort.abort(new Error('barge-in'));
      }
    })();
    await assert.rejects(reading, /barge-in/);
    await vendor.left(1);
  });

  test(`${harness.name}: hangs up when the reader leaves early`, async (t) => {
    const { model, vendor } = await setUp(t, { say: ['Hello', ' there'], hang: true });
    for await (const event of model.stream(request())) if (event.is === 'text') break;
    await vendor.left(1);
  });
}
