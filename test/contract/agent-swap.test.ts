// Agents that take each other's place in chats and in the playground: of every kind of engine, over restarts, and what their records say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScriptedMind, type ScriptedTurn } from '../../src/providers/scripted/index.ts';
import { analyzeChat } from '../../src/jobs/analyze-chat.ts';
import type { ModelRequest } from '../../src/interfaces/language-model.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { choice } from '../support/jobs.ts';
import { startCustomLlmPeer } from '../support/custom-llm-peer.ts';
import { testServer, type TestServer } from '../support/http.ts';

type Context = Parameters<typeof testServer>[0];

type Turns = Parameters<typeof createScriptedMind>[0]['turns'];

interface World {
  server: TestServer;
  mind: ReturnType<typeof createScriptedMind>;
  llmAgent(llm: object, agent?: object): Promise<string>;
  flowAgent(flow: object, agent?: object): Promise<string>;
  customAgent(llm_websocket_url: string, agent?: object): Promise<string>;
  chat(agentId: string, more?: object): Promise<{ id: string; say(content: string): Promise<string[]> }>;
  get(chatId: string): Promise<any>;
}

const line = ({ role, content, name, new_node_name }: any): string =>
  `${role}: ${content ?? name ?? new_node_name}`.replace(/tool_call_/, '');

async function world(t: Context, turns: Turns): Promise<World> {
  const mind = createScriptedMind({ turns, provider: 'openai' });
  const server = await testServer(t, { resources: { thinking: () => choice(mind) } });
  const agent = async (response_engine: object, more: object): Promise<string> => {
    const made = await server.send('POST', '/create-chat-agent', { response_engine, ...more });
    assert.equal(made.status, 201, made.text);
    return made.json.agent_id;
  };
  return {
    server,
    mind,
    async llmAgent(llm, more = {}) {
      const made = await server.send('POST', '/create-retell-llm', { begin_message: 'Hi', ...llm });
      assert.equal(made.status, 201, made.text);
      return agent({ type: 'retell-llm', llm_id: made.json.llm_id }, more);
    },
    async flowAgent(flow, more = {}) {
      const made = await server.send('POST', '/create-conversation-flow', {
        start_speaker: 'agent',
        model_choice: { type: 'cascading', model: 'gpt-4.1' },
        ...flow,
      });
      assert.equal(made.status, 201, made.text);
      return agent({ type: 'conversation-flow', conversation_flow_id: made.json.conversation_flow_id }, more);
    },
    customAgent: (llm_websocket_url, more = {}) => agent({ type: 'custom-llm', llm_websocket_url }, more),
    async chat(agentId, more = {}) {
      const begun = await server.send('POST', '/create-chat', { agent_id: agentId, ...more });
      assert.equal(begun.status, 201, begun.text);
      const { chat_id } = begun.json;
      return {
        id: chat_id,
        async say(content) {
          const { status, json, text } = await server.send('POST', '/create-chat-completion', { chat_id, content });
          assert.equal(status, 201, text);
          return json.messages.map(line);
        },
      };
    },
    get: async (chatId) => (await server.send('GET', `/get-chat/${chatId}`)).json,
  };
}

const swapTo = (agent_id: string, more: object = {}) => ({
  type: 'agent_swap',
  name: 'swap',
  description: 'Swap.',
  agent_id,
  post_call_analysis_setting: 'both_agents',
  ...more,
});
const EXTRACT = {
  type: 'extract_dynamic_variable',
  name: 'keep',
  description: 'Keep the name.',
  variables: [{ type: 'string', name: 'who', description: 'Name' }],
};
const promptOf = (w: World): string => String(w.mind.requests.at(-1)?.messages[0]?.content);

