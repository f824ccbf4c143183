// Code tools in a call: their lines are in its log while they run, and its end is theirs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRetellLlmEngine } from '../../src/conversation/index.ts';
import type { CodeOutcome, CodeRequest } from '../../src/interfaces/code-runner.ts';
import type { LanguageModel } from '../../src/interfaces/language-model.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

function codeCall() {
  const asked = Promise.withResolvers<CodeRequest>();
  const outcome = Promise.withResolvers<CodeOutcome>();
  const code = {
    run(request: CodeRequest) {
      asked.resolve(request);
      return outcome.promise;
    },
    warm() {},
  };
  const model: LanguageModel = {
    provider: 'fake',
    model: 'fake',
    async *stream({ messages }) {
      if (messages.some(({ role }) => role === 'tool')) yield { is: 'text', text: 'It is forty two.' };
      else yield { is: 'tool', call: { id: 'c1', name: 'compute', arguments: '{}' } };
      yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
    },
  };
  const responseEngine = createRetellLlmEngine(
    {
      model,
      code,
      egress: { send: () => Promise.reject(new Error('nothing is sent here')) },
      sign: () => '',
      wallClock: () => 0,
    },
    {
      llm: {
        begin_message: 'Hello.',
        general_tools: [{ type: 'code', name: 'compute', code: 'return 42', response_variables: { sum: 'sum' } }],
      },
      variables: {},
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  return { call: startVirtualCall({ responseEngine, reply: () => [] }), asked: asked.promise, end: outcome.resolve };
}

test('lines of the console are in the call’s log, and the agent speaks about the result', async () => {
  const { call, asked, end } = codeCall();
  await call.runTo(3);
  call.media.says('How much?', 3.5, 4.5);
  await call.runTo(6);
  const { console } = await asked;
  console?.({ level: 'warn', text: 'looked it up' });
  const { level, text } = call.facts('note').at(-1) ?? assert.fail('nothing was written');
  assert.deepEqual([level, text], ['warn', 'compute: looked it up']);
  end({ successful: true, result: '{"sum":42}' });
  await call.runTo(12);
  assert.equal(call.transcript().at(-1), 'Agent: It is forty two.');
  assert.equal(call.facts('variables').at(-1)?.collected['sum'], '42');
});

test('the end of the call stops the code, and nothing is written after it', async () => {
  const { call, asked } = codeCall();
  await call.runTo(3);
  call.media.says('How much?', 3.5, 4.5);
  await call.runTo(6);
  const { console, signal } = await asked;
  call.media.hangUp();
  await call.runTo(8);
  assert.ok(call.end());
  assert.ok(signal.aborted);
  console?.({ level: 'info', text: 'too late' });
  assert.deepEqual(
    call.facts('note').filter(({ text }) => text.includes('too late')),
    [],
  );
});
