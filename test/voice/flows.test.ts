// Calls with a conversation flow: where the flow stands follows what was said and heard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFlowEngine } from '../../src/conversation/index.ts';
import type { FlowDocument, FlowEdge, FlowNode } from '../../src/flow/index.ts';
import type { LanguageModel } from '../../src/interfaces/language-model.ts';
import { startVirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

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

function flowCall(flow: FlowDocument = document, options: Partial<VirtualCallOptions> = {}) {
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
      document: flow,
      variables: {},
      session: { type: 'voice', startedAtMs: 0 },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
    },
  );
  const call = startVirtualCall({ responseEngine, reply: () => [], ...options });
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

/** Two nodes: the first with its own settings. */
const twoNodes = (own: Partial<FlowNode>): FlowDocument => ({
  nodes: [
    says('first', 'One two three four five six seven eight.', { edges: [edge('a', 'second', 'goes on')], ...own }),
    says('second', 'Nine ten eleven twelve thirteen fourteen.'),
  ],
});

test('what a node has its own values for holds while the flow stands there, and not after it', async () => {
  const own = { interruption_sensitivity: 0, voice_speed: 1.5 };
  const { call } = flowCall(twoNodes(own), { agent: { voice_speed: 0.8 } });
  call.media.says('wait a moment please.', 1, 2);
  call.media.says('my new boots.', 4, 5);
  call.media.says('stop stop stop.', 6, 7);
  await call.runTo(12);
  assert.deepEqual(call.mouth.speeds.slice(0, 2), [1.5, 1.5], 'also of the words drafted in this node');
  assert.equal(call.transcript()[0], 'Agent: One two three four five six seven eight.', 'nobody stops it');
  const cut = call.facts('agent_said').filter((said) => said.interrupted);
  assert.equal(cut.length, 1, JSON.stringify(call.transcript()));
  assert.match(cut[0]?.text ?? '', /^Nine ten/);
  assert.equal(call.mouth.speeds.at(-1), 0.8);
});

test('a node that is answered slowly waits longer for the caller to go on', async () => {
  const answeredAt = async (own: Partial<FlowNode>): Promise<number> => {
    const { call } = flowCall(twoNodes(own));
    call.media.says('my new boots', 4, 5);
    await call.runTo(12);
    return call.facts('user_said')[0]?.at ?? 0;
  };
  assert.ok((await answeredAt({ responsiveness: 0 })) > (await answeredAt({})) + 300_000);
});
