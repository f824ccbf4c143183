import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect } from '../../test/support/collect.ts';
import type { Egress, EgressRequest, EgressResponse } from '../interfaces/egress.ts';
import { createScriptedMind } from '../providers/scripted/index.ts';
import type { ScriptedMind, ScriptedTurn } from '../providers/scripted/index.ts';
import type { EngineEvent, ResponseEngine, ToolCall } from './engine.ts';
import type { RetellLlmConfig } from './retell-llm-config.ts';
import { createRetellLlmEngine } from './retell-llm-engine.ts';
import type { RetellLlmEngine, RetellLlmEngineConfig } from './retell-llm-engine.ts';
import type { TranscriptItem } from './transcript.ts';

interface Setup {
  engine: RetellLlmEngine;
  mind: ScriptedMind;
  sent: EgressRequest[];
}

function setUp(llm: RetellLlmConfig, turns: ScriptedTurn[] = [], more: Partial<RetellLlmEngineConfig> = {}): Setup {
  const mind = createScriptedMind({ turns });
  const sent: EgressRequest[] = [];
  const answer: EgressResponse = { status: 200, headers: {}, body: '{"order":{"id":42}}', truncated: false };
  const egress: Egress = { send: async (request) => (sent.push(request), answer) };
  const engine = createRetellLlmEngine(
    { model: mind, egress, sign: (body) => `signed:${body.length}`, wallClock: () => 1_711_694_760_000 },
    {
      llm,
      variables: {},
      session: { type: 'voice', startedAtMs: 1_711_694_700_000, call_id: 'call_1', call_type: 'web_call' },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
      ...more,
    },
  );
  return { engine, mind, sent };
}

const user = (content: string): TranscriptItem => ({ role: 'user', content, words: [] });
const agent = (content: string): TranscriptItem => ({ role: 'agent', content, words: [] });

async function answer(
  engine: ResponseEngine,
  transcript: TranscriptItem[],
  kind: 'answer' | 'begin' | 'reminder' = 'answer',
) {
  const events: EngineEvent[] = await collect(
    engine.respond({ kind, transcript, signal: new AbortController().signal }),
  );
  const text = events.map((event) => (event.is === 'text' ? event.text : '')).join('');
  const tools = events.flatMap((event) => (event.is === 'tool' ? [event.call] : []));
  const last = events.at(-1);
  assert.equal(last?.is, 'done');
  return { text, tools, done: last as Extract<EngineEvent, { is: 'done' }>, events };
}

function toolContext() {
  return { subject: () => ({ call_id: 'call_1' }), signal: new AbortController().signal };
}

const lookUpOrder: RetellLlmConfig = {
  general_tools: [
    {
      type: 'custom',
      name: 'look_up',
      url: 'https://shop.example/orders',
      parameters: { type: 'object', properties: { number: { type: 'string' } } },
      response_variables: { order_id: 'order.id' },
    },
  ],
};

test('opens in the way the begin message asks for', () => {
  const delayMs = 300;
  const opening = (llm: RetellLlmConfig) =>
    setUp(llm, [], { variables: { name: 'Ann' }, beginMessageDelayMs: delayMs }).engine.opening();
  assert.deepEqual(opening({ begin_message: 'Hello {{name}}' }), { who: 'agent', text: 'Hello Ann', delayMs });
  assert.deepEqual(opening({}), { who: 'agent', text: null, delayMs });
  assert.deepEqual(opening({ begin_message: '' }), { who: 'user', agentAfterSilenceMs: null });
  assert.deepEqual(opening({ start_speaker: 'user', begin_after_user_silence_ms: 2000, begin_message: 'Hi' }), {
    who: 'user',
    agentAfterSilenceMs: 2000,
  });
});