test('a prompt hands over to a flow and back to a prompt; history and variables go on, over restarts', async (t) => {
  const w = await world(t, [
    { tools: [{ name: 'keep', arguments: { who: 'Ann' } }] },
    { tools: [{ name: 'swap' }] },
    { say: '[1]' },
    { say: 'Last words for you.' },
    { say: 'Still me.' },
  ]);
  const last = await w.llmAgent({ general_prompt: 'You are the last, for {{who}}.' }, { agent_name: 'Last' });
  const flow = await w.flowAgent(
    {
      start_node_id: 'hello',
      nodes: [
        {
          id: 'hello',
          name: 'Hello',
          type: 'conversation',
          instruction: { type: 'static_text', text: 'The flow greets {{who}}.' },
          edges: [
            {
              id: 'e',
              destination_node_id: 'over',
              transition_condition: { type: 'prompt', prompt: 'wants the last' },
            },
          ],
        },
        {
          id: 'over',
          name: 'Over',
          type: 'agent_swap',
          agent_id: last,
          post_call_analysis_setting: 'only_destination_agent',
          edge: {
            id: 'f',
            destination_node_id: 'hello',
            transition_condition: { type: 'prompt', prompt: 'Transfer failed' },
          },
        },
      ],
    },
    { agent_name: 'Flow' },
  );
  const first = await w.llmAgent({ general_tools: [EXTRACT, swapTo(flow)] });
  const chat = await w.chat(first);
  assert.deepEqual(await chat.say('I am Ann, to the flow please.'), [
    'invocation: keep',
    'result: {"who":"Ann"}',
    'invocation: swap',
    'result: Flow goes on with the conversation from here.',
    'node_transition: Hello',
    'agent: The flow greets Ann.',
  ]);
  // Every message finds the engine anew from what is stored.
  assert.deepEqual(await chat.say('And now the last.'), [
    'node_transition: Over',
    'invocation: agent_swap',
    'result: Last goes on with the conversation from here.',
    'agent: Last words for you.',
  ]);
  assert.match(promptOf(w), /^You are the last, for Ann\./);
  assert.match(JSON.stringify(w.mind.requests.at(-1)?.messages), /I am Ann, to the flow please/);
  await w.server.send('DELETE', `/delete-chat-agent/${last}`);
  assert.deepEqual(await chat.say('Are you there?'), ['agent: Still me.']);
  assert.match(promptOf(w), /^You are the last, for Ann\./, 'as it was kept when it took over');
  await w.server.send('PATCH', `/end-chat/${chat.id}`);
  const { agent_id, collected_dynamic_variables } = await w.get(chat.id);
  assert.deepEqual([agent_id, collected_dynamic_variables.who], [first, 'Ann']);
});

/** A model that swaps whenever it hears so, and says by which prompt it speaks otherwise. */
function swapper(request: ModelRequest): ScriptedTurn {
  const last = request.messages.at(-1);
  if (last?.role === 'user' && last.content.includes('swap')) return { tools: [{ name: 'swap' }] };
  return { say: `I follow: ${String(request.messages[0]?.content).split('\n')[0]}` };
}

test('agents that are not there, of another channel or workspace are failures that the agent answers', async (t) => {
  const w = await world(t, swapper);
  const voice = await w.server.send('POST', '/create-retell-llm', {});
  const voiceAgent = await w.server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: voice.json.llm_id },
  });
  const foreign = await w.llmAgent({});
  const { db } = w.server.database;
  const own = await db.selectFrom('workspaces').selectAll().executeTakeFirstOrThrow();
  const other = { ...own, workspace_id: 'org_other', webhook_urls: JSON.stringify(own.webhook_urls) };
  await db
    .insertInto('workspaces')
    .values(other as never)
    .execute();
  await db.updateTable('agents').set({ workspace_id: 'org_other' }).where('agent_id', '=', foreign).execute();
  for (const agentId of ['agent_nobody', voiceAgent.json.agent_id, foreign]) {
    const chat = await w.chat(await w.llmAgent({ general_prompt: 'P', general_tools: [swapTo(agentId)] }));
    const [, result, words] = await chat.say('swap');
    assert.match(result ?? '', /^result: No other agent took over: \S/, agentId);
    assert.equal(words, 'agent: I follow: P');
  }
});

test('a version can be named, by number or tag; without one it is the latest', async (t) => {
  const w = await world(t, swapper);
  const llm = await w.server.send('POST', '/create-retell-llm', { general_prompt: 'P' });
  const made = await w.server.send('POST', '/create-chat-agent', {
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    agent_name: 'zero',
  });
  const agentId = made.json.agent_id as string;
  const published = await w.server.send('POST', `/publish-chat-agent/${agentId}`);
  assert.equal(published.status, 200, published.text);
  await w.server.send('PATCH', `/update-chat-agent/${agentId}`, { agent_name: 'one' });
  for (const [agent_version, name] of [
    [0, 'zero'],
    [undefined, 'one'],
  ] as const) {
    const chat = await w.chat(await w.llmAgent({ general_tools: [swapTo(agentId, { agent_version })] }));
    assert.equal((await chat.say('swap'))[1], `result: ${name} goes on with the conversation from here.`);
  }
  const nine = await w.chat(await w.llmAgent({ general_tools: [swapTo(agentId, { agent_version: 9 })] }));
  assert.match((await nine.say('swap'))[1] ?? '', /no version 9/);
});

