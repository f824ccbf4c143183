import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Egress, EgressRequest } from '../../interfaces/egress.ts';
import type { LanguageModel, ModelEvent, ModelRequest } from '../../interfaces/language-model.ts';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { newFlowState, type FlowDocument, type FlowEdge, type FlowNode } from '../../flow/index.ts';
import type { EngineEvent, EngineStanding, RespondRequest, ResumableEngine, ToolCall } from '../engine.ts';
import type { TranscriptItem } from '../transcript.ts';
import { withoutUnset } from '../unset-variables.ts';
import { createFlowEngine, type FlowEngineConfig } from './flow-engine.ts';

/** What the model answers to each request, in order: text (in pieces), a tool call, or a failure. */
type Reply = string | string[] | { tool: string; args?: string } | ProviderError;

interface Scene {
  engine: ResumableEngine;
  requests: ModelRequest[];
  unset: string[];
  sent: EgressRequest[];
  transcript: TranscriptItem[];
  /** A turn that counts, on the record as a chat would keep it. Without words: the agent goes on by itself. */
  turn(user?: string, kind?: RespondRequest['kind']): Promise<Heard>;
}

interface Heard {
  text: string;
  tools: ToolCall[];
  moves: string[];
  notes: string[];
  goesOn: boolean;
  finish: string;
  /** Model requests begun before the first word. */
  roundTrips: number;
}

function setUp(document: FlowDocument, replies: Reply[], more: Partial<FlowEngineConfig> = {}): Scene {
  const requests: ModelRequest[] = [];
  const sent: EgressRequest[] = [];
  const transcript: TranscriptItem[] = [];
  const model: LanguageModel = {
    provider: 'fake',
    model: 'fake',
    async *stream(request): AsyncGenerator<ModelEvent> {
      requests.push(request);
      const reply = replies.shift();
      assert.ok(reply !== undefined, `no reply left for: ${JSON.stringify(request.messages, null, 1)}`);
      if (reply instanceof ProviderError) throw reply;
      if (typeof reply === 'object' && 'tool' in reply)
        yield { is: 'tool', call: { id: 'x', name: reply.tool, arguments: reply.args ?? '{}' } };
      else for (const text of [reply].flat()) yield { is: 'text', text };
      yield { is: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } };
    },
  };
  const egress: Egress = {
    send: async (request) => (sent.push(request), { status: 200, headers: {}, body: '{"count":3}', truncated: false }),
  };
  const unset: string[] = [];
  const made = createFlowEngine(
    { model, modelFor: () => model, egress, sign: () => 's', wallClock: () => 1_711_694_760_000 },
    {
      document,
      variables: {},
      session: { type: 'chat', startedAtMs: 0, chat_id: 'chat_1' },
      timezone: null,
      language: 'en-US',
      beginMessageDelayMs: 0,
      ...more,
    },
  );
  const engine = withoutUnset(made, { onUnset: (name) => unset.push(name) });
  async function turn(user?: string, kind: RespondRequest['kind'] = 'answer'): Promise<Heard> {
    if (user !== undefined) transcript.push(said('user', user));
    const before = requests.length;
    const heard: Heard = { text: '', tools: [], moves: [], notes: [], goesOn: false, finish: '', roundTrips: 0 };
    for await (const event of engine.respond({
      kind,
      transcript: [...transcript],
      signal: new AbortController().signal,
    })) {
      take(event, heard, () => requests.length - before);
    }
    if (heard.text.trim() !== '') transcript.push(said('agent', heard.text.trim()));
    return heard;
  }
  function take(event: EngineEvent, heard: Heard, trips: () => number): void {
    if (event.is === 'text' && heard.text === '') heard.roundTrips = trips();
    if (event.is === 'text') heard.text += event.text;
    else if (event.is === 'tool') heard.tools.push(event.call);
    else if (event.is === 'move') {
      engine.take?.(event.move.id);
      if (event.move.transition)
        heard.moves.push(`${event.move.transition.former_node_name} -> ${event.move.transition.new_node_name}`);
      if (event.move.note) heard.notes.push(event.move.note);
    } else if (event.is === 'done') Object.assign(heard, { goesOn: event.goesOn ?? false, finish: event.finish });
  }
  return { engine, requests, sent, transcript, turn, unset };
}

const said = (role: 'agent' | 'user', content: string): TranscriptItem => ({ role, content, words: [] });

async function runTool({ engine, transcript }: Scene, call: ToolCall) {
  transcript.push({
    role: 'tool_call_invocation',
    tool_call_id: call.id,
    name: call.name,
    arguments: call.arguments,
    time_sec: 0,
    type: call.type,
  });
  const result = await engine.runTool(call, { subject: () => ({}), signal: new AbortController().signal });
  transcript.push({
    role: 'tool_call_result',
    tool_call_id: call.id,
    successful: result.successful,
    content: result.content,
    time_sec: 0,
  });
  return result;
}