test('the handbook stands behind the agent’s own prompts', async () => {
  const { engine, mind } = setUp({ general_prompt: 'Sell shoes.' }, [{ say: 'Hi' }], { handbook: '## Handbook' });
  await answer(engine, [user('Hello')]);
  assert.match(String(mind.requests[0]?.messages[0]?.content), /^Sell shoes\.\n\n## Handbook\n\n/);
});

test('opens with the fixed words, without the model, when the user first stays silent', async () => {
  const { engine, mind } = setUp({ start_speaker: 'user', begin_message: 'Anybody there?' });
  assert.equal((await answer(engine, [], 'begin')).text, 'Anybody there?');
  assert.equal(mind.requests.length, 0);
});

test('puts prompt, variables, rules of speech and language into the system prompt', async () => {
  const { engine, mind } = setUp({ general_prompt: 'You serve {{who}}. {{unset}}' }, [{ say: 'Hi.' }], {
    variables: { who: 'Ann' },
  });
  const { text, done } = await answer(engine, [user('Hello')]);
  assert.equal(text, 'Hi.');
  assert.deepEqual({ finish: done.finish, provider: done.provider }, { finish: 'stop', provider: 'scripted' });
  assert.ok(done.tokens > 0);
  const [system, last] = mind.requests[0]?.messages ?? [];
  assert.match(
    system?.content ?? '',
    /^You serve Ann\. \{\{unset\}\}\n\n.*spoken aloud.*\n\nSpeak American English\.$/s,
  );
  assert.deepEqual(last, { role: 'user', content: 'Hello' });
  assert.equal(mind.requests[0]?.temperature, 0);
});

test('asks the model to open or to nudge by a note of its own', async () => {
  const { engine, mind } = setUp({}, [{ say: 'Welcome.' }, { say: 'Still there?' }]);
  await answer(engine, [], 'begin');
  await answer(engine, [agent('Welcome.')], 'reminder');
  assert.match(mind.requests[0]?.messages.at(-1)?.content ?? '', /^\(.*begins.*\)$/);
  assert.match(mind.requests[1]?.messages.at(-1)?.content ?? '', /^\(.*said nothing.*\)$/);
});

test('asks the model to go on where its own words came last, and only there', async () => {
  const { engine, mind } = setUp({}, [{ say: 'Half.' }, { say: 'Rest.' }, { say: 'It rains.' }, { say: 'Snow.' }]);
  const call: TranscriptItem = {
    role: 'tool_call_invocation',
    tool_call_id: 't',
    name: 'weather',
    arguments: '{}',
    time_sec: 1,
    type: 'custom',
  };
  const result: TranscriptItem = {
    role: 'tool_call_result',
    tool_call_id: 't',
    successful: true,
    content: 'rain',
    time_sec: 3,
  };
  await answer(engine, [user('Explain.')]);
  await answer(engine, [user('Explain.'), agent('Half.')]);
  await answer(engine, [user('And the weather?'), call, agent('One moment.'), result]);
  await answer(engine, [user('And the weather?'), call, result]);
  const ends = mind.requests.map(({ messages }) => messages.slice(-2).map(({ role }) => role));
  assert.deepEqual(ends, [
    ['system', 'user'],
    ['assistant', 'user'],
    ['assistant', 'user'],
    ['assistant', 'tool'],
  ]);
  for (const at of [1, 2]) assert.match(mind.requests[at]?.messages.at(-1)?.content ?? '', /^\(Go on .*\)$/);
});

test('stays silent when the model writes the marker, also in pieces', async () => {
  const { engine } = setUp({}, [{ say: ['NO_RES', 'PONSE_', 'NEEDED'] }, { say: 'NO, I can not.' }, { say: [] }]);
  const silent = await answer(engine, [user('mhm')]);
  assert.deepEqual([silent.text, silent.done.finish], ['', 'silent']);
  const spoken = await answer(engine, [user('can you?')]);
  assert.deepEqual([spoken.text, spoken.done.finish], ['NO, I can not.', 'stop']);
  assert.equal((await answer(engine, [user('x')])).done.finish, 'silent');
});

test('announces a tool in a draft without running it, then runs it when told to', async () => {
  const { engine, sent } = setUp(lookUpOrder, [
    { say: 'One moment.', tools: [{ name: 'look_up', arguments: { number: '7' } }] },
  ]);
  const { tools, done } = await answer(engine, [user('Where is my order?')]);
  assert.equal(done.finish, 'tools');
  assert.equal(sent.length, 0);
  const call = tools[0] as ToolCall;
  assert.match(call.id, /^tool_call_[0-9a-f]{6}$/);
  assert.deepEqual([call.type, call.speakAfter, call.arguments], ['custom', true, '{"number":"7"}']);

  const result = await engine.runTool(call, toolContext());
  assert.deepEqual([result.successful, result.content, result.directive], [true, '{"order":{"id":42}}', null]);
  assert.equal(sent[0]?.body, '{"name":"look_up","call":{"call_id":"call_1"},"args":{"number":"7"}}');
  assert.equal(sent[0]?.headers['x-retell-signature'], `signed:${sent[0]?.body?.length}`);
  assert.deepEqual(engine.collectedVariables(), { order_id: '42' });
});

test('gives a tool result back to the model right behind its call, even when the user spoke in between', async () => {
  const { engine, mind } = setUp(lookUpOrder, [{ say: 'It is on its way.' }]);
  const call = { tool_call_id: 'tool_call_abcdef', time_sec: 1 };
  await answer(engine, [
    user('Where is it?'),
    agent('One moment.'),
    { role: 'tool_call_invocation', ...call, name: 'look_up', arguments: '{}', type: 'custom' },
    user('Are you there?'),
    { role: 'tool_call_result', ...call, successful: true, content: 'on its way' },
  ]);
  assert.deepEqual(
    mind.requests[0]?.messages.slice(1).map((message) => [message.role, message.content]),
    [
      ['user', 'Where is it?'],
      ['assistant', 'One moment.'],
      ['tool', 'on its way'],
      ['user', 'Are you there?'],
    ],
  );
});

test('says a fixed sentence during a tool, or the words that the model wrote for it unless it already spoke', async () => {
  const tools: RetellLlmConfig['general_tools'] = [
    {
      type: 'custom',
      name: 'fixed',
      url: 'https://x.example',
      speak_during_execution: true,
      execution_message_type: 'static_text',
      execution_message_description: 'Hold on, {{name}}.',
    },
    { type: 'custom', name: 'free', url: 'https://x.example', speak_during_execution: true },
  ];
  const free = { name: 'free', arguments: { execution_message: 'Let me see.' } };
  const { engine, mind, sent } = setUp({ general_tools: tools, default_dynamic_variables: { name: 'Ann' } }, [
    { tools: [{ name: 'fixed' }] },
    { tools: [free] },
    { say: 'I look it up.', tools: [free] },
  ]);
  assert.equal((await answer(engine, [user('1')])).tools[0]?.speakDuring, 'Hold on, Ann.');
  const written = (await answer(engine, [user('2')])).tools[0] as ToolCall;
  assert.equal(written.speakDuring, 'Let me see.');
  assert.equal((await answer(engine, [user('3')])).tools[0]?.speakDuring, null);
  assert.ok('execution_message' in (mind.requests[0]?.tools[1]?.parameters as { properties: object }).properties);

  await engine.runTool(written, toolContext());
  assert.equal(JSON.parse(sent[0]?.body ?? '').args.execution_message, undefined);
});

test('ends the call by its tool', async () => {
  const { engine } = setUp({ general_tools: [{ type: 'end_call', name: 'end_call' }] }, [
    { say: 'Goodbye.', tools: [{ name: 'end_call' }] },
  ]);
  const { tools } = await answer(engine, [user('bye')]);
  assert.deepEqual([tools[0]?.type, tools[0]?.speakAfter], ['end_call', false]);
  const result = await engine.runTool(tools[0] as ToolCall, toolContext());
  assert.deepEqual(result.directive, { do: 'end', text: null });
});

test('moves along an edge: new prompt and tools, arguments become variables, nothing before the turn is committed', async () => {
  const llm: RetellLlmConfig = {
    general_prompt: 'Be kind.',
    starting_state: 'greet',
    states: [
      {
        name: 'greet',
        state_prompt: 'Ask for the name.',
        edges: [
          {
            destination_state_name: 'order',
            description: 'When the name is known',
            parameters: { type: 'object', properties: { caller: { type: 'string' } } },
          },
        ],
      },
      { name: 'order', state_prompt: 'Take the order of {{caller}}. You came from {{previous_agent_state}}.' },
    ],
  };
  const { engine, mind } = setUp(llm, [
    { tools: [{ name: 'transition_to_order', arguments: { caller: 'Ann' } }] },
    { say: 'What would you like?' },
  ]);
  const { tools } = await answer(engine, [user('I am Ann')]);
  assert.equal(engine.collectedVariables().current_agent_state, 'greet');
  const result = await engine.runTool(tools[0] as ToolCall, toolContext());
  assert.deepEqual(result.stateTransition, { former_state_name: 'greet', new_state_name: 'order' });
  assert.deepEqual([tools[0]?.type, tools[0]?.speakAfter], ['state_transition', true]);

  await answer(engine, [user('I am Ann')]);
  assert.match(mind.requests[1]?.messages[0]?.content ?? '', /Take the order of Ann\. You came from greet\./);
  assert.deepEqual(mind.requests[1]?.tools, []);
});

test('refuses honestly what it cannot run', async () => {
  const transfer = { type: 'transfer_call', name: 'transfer' } as never;
  const { engine } = setUp({ general_tools: [transfer] });
  const call = { id: 'tool_call_000000', arguments: '{}', type: 'x', speakDuring: null, speakAfter: true };
  const refused = await engine.runTool({ ...call, name: 'transfer' }, toolContext());
  assert.deepEqual([refused.successful, refused.directive], [false, null]);
  assert.match(refused.content, /telephone calls only/);
  assert.equal(refused.speakAfter, true);
  assert.match((await engine.runTool({ ...call, name: 'nope' }, toolContext())).content, /no tool named "nope"/);
  const garbled = await engine.runTool({ ...call, name: 'transfer', arguments: '{"a":' }, toolContext());
  assert.match(garbled.content, /not a JSON object/);
});

test('takes variables from update-call on the running call, until they are cleared', async () => {
  const { engine, mind } = setUp({ general_prompt: '{{plan}}' }, [{ say: 'a' }, { say: 'b' }], {
    variables: { plan: 'basic' },
  });
  engine.overrideVariables({ plan: 'gold' });
  await answer(engine, [user('1')]);
  engine.overrideVariables(null);
  await answer(engine, [user('2')]);
  assert.deepEqual(
    mind.requests.map((request) => request.messages[0]?.content.split('\n')[0]),
    ['gold', 'basic'],
  );
});

test('ends by throwing the reason when it is aborted', async () => {
  const { engine } = setUp({}, [{ after: new Promise(() => {}) }]);
  const abort = new AbortController();
  const stream = engine.respond({ kind: 'answer', transcript: [user('x')], signal: abort.signal });
  const reading = collect(stream);
  abort.abort(new Error('barge-in'));
  await assert.rejects(reading, /barge-in/);
});

test('goes on where it stood, in another engine', async () => {
  const llm: RetellLlmConfig = {
    general_prompt: 'Id {{order_id}}.',
    general_tools: lookUpOrder.general_tools ?? [],
    states: [
      { name: 'first', edges: [{ destination_state_name: 'second', description: 'Go on' }] },
      { name: 'second', state_prompt: 'From {{previous_agent_state}}.' },
    ],
  };
  const turns = [{ tools: [{ name: 'look_up' }, { name: 'transition_to_second' }] }];
  const before = setUp(llm, turns);
  const { tools } = await answer(before.engine, [user('Where is it?')]);
  for (const call of tools) await before.engine.runTool(call, toolContext());
  const standing = before.engine.standing();
  assert.deepEqual(standing, { state: 'second', previousState: 'first', collected: { order_id: '42' } });
  const after = setUp(llm, [{ say: 'Here.' }], { standing: JSON.parse(JSON.stringify(standing)) });
  await answer(after.engine, [user('And now?')]);
  assert.match(String(after.mind.requests[0]?.messages[0]?.content), /Id 42\.[^]*From first\./);
  assert.deepEqual(after.engine.standing(), standing);
  const renamed = setUp({ ...llm, states: [{ name: 'only' }] }, [], { standing });
  assert.equal(renamed.engine.standing().state, 'only', 'a state that is gone is the starting one');
});

test('asks for high priority where the LLM wants it', async () => {
  for (const model_high_priority of [true, false, null]) {
    const { engine, mind } = setUp({ model_high_priority }, [{ say: 'Hi' }]);
    await answer(engine, [user('Hello')]);
    assert.equal(mind.requests[0]?.highPriority, model_high_priority ?? false);
  }
});