test('agents that hand the user around in circles are stopped; when he says something they may go on', async (t) => {
  const w = await world(t, (request) => {
    const wish = request.tools.some(({ name }) => name === 'swap');
    const failed = /in circles/.test(JSON.stringify(request.messages.at(-1)));
    return wish && !failed ? { tools: [{ name: 'swap' }] } : { say: 'Enough.' };
  });
  const [a, b] = [await w.llmAgent({}), await w.llmAgent({})];
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    const llm = (await w.server.send('GET', `/get-chat-agent/${from}`)).json.response_engine.llm_id;
    const changed = await w.server.send('PATCH', `/update-retell-llm/${llm}`, { general_tools: [swapTo(to)] });
    assert.equal(changed.status, 200, changed.text);
  }
  const chat = await w.chat(a);
  const first = await chat.say('Round and round.');
  assert.equal(first.filter((each) => each.includes('goes on')).length, 5);
  assert.match(first.at(-2) ?? '', /in circles/);
  assert.equal(first.at(-1), 'agent: Enough.');
  assert.equal((await chat.say('Again.')).filter((each) => each.includes('goes on')).length, 5);
});

test('what is behind a swap in the same answer is not done; what stands before it is', async (t) => {
  const reached: string[] = [];
  const w = await world(t, (_, index) =>
    index === 0 ? { tools: [{ name: 'before' }, { name: 'swap' }, { name: 'behind' }] } : { say: 'Here.' },
  );
  w.server.deps.resources.egress.send = async ({ url }) => {
    reached.push(url);
    return { status: 200, headers: {}, body: 'ok', truncated: false };
  };
  const tool = (name: string) => ({ type: 'custom', name, description: '', url: `https://x.test/${name}` });
  const to = await w.llmAgent({});
  const chat = await w.chat(await w.llmAgent({ general_tools: [tool('before'), swapTo(to), tool('behind')] }));
  const lines = await chat.say('Go.');
  assert.deepEqual(reached, ['https://x.test/before']);
  assert.deepEqual(
    lines.map((each) => each.split(':')[0]),
    ['invocation', 'result', 'invocation', 'result', 'agent'],
  );
});

test('webhooks go to the agents that the swaps name, and to no address twice', async (t) => {
  const urlsFor = async (webhook_setting: string | undefined, to: string | undefined): Promise<string[]> => {
    const w = await world(t, swapper);
    const next = await w.llmAgent({}, to === undefined ? {} : { webhook_url: to });
    const tools = [swapTo(next, webhook_setting === undefined ? {} : { webhook_setting })];
    const chat = await w.chat(await w.llmAgent({ general_tools: tools }, { webhook_url: 'https://first.test/' }));
    await chat.say('swap');
    await w.server.send('PATCH', `/end-chat/${chat.id}`);
    const rows = await w.server.database.db.selectFrom('webhook_deliveries').select(['event', 'url']).execute();
    return rows.map(({ event, url }) => `${event} ${url}`).sort();
  };
  const [first, second] = ['https://first.test/', 'https://second.test/'];
  assert.deepEqual(await urlsFor(undefined, second), [`chat_ended ${first}`, `chat_started ${first}`]);
  assert.deepEqual(await urlsFor('only_destination_agent', second), [`chat_ended ${second}`, `chat_started ${first}`]);
  assert.deepEqual(await urlsFor('both_agents', second), [
    `chat_ended ${first}`,
    `chat_ended ${second}`,
    `chat_started ${first}`,
  ]);
  assert.deepEqual(await urlsFor('both_agents', first), [`chat_ended ${first}`, `chat_started ${first}`]);
});