const edge = (id: string, to: string, condition: string): FlowEdge => ({
  id,
  destination_node_id: to,
  transition_condition: { type: 'prompt', prompt: condition },
});
const talk = (id: string, text: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  name: id,
  type: 'conversation',
  instruction: { type: 'prompt', text },
  ...more,
});
const fixed = (id: string, text: string, more: Partial<FlowNode> = {}): FlowNode =>
  talk(id, '', { instruction: { type: 'static_text', text }, ...more });

const shop: FlowDocument = {
  global_prompt: 'You sell shoes.',
  start_node_id: 'hello',
  nodes: [
    fixed('hello', 'Hello {{name}}!', {
      edges: [edge('b', 'buy', 'wants to buy'), edge('f', 'find', 'asks for an order'), edge('e', 'bye', 'is done')],
    }),
    talk('buy', 'Ask for the size.'),
    {
      id: 'find',
      name: 'find',
      type: 'function',
      tool_id: 't1',
      wait_for_result: true,
      speak_during_execution: true,
      instruction: { type: 'static_text', text: 'One moment.' },
      edges: [
        {
          id: 'many',
          destination_node_id: 'many',
          transition_condition: {
            type: 'equation',
            operator: '&&',
            equations: [{ left: '{{count}}', operator: '>', right: '1' }],
          },
        },
      ],
      else_edge: edge('else', 'bye', 'Else'),
    },
    fixed('many', 'You have {{count}} orders.'),
    {
      id: 'bye',
      name: 'bye',
      type: 'end',
      speak_during_execution: true,
      instruction: { type: 'static_text', text: 'Bye.' },
    },
  ],
  tools: [
    {
      tool_id: 't1',
      type: 'custom',
      name: 'find_orders',
      url: 'https://shop.example/orders',
      parameters: { type: 'object', properties: { email: { type: 'string' } } },
      response_variables: { count: 'count' },
    },
  ],
};

test('fixed words need no model, and what is not set is not read aloud', async () => {
  const scene = setUp(shop, []);
  assert.deepEqual(scene.engine.opening(), { who: 'agent', text: null, delayMs: 0 });
  const first = await scene.turn(undefined, 'begin');
  assert.equal(first.text, 'Hello!');
  assert.deepEqual(first.moves, ['begin -> hello']);
  assert.deepEqual(scene.unset, ['name']);
  assert.equal(scene.requests.length, 0);
});

test('a decision and the words of the next node come in one reply, however it is cut', async () => {
  for (const reply of [['[1] Which size?'], [...'[1] Which size?'], ['\n**[', '1]**', '\n', 'Which', ' size?']]) {
    const scene = setUp(shop, [reply]);
    await scene.turn(undefined, 'begin');
    const heard = await scene.turn('I want boots.');
    assert.equal(heard.text, 'Which size?');
    assert.deepEqual(heard.moves, ['hello -> buy']);
    assert.equal(heard.roundTrips, 1);
    const prompt = scene.requests[0]?.messages[0]?.content ?? '';
    assert.match(prompt, /\[1\] wants to buy/);
    assert.match(prompt, /After \[1\]: what you say to the user\. Your task is then: Ask for the size\./);
    assert.match(prompt, /After \[2\]: nothing more/);
  }
});

test('a plain design takes two round trips for the same words', async () => {
  const flow = { state: newFlowState(), misses: 2, lastTurn: null };
  const standing = { state: null, previousState: null, collected: {}, flow };
  const scene = setUp(shop, ['{"choice":1}', 'Which size?'], { standing });
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('I want boots.');
  assert.equal(heard.text, 'Which size?');
  assert.equal(heard.roundTrips, 2);
});

