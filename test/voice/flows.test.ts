// Calls with a conversation flow: where the flow stands follows what was said and heard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFlowEngine } from '../../src/conversation/index.ts';
import type { FlowDocument, FlowEdge, FlowNode } from '../../src/flow/index.ts';
import type { LanguageModel } from '../../src/interfaces/language-model.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

const edge = (id: string, to: string, prompt: string): FlowEdge => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'prompt', prompt },
});
const says = (id: string, text: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: 'conversation',
  instruction: { type: 'static_text', text },
  ...more,
});

const document: FlowDocument = {
  nodes: [
    says('hello', 'Hello there, this is the shop.', { edges: [edge('a', 'buy', 'wants to buy')] }),
    says('buy', 'We have shoes in all sizes.', { skip_response_edge: edge('s', 'size', 'Skip response') }),
    says('size', 'Which size do you need?', { always_edge: edge('b', 'bye', 'Always') }),
    {
      id: 'bye',
      type: 'end',
      speak_during_execution: true,
      instruction: { type: 'static_text', text: 'They are on the way.' },
    },
  ],
};

function flowCall() {
  const asked: string[] = [];
  const model: LanguageModel = {
    provider: 'fake',
    model: 'fake',
    async *stream({ messages }) {
      asked.push(messages.at(-1)?.content ?? '');
      yield { is: 'text', text: /boots\.?$/.test(messages.at(-1)?.content ?? '') ? '[1]' : '[0] Pardon?' };
      yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
    },
  };
  const responseEngine = createFlowEngine(
    {
      model,
      modelFor: () => model,
      egress: { send: () => Promise.reject(new Error('nothing is sent here')) },
      sign: () => '',
      wallClock: () => 0,
    },
    {
      document,
      variables: {},
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const call = startVirtualCall({ responseEngine, reply: () => [] });
  const path = (): string[] => call.facts('node_transition').map((fact) => fact.new_node_id);
  return { call, asked, path, responseEngine };
}

test('goes along its edges, goes on by itself when all was heard, and hangs up after its goodbye', async () => {
  const { call, path } = flowCall();
  await call.runTo(3);
  assert.deepEqual(path(), ['hello']);
  call.media.says('I need boots.', 3.5, 4.5);
  await call.runTo(6);
  assert.deepEqual(path(), ['hello', 'buy'], 'the next node waits until this one was heard');
  await call.runTo(10);
  assert.deepEqual(path(), ['hello', 'buy', 'size']);
  call.media.says('forty two.', 11, 12);
  await call.runTo(20);
  assert.deepEqual(path(), ['hello', 'buy', 'size', 'bye']);
  assert.deepEqual(call.transcript(), [
    'Agent: Hello there, this is the shop.',
    'User: I need boots.',
    'Agent: We have shoes in all sizes.',
    'Agent: Which size do you need?',
    'User: forty two.',
    'Agent: They are on the way.',
  ]);
  assert.equal(call.end()?.reason, 'agent_hangup');
});

test('a draft that is thrown away moves nothing', async () => {
  const { call, path, asked, responseEngine } = flowCall();
  await call.runTo(3);
  call.media.says('I need boots', 3.5, 4.5);
  call.media.says('no wait nothing.', 4.9, 5.9);
  await call.runTo(9);
  assert.match(asked[0] ?? '', /boots\.?$/, 'the draft would have moved on');
  assert.deepEqual(path(), ['hello']);
  assert.equal(responseEngine.collectedVariables()['current_node'], 'hello');
  assert.equal(call.transcript().at(-1), 'Agent: Pardon?');
});