test('the analysis asks for what both agents want, or the last one alone', async (t) => {
  const askedFor = async (post_call_analysis_setting: string): Promise<string> => {
    const w = await world(t, (request) => (request.jsonSchema ? { say: '{}' } : swapper(request)));
    const wants = (name: string, description: string) => ({
      post_chat_analysis_data: [
        { type: 'string', name, description },
        { type: 'string', name: 'shared', description },
      ],
    });
    const next = await w.llmAgent({}, wants('later', 'from the later'));
    const tools = [swapTo(next, { post_call_analysis_setting })];
    const chat = await w.chat(await w.llmAgent({ general_tools: tools }, wants('earlier', 'from the earlier')));
    await chat.say('swap');
    await w.server.send('PATCH', `/end-chat/${chat.id}`);
    const { db } = w.server.database;
    const deps = { db, providers: { thinking: () => choice(w.mind) }, wallClock: Date.now, log: silentLog };
    const payload = { workspace_id: w.server.workspaceId, chat_id: chat.id };
    await analyzeChat(deps, payload, new AbortController().signal, 99);
    return JSON.stringify(w.mind.requests.filter((request) => request.jsonSchema).map(({ messages }) => messages));
  };
  const both = await askedFor('both_agents');
  assert.match(both, /earlier: from the earlier/);
  assert.match(both, /later: from the later/);
  assert.match(both, /shared: from the later/);
  assert.doesNotMatch(both, /shared: from the earlier/);
  const one = await askedFor('only_destination_agent');
  assert.match(one, /later: from the later/);
  assert.doesNotMatch(one, /earlier/);
});

test('the playground follows swaps by its history, and stores nothing', async (t) => {
  const w = await world(t, swapper);
  const next = await w.llmAgent({ general_prompt: 'I am next.' }, { agent_name: 'Next' });
  const first = await w.llmAgent({ general_prompt: 'I am first.', general_tools: [swapTo(next)] });
  const complete = async (messages: object[]): Promise<any[]> => {
    const { status, json, text } = await w.server.send('POST', `/agent-playground-completion/${first}`, { messages });
    assert.equal(status, 200, text);
    return json.messages;
  };
  const user = (content: string) => ({ role: 'user', content });
  const history = [user('Please swap.')];
  const added = await complete(history);
  assert.equal(added.at(-1).content, 'I follow: I am next.');
  const after = await complete([...history, ...added, user('Who are you?')]);
  assert.equal(after.at(-1).content, 'I follow: I am next.');
  assert.equal((await complete([user('Who are you?')])).at(-1).content, 'I follow: I am first.');
  const { db } = w.server.database;
  assert.deepEqual(await db.selectFrom('configurations').selectAll().execute(), []);
});

test('a custom LLM takes over in a chat: it is asked with the history, and what was collected stays', async (t) => {
  const w = await world(t, [{ tools: [{ name: 'keep', arguments: { who: 'Ann' } }] }, { tools: [{ name: 'swap' }] }]);
  const peer = await startCustomLlmPeer(t, (socket) => {
    socket.send({ response_type: 'config', config: { transcript_with_tool_calls: true } });
    socket.say(0, 'Nobody asked for this greeting.');
  });
  const program = await w.customAgent(`${peer.url}/{{who}}`, { agent_name: 'Program' });
  const chat = await w.chat(await w.llmAgent({ general_tools: [EXTRACT, swapTo(program)] }));
  const asks = ['I am Ann, to the program please.', 'And now?'];
  const before = [
    ...['invocation: keep', 'result: {"who":"Ann"}', 'invocation: swap'],
    'result: Program goes on with the conversation from here.',
  ];
  for (const [index, content] of asks.entries()) {
    const saying = chat.say(content);
    const socket = await peer.accept();
    const question = await socket.next('response_required');
    assert.equal(socket.path, `/Ann/${chat.id}`);
    assert.equal(question.response_id, index + 1);
    assert.match(JSON.stringify(question.transcript_with_tool_calls), /I am Ann.*Program goes on/);
    socket.say(index + 1, `Number ${index}.`);
    assert.deepEqual(await saying, [...(index === 0 ? before : []), `agent: Number ${index}.`]);
    assert.equal((await socket.closed).code, 1000);
  }
  await w.server.send('PATCH', `/end-chat/${chat.id}`);
  assert.equal((await w.get(chat.id)).collected_dynamic_variables.who, 'Ann');
});