test('the handbook stands behind the task of the node', async () => {
  const scene = setUp(shop, ['[0] Hm?'], { handbook: '## Handbook' });
  await scene.turn(undefined, 'begin');
  await scene.turn('Mumble.');
  assert.match(String(scene.requests[0]?.messages[0]?.content), /## First decide[\s\S]*\n\n## Handbook\n/);
});

test('none of the options: the node goes on in the same reply', async () => {
  const scene = setUp(shop, ['[0] Sorry, what did you say?']);
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('Mumble.');
  assert.deepEqual([heard.text, heard.moves, heard.roundTrips], ['Sorry, what did you say?', [], 1]);
});

test('a reply without its decision is not heard; after two of them the decision is asked for alone', async () => {
  const replies = [
    'Sure!',
    '{"choice":0}',
    'Pardon?',
    '[9] Sure!',
    '{"choice":0}',
    'Pardon?',
    '{"choice":1}',
    'Which size?',
  ];
  const scene = setUp(shop, replies);
  await scene.turn(undefined, 'begin');
  assert.equal((await scene.turn('One')).text, 'Pardon?');
  assert.equal((await scene.turn('Two')).text, 'Pardon?');
  const heard = await scene.turn('Boots');
  assert.deepEqual([heard.text, heard.moves], ['Which size?', ['hello -> buy']]);
  assert.equal(scene.requests.length, 8);
});

test('a function node says its words, asks for arguments, runs, and an equation on the result decides', async () => {
  const scene = setUp(shop, ['[2] I have looked, there is nothing.', '{"email":"ann@example.com"}']);
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('Where are my orders?');
  assert.equal(heard.text, 'One moment.');
  const [call] = heard.tools as [ToolCall];
  assert.deepEqual([call.name, call.arguments, call.speakAfter], ['find_orders', '{"email":"ann@example.com"}', true]);
  const result = await runTool(scene, call);
  assert.equal(result.successful, true);
  assert.deepEqual(JSON.parse(scene.sent[0]?.body ?? '').args, { email: 'ann@example.com' });
  const then = await scene.turn();
  assert.deepEqual([then.text, then.moves], ['You have 3 orders.', ['find -> many']]);
  assert.deepEqual(scene.engine.collectedVariables(), { count: '3', current_node: 'many', previous_node: 'find' });
});

test('arguments that are no JSON, twice: the tool is not run and counts as failed', async () => {
  const scene = setUp(shop, ['[2]', 'no', 'no']);
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('Where are my orders?');
  assert.deepEqual(
    heard.tools.map(({ type }) => type),
    [],
  );
  assert.deepEqual(heard.notes, ['The model gave no arguments for "find_orders".']);
  assert.equal(heard.goesOn, true);
  const then = await scene.turn();
  assert.deepEqual([then.text, then.tools[0]?.type], ['Bye.', 'end_call']);
});

test('an end says goodbye and hangs up', async () => {
  const scene = setUp(shop, ['[3]']);
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('That was all.');
  assert.equal(heard.text, 'Bye.');
  const result = await runTool(scene, heard.tools[0] as ToolCall);
  assert.deepEqual(result.directive, { do: 'end', text: null });
});

test('a turn that is not taken has not happened', async () => {
  const scene = setUp(shop, ['[1] Which size?', '[3]']);
  await scene.turn(undefined, 'begin');
  const draft = {
    kind: 'answer' as const,
    transcript: [...scene.transcript, said('user', 'I want')],
    signal: new AbortController().signal,
  };
  for await (const event of scene.engine.respond(draft)) assert.ok(event.is);
  assert.equal(scene.engine.collectedVariables()['current_node'], 'hello');
  assert.deepEqual((await scene.turn('Nothing more.')).moves, ['hello -> bye']);
});

test('a model that fails before its first word has moved nothing', async () => {
  const down = new ProviderError('down', { provider: 'fake', category: 'unavailable' });
  const plain = {
    ...shop,
    nodes: shop.nodes?.map((node) =>
      node.id === 'hello' ? { ...node, edges: [], always_edge: edge('a', 'buy', 'Always') } : node,
    ),
  } as FlowDocument;
  const scene = setUp(plain, [down, 'Which size?']);
  await scene.turn(undefined, 'begin');
  await assert.rejects(scene.turn('Boots'), down);
  const heard = await scene.turn();
  assert.deepEqual([heard.text, heard.moves], ['Which size?', ['hello -> buy']]);
});

test('a user who goes on before a word of the answer was heard takes the turn back', async () => {
  const scene = setUp(shop, ['[1] Which size?', '[3]']);
  await scene.turn(undefined, 'begin');
  await scene.turn('I want');
  scene.transcript.pop();
  const heard = await scene.turn('nothing more.');
  assert.deepEqual(heard.moves, ['buy -> hello', 'hello -> bye']);
});

test('goes on in another process from its standing as JSON', async () => {
  const scene = setUp(shop, ['[1] Which size?']);
  await scene.turn(undefined, 'begin');
  await scene.turn('Boots');
  const standing = JSON.parse(JSON.stringify(scene.engine.standing())) as EngineStanding;
  const later = setUp(shop, ['Nice.'], { standing });
  later.transcript.push(...scene.transcript);
  assert.equal((await later.turn('42')).text, 'Nice.');
  assert.match(later.requests[0]?.messages[0]?.content ?? '', /Ask for the size/);
});

test('reads variables out of the conversation; what was not said stays unset', async () => {
  const scene = setUp(
    {
      nodes: [
        {
          id: 'x',
          type: 'extract_dynamic_variables',
          variables: [
            { type: 'string', name: 'first' },
            { type: 'number', name: 'age' },
            { type: 'enum', name: 'tier', choices: ['gold'] },
          ],
          else_edge: edge('e', 'y', 'Else'),
        },
        fixed('y', 'Hi {{first}}, {{age}}.'),
      ],
    },
    ['```json\n{"first":"Ann","age":30,"tier":"lead","more":1}\n```'],
  );
  assert.equal((await scene.turn('I am Ann, 30.')).text, 'Hi Ann, 30.');
  assert.deepEqual(scene.engine.standing().collected, { first: 'Ann', age: '30' });
});

test('a subagent calls its own tool instead of deciding, and its result is weighed', async () => {
  const scene = setUp(
    {
      ...shop,
      start_node_id: 'sub',
      nodes: [
        {
          ...talk('sub', 'Help.', { edges: [edge('e', 'bye', 'has the answer')] }),
          type: 'subagent',
          tool_ids: ['t1'],
        },
        ...(shop.nodes ?? []),
      ],
    },
    ['Hi.', { tool: 'find_orders', args: '{"email":"a"}' }, '[1]'],
  );
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('Orders?');
  assert.equal(heard.finish, 'tools');
  await runTool(scene, heard.tools[0] as ToolCall);
  const then = await scene.turn();
  assert.deepEqual([then.text, then.moves], ['Bye.', ['sub -> bye']]);
});

test('a dead end is noted, and the user is answered by the global prompt', async () => {
  const scene = setUp({ global_prompt: 'You sell shoes.', nodes: [fixed('a', 'Hi.', { always_edge: { id: 'x' } })] }, [
    'I cannot go on from here.',
  ]);
  await scene.turn(undefined, 'begin');
  const heard = await scene.turn('Hello?');
  assert.deepEqual(heard.notes, ['Edge "x" of node "a" leads nowhere.']);
  assert.equal(heard.text, 'I cannot go on from here.');
});

test('what skips the response asks to be called again, and speaks without the user', async () => {
  const scene = setUp(
    { nodes: [fixed('a', 'Hi.', { skip_response_edge: edge('s', 'b', 'Skip response') }), fixed('b', 'How are you?')] },
    [],
  );
  const first = await scene.turn(undefined, 'begin');
  assert.deepEqual([first.text, first.goesOn], ['Hi.', true]);
  const then = await scene.turn();
  assert.deepEqual([then.text, then.goesOn, then.moves], ['How are you?', false, ['a -> b']]);
});

test('asks for high priority where the flow or the node wants it, in flex mode too', async () => {
  const says = (id: string, more: object): FlowNode =>
    ({ id, type: 'conversation', instruction: { type: 'prompt', text: id }, ...more }) as FlowNode;
  const fast = { model: 'fake', high_priority: true };
  const cases: [flow: Partial<FlowDocument>, node: object, expected: boolean | undefined][] = [
    [{}, {}, undefined],
    [{ model_choice: fast }, {}, true],
    [{ model_choice: { model: 'fake' } }, { model_choice: fast }, true],
    [{ model_choice: fast }, { model_choice: { model: 'other' } }, undefined],
    [{ model_choice: fast, flex_mode: true }, {}, true],
  ];
  for (const [flow, node, expected] of cases) {
    const scene = setUp({ ...flow, nodes: [says('a', node)] }, ['Hi.']);
    await scene.turn('Hello.');
    assert.deepEqual(
      scene.requests.map(({ highPriority }) => highPriority),
      [expected],
      JSON.stringify([flow, node]),
    );
  }
});

test('flex mode: the whole flow is one prompt with all its tools', async () => {
  const scene = setUp({ ...shop, flex_mode: true }, ['Which size?']);
  assert.deepEqual(scene.engine.opening(), { who: 'agent', text: 'Hello!', delayMs: 0 });
  const heard = await scene.turn('Boots.');
  assert.equal(heard.text, 'Which size?');
  const { messages, tools } = scene.requests[0] as ModelRequest;
  const prompt = messages[0]?.content ?? '';
  assert.match(prompt, /^You sell shoes\.\n\n## The conversation\nIt has the parts below and begins with "hello"/);
  assert.match(prompt, /### hello\nSay: "Hello \{\{name\}\}!"\n- wants to buy: go on with "buy"\./);
  assert.match(prompt, /- If \{\{count\}\} > 1: go on with "many"\.\n- Else: go on with "bye"\./);
  assert.deepEqual(
    tools.map(({ name }) => name),
    ['find_orders', 'end_call'],
  );
});
