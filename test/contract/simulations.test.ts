// Simulation tests, played: the user by one model, the judge by another, the agent by its engine.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { createScriptedMind } from '../../src/providers/scripted/index.ts';
import { startCustomLlmPeer } from '../support/custom-llm-peer.ts';
import { choice } from '../support/jobs.ts';
import { simulations, verdict } from '../support/simulations.ts';

const BOOK = {
  type: 'custom',
  name: 'book',
  url: 'https://never.test/',
  speak_after_execution: true,
  parameters: { type: 'object', properties: { guests: { type: 'number' } } },
  response_variables: { ref: 'ref' },
};
const END_CALL = { type: 'end_call', name: 'end_call', description: 'Ends it.' };
const MOCKS = [
  {
    tool_name: 'book',
    input_match_rule: { type: 'partial_match', args: { guests: 4 } },
    output: '{"ref":"R4"}',
    result: true,
  },
];
const roles = (run: any): string[] => run.transcript_snapshot.message_with_tool_calls.map((each: any) => each.role);

test('a run is a whole conversation with its tools mocked, judged metric by metric', async (t) => {
  const { addCase, createBatch, play, runsOf, server, minds } = await simulations(t, {
    user: [{ say: 'A table for four, please.' }],
    agent: [
      { tools: [{ name: 'book', arguments: { guests: 4 } }] },
      { say: 'Booked. Bye.', tools: [{ name: 'end_call' }] },
    ],
    judge: [verdict(true, false)],
  });
  const testCase = await addCase(
    { tool_mocks: MOCKS, metrics: ['A table was booked.', 'The agent was funny.'] },
    { general_tools: [BOOK, END_CALL] },
  );
  const batch = await createBatch(testCase);
  await play();
  const [run] = await runsOf(batch);
  assert.equal(run.status, 'fail', run.result_explanation);
  assert.match(
    run.result_explanation,
    /^PASS: A table was booked\.\n {2}Reason 1\.\nFAIL: The agent was funny\.\n {2}Reason 2\.$/,
  );
  assert.deepEqual(run.metric_results, [
    { metric: 'A table was booked.', passed: true, reason: 'Reason 1.' },
    { metric: 'The agent was funny.', passed: false, reason: 'Reason 2.' },
  ]);
  const snapshot = run.transcript_snapshot;
  assert.equal(snapshot.transcript, 'Agent: Hello, Ada.\nUser: A table for four, please.\nAgent: Booked. Bye.\n');
  assert.deepEqual(roles(run), [
    'agent',
    'user',
    'tool_call_invocation',
    'tool_call_result',
    'agent',
    'tool_call_invocation',
    'tool_call_result',
  ]);
  assert.deepEqual([snapshot.ended_by, snapshot.turns], ['agent', 1]);
  assert.deepEqual(snapshot.collected_dynamic_variables, { ref: 'R4' });
  assert.ok(snapshot.tokens > 0);

  const [played] = minds.user.requests;
  assert.match(played?.messages[0]?.content ?? '', /You are Ada and want a table\.$/);
  assert.deepEqual(played?.messages[1], { role: 'user', content: 'Hello, Ada.' });
  const [judged] = minds.judge.requests;
  assert.match(
    judged?.messages[1]?.content ?? '',
    /\[Agent uses book with \{"guests":4\}\]\n\[Result: \{"ref":"R4"\}\]/,
  );
  assert.ok(judged?.jsonSchema);

  const { json } = await server.send('GET', `/get-batch-test/${batch.test_case_batch_job_id}`);
  const { status, pass_count, fail_count, error_count, total_count } = json;
  assert.deepEqual([status, pass_count, fail_count, error_count, total_count], ['complete', 0, 1, 0, 1]);
  await play();
  assert.equal(minds.judge.requests.length, 1, 'what is over is not played again');
});

test('a tool without a fitting mock is refused, unless the batch allows it to run', async (t) => {
  const reached: string[] = [];
  const egress = {
    send: async ({ url }: { url: string }) => {
      reached.push(url);
      return { status: 200, headers: {}, body: '{"ref":"real"}' };
    },
  };
  const { addCase, playCase } = await simulations(t, {
    server: { resources: { egress: egress as never } },
    user: () => ({ say: 'For five. [END]' }),
    agent: ({ messages }) =>
      messages.at(-1)?.role === 'tool' ? { say: 'Done.' } : { tools: [{ name: 'book', arguments: { guests: 5 } }] },
  });
  const testCase = await addCase({ tool_mocks: MOCKS, metrics: [] }, { general_tools: [BOOK] });
  const refused = await playCase(testCase);
  assert.equal(refused.status, 'pass', refused.result_explanation);
  const result = refused.transcript_snapshot.message_with_tool_calls.find(
    (each: any) => each.role === 'tool_call_result',
  );
  assert.match(result.content, /"book" was not run/);
  assert.equal(result.successful, false);
  assert.deepEqual(reached, []);
  await playCase(testCase, { allow_unmocked_tools: true });
  assert.deepEqual(reached, ['https://never.test/']);
});

test('the user may speak first, end it, be silent, and say what was written down for him', async (t) => {
  const { addCase, playCase, minds } = await simulations(t, {
    user: [{ say: 'Hi.' }, { say: '[END]' }, { say: '' }, { say: ' ' }],
    agent: ({ messages }) => ({ say: `You said: ${messages.at(-1)?.content}` }),
  });
  const silent = { metrics: [] };
  const first = await playCase(await addCase(silent, { start_speaker: 'user', begin_message: null }));
  assert.equal(first.transcript_snapshot.transcript, 'User: Hi.\nAgent: You said: Hi.\n');
  assert.deepEqual([first.status, first.transcript_snapshot.ended_by], ['pass', 'user']);
  assert.match(minds.user.requests[0]?.messages.at(-1)?.content ?? '', /you speak first/);

  const second = await playCase(await addCase(silent));
  assert.deepEqual([second.status, second.transcript_snapshot.turns], ['pass', 0], 'silent twice: he has hung up');

  const third = await playCase(await addCase({ ...silent, user_messages: ['One', 'Two'] }));
  assert.equal(
    third.transcript_snapshot.transcript,
    'Agent: Hello, Ada.\nUser: One\nAgent: You said: One\nUser: Two\nAgent: You said: Two\n',
  );
  assert.equal(minds.user.requests.length, 4, 'no model plays him');
});

test('a conversation that does not end is judged when it is long enough; one that uses too much is an error', async (t) => {
  const script = { agent: () => ({ say: 'Go on.' }), user: () => ({ say: 'And then?' }), judge: () => verdict(true) };
  const long = await simulations(t, { ...script, limits: { turns: 3 } });
  const run = await long.playCase(await long.addCase());
  assert.deepEqual([run.status, run.transcript_snapshot.ended_by], ['pass', 'turn_limit']);
  assert.equal(roles(run).filter((role) => role === 'user').length, 3);

  const dear = await simulations(t, { ...script, limits: { tokens: 400 } });
  const stopped = await dear.playCase(await dear.addCase());
  assert.deepEqual([stopped.status, stopped.result_explanation], ['error', 'The run used more than 400 tokens.']);
  assert.ok(roles(stopped).length > 2, 'what was said is shown');

  const { promise: never } = Promise.withResolvers<never>();
  const slow = await simulations(t, { ...script, agent: () => ({ after: never }), limits: { wholeMs: 20 } });
  const late = await slow.playCase(await slow.addCase());
  assert.equal(late.status, 'error');
  assert.match(late.result_explanation, /^The run took longer than/);
});

test('a judge is asked again when his answer cannot be used, and the run fails clearly when that does not help', async (t) => {
  const { addCase, playCase, minds } = await simulations(t, {
    user: () => ({ say: 'Hi. [END]' }),
    agent: () => ({ say: 'Hi.' }),
    judge: [
      { say: '```json\n{"results":[{"metric":"1","reason":"It was.","passed":"true"}]}\n```' },
      { say: 'Looks fine to me.' },
      { say: '{"results":[]}' },
      verdict(true),
      { say: '{"results":[{"metric":1,"passed":"maybe","reason":"?"}]}' },
      { say: '{"results":[{"metric":1,"passed":true,"reason":""}]}' },
    ],
  });
  const testCase = await addCase();
  const fenced = await playCase(testCase);
  assert.deepEqual([fenced.status, fenced.metric_results[0].reason], ['pass', 'It was.']);
  assert.equal((await playCase(testCase)).status, 'pass');
  const repair = minds.judge.requests.at(-1)?.messages.at(-1)?.content ?? '';
  assert.match(repair, /metric 1 has no "passed"/);
  const failed = await playCase(testCase);
  assert.equal(failed.status, 'error');
  assert.match(
    failed.result_explanation,
    /^The judge \(script\) gave no verdict that can be read: metric 1 has no "reason"/,
  );
  assert.equal(failed.metric_results, null);
  assert.ok(failed.transcript_snapshot, 'the conversation is there to read');
});

test('a model that is busy is asked again; one that refuses ends the run', async (t) => {
  const busy = new ProviderError('slow down', { provider: 'openai', category: 'rate_limit', retryAfterMs: 70 });
  const refuses = new ProviderError('no such model', { provider: 'openai', category: 'not_found' });
  let asked = 0;
  const { addCase, playCase, pauses } = await simulations(t, {
    user: () => ({ say: 'Hi. [END]' }),
    agent: () => ((asked += 1) <= 2 ? { fail: busy } : asked === 3 ? { say: 'Hi.' } : { fail: refuses }),
  });
  const testCase = await addCase({ metrics: [] });
  assert.equal((await playCase(testCase)).status, 'pass');
  assert.deepEqual(pauses, [70, 70]);
  const refused = await playCase(testCase);
  assert.equal(refused.status, 'error');
  assert.match(refused.result_explanation, /no such model/);
});

test('without a language model the run says so', async (t) => {
  const guide = createScriptedMind({ turns: [] });
  const { addCase, playCase } = await simulations(t, {
    agent: [],
    server: { resources: { thinking: () => choice(guide) } },
  });
  const run = await playCase(await addCase());
  assert.equal(run.status, 'error');
  assert.match(run.result_explanation, /^There is no language model/);
});

test('a batch runs with what the engine was when the batch was made, in the settings of an agent', async (t) => {
  const { addCase, createBatch, play, server, minds, runsOf } = await simulations(t, {
    user: () => ({ say: 'Hi. [END]' }),
    agent: () => ({ say: 'Hi.' }),
  });
  const testCase = await addCase({ metrics: [] }, { general_prompt: 'The zone is {{current_time}}.' });
  const agent = await server.send('POST', '/create-chat-agent', {
    response_engine: testCase.response_engine,
    language: 'de-DE',
  });
  const batch = await createBatch(testCase, { agent_id: agent.json.agent_id });
  await server.send('PATCH', `/update-retell-llm/${testCase.response_engine.llm_id}`, { begin_message: 'Changed.' });
  await play();
  const [run] = await runsOf(batch);
  assert.match(run.transcript_snapshot.transcript, /^Agent: Hello, Ada\./);
  assert.match(minds.agent.requests[0]?.messages[0]?.content ?? '', /German|de-DE/);
  const unknown = await server.send('POST', '/create-batch-test', {
    test_case_definition_ids: [testCase.test_case_definition_id],
    response_engine: testCase.response_engine,
    agent_id: 'agent_x',
  });
  assert.equal(unknown.status, 400, 'as the contract lists no 422 here');
});

test('a cancelled batch is complete: what waits is not played, what is played says nothing more and runs no tool', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const { promise: answer, resolve: goOn } = Promise.withResolvers<void>();
  const { addCase, createBatch, play, runsOf, server, minds } = await simulations(t, {
    user: () => ({ say: 'Book.' }),
    agent: () => (isAsked(), { after: answer, tools: [{ name: 'book', arguments: { guests: 4 } }] }),
  });
  const testCase = await addCase({ tool_mocks: MOCKS }, { general_tools: [BOOK] });
  const id = testCase.test_case_definition_id;
  const batch = await createBatch(testCase, { test_case_definition_ids: [id, id, id] });
  const shift = play({ atOnce: 1 });
  await asked;
  const [running] = await runsOf(batch);
  assert.equal(running.status, 'in_progress');
  assert.match(running.transcript_snapshot.transcript, /User: Book\./, 'what was said so far is shown');
  const path = `/cancel-batch-test/${batch.test_case_batch_job_id}`;
  const cancelled = await server.send('POST', path);
  assert.deepEqual([cancelled.status, cancelled.json.status, cancelled.json.error_count], [200, 'complete', 3]);
  goOn();
  await shift;
  for (const run of await runsOf(batch))
    assert.deepEqual([run.status, run.result_explanation], ['error', 'The batch was cancelled.']);
  assert.equal(minds.agent.requests.length, 1);
  assert.deepEqual((await server.send('POST', path)).json, cancelled.json, 'twice is once');
  assert.equal((await server.send('POST', '/cancel-batch-test/x')).status, 404);
});

test('runs go on from the step where their process ended, and a tool that was begun is not run again', async (t) => {
  const reached: string[] = [];
  const dying = new AbortController();
  const egress = {
    send: async ({ url }: { url: string }) => {
      reached.push(url);
      dying.abort();
      return { status: 200, headers: {}, body: '{}' };
    },
  };
  const { addCase, createBatch, play, runsOf, minds } = await simulations(t, {
    server: { resources: { egress: egress as never } },
    user: [{ say: 'Book.' }, { say: 'Thanks. [END]' }],
    agent: [{ tools: [{ name: 'book', arguments: { guests: 4 } }] }, { say: 'I cannot tell.' }, { say: 'Bye.' }],
    judge: [verdict(true)],
  });
  const testCase = await addCase({}, { general_tools: [BOOK] });
  const batch = await createBatch(testCase, { allow_unmocked_tools: true });
  await assert.rejects(play({}, dying.signal));
  assert.equal((await runsOf(batch))[0].status, 'in_progress');
  await play();
  const [run] = await runsOf(batch);
  assert.equal(run.status, 'pass', run.result_explanation);
  assert.deepEqual(reached.length, 1);
  const result = run.transcript_snapshot.message_with_tool_calls.find((each: any) => each.role === 'tool_call_result');
  assert.match(result.content, /Whether it did its work is not known/);
  assert.deepEqual([minds.user.requests.length, minds.agent.requests.length, minds.judge.requests.length], [2, 3, 1]);
});

test('a run that its server dies of is given up', async (t) => {
  const { addCase, createBatch, play, runsOf, server } = await simulations(t, { agent: [] });
  const batch = await createBatch(await addCase());
  await server.database.db.updateTable('test_runs').set({ status: 'in_progress', player: 'dead', plays: 5 }).execute();
  await play();
  const [run] = await runsOf(batch);
  assert.deepEqual(
    [run.status, run.result_explanation],
    ['error', 'The server stopped 5 times while this was played.'],
  );
});

test('a flow is tested as a prompt is, and its path is in the transcript', async (t) => {
  const { server, addCase, playCase } = await simulations(t, {
    user: () => ({ say: 'Hi.' }),
    agent: [{ say: 'Bye.' }],
    judge: [verdict(true)],
  });
  const flow = await server.send('POST', '/create-conversation-flow', {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'agent' },
    start_node_id: 'hi',
    nodes: [
      {
        id: 'hi',
        name: 'Greeting',
        type: 'conversation',
        instruction: { type: 'static_text', text: 'Hello from a flow.' },
        skip_response_edge: undefined,
        edges: [],
        always_edge: {
          id: 'e',
          destination_node_id: 'bye',
          transition_condition: { type: 'prompt', prompt: 'Always' },
        },
      },
      { id: 'bye', name: 'The end', type: 'end', instruction: { type: 'static_text', text: 'Goodbye.' } },
    ],
  });
  assert.equal(flow.status, 201, flow.text);
  const engine = { type: 'conversation-flow', conversation_flow_id: flow.json.conversation_flow_id };
  const run = await playCase(await addCase({ response_engine: engine }));
  assert.equal(run.status, 'pass', run.result_explanation);
  assert.match(run.transcript_snapshot.transcript, /Hello from a flow\.\nUser: Hi\.\nAgent: Goodbye\./);
  assert.ok(roles(run).includes('node_transition'));
  assert.equal(run.transcript_snapshot.ended_by, 'agent');
});

/** A program that says what it was asked the how-manieth time, and hangs up at the third. */
const program = (t: Parameters<typeof startCustomLlmPeer>[0]) =>
  startCustomLlmPeer(t, (socket) => {
    socket.send({ response_type: 'config', config: {} });
    socket.say(0, 'Hello from the program.');
    socket.raw.on('message', (data) => {
      const { interaction_type, response_id } = JSON.parse(String(data)) as {
        interaction_type: string;
        response_id: number;
      };
      if (interaction_type !== 'response_required') return;
      socket.say(response_id, `Answer ${response_id}.`, true, response_id === 3 ? { end_call: true } : {});
    });
  });

test('a custom LLM is tested as other engines are: on one connection, until it hangs up', async (t) => {
  const peer = await program(t);
  const { addCase, playCase, minds } = await simulations(t, {
    user: () => ({ say: 'And then?' }),
    agent: [],
    judge: [verdict(true)],
  });
  const response_engine = { type: 'custom-llm', llm_websocket_url: `${peer.url}/{{name}}` };
  const run = await playCase(await addCase({ response_engine }));
  assert.equal(run.status, 'pass', run.result_explanation);
  assert.equal(
    run.transcript_snapshot.transcript,
    'Agent: Hello from the program.\n' + [1, 2, 3].map((id) => `User: And then?\nAgent: Answer ${id}.\n`).join(''),
  );
  assert.equal(run.transcript_snapshot.ended_by, 'agent');
  assert.equal(peer.attempts(), 1);
  const socket = await peer.accept();
  assert.match(socket.path, /^\/Ada\/./);
  assert.equal((await socket.closed).code, 1000);
  assert.equal(minds.agent.requests.length, 0);
});

test('a custom LLM that cannot be reached is an error of the run, not its failure', async (t) => {
  const peer = await program(t);
  const { addCase, playCase } = await simulations(t, { user: () => ({ say: 'Hi.' }), agent: [] });
  // The egress refuses it for good, so nothing is waited for.
  const response_engine = { type: 'custom-llm', llm_websocket_url: 'ws://169.254.169.254/x' };
  const run = await playCase(await addCase({ response_engine }));
  assert.equal(run.status, 'error');
  assert.match(run.result_explanation, /custom LLM/);
  assert.equal(peer.attempts(), 0);
});

test('agents take over in a simulation: from a prompt to a custom LLM, with the history and what was collected', async (t) => {
  const peer = await program(t);
  const { addCase, playCase, server, minds } = await simulations(t, {
    user: () => ({ say: 'I am Bob, the program please. [END]' }),
    agent: [{ tools: [{ name: 'keep', arguments: { who: 'Bob' } }] }, { tools: [{ name: 'swap' }] }],
    judge: [verdict(true)],
  });
  // Without an agent the engine is tested as a call's.
  const made = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'custom-llm', llm_websocket_url: `${peer.url}/{{who}}` },
    agent_name: 'Program',
  });
  const variables = [{ type: 'string', name: 'who', description: 'Name' }];
  const run = await playCase(
    await addCase(
      {},
      {
        general_tools: [
          { type: 'extract_dynamic_variable', name: 'keep', description: 'Keep.', variables },
          {
            ...{ type: 'agent_swap', name: 'swap', description: 'Swap.', agent_id: made.json.agent_id },
            post_call_analysis_setting: 'both_agents',
          },
        ],
      },
    ),
  );
  assert.equal(run.status, 'pass', run.result_explanation);
  assert.match(run.transcript_snapshot.transcript, /User: I am Bob, the program please\.\nAgent: Answer 1\.\n$/);
  assert.deepEqual(run.transcript_snapshot.collected_dynamic_variables, { who: 'Bob' });
  const socket = await peer.accept();
  assert.match(socket.path, /^\/Bob\/./);
  const question = await socket.next('response_required');
  assert.deepEqual(
    question.transcript?.map(({ content }) => content),
    ['Hello, Ada.', 'I am Bob, the program please.'],
  );
  assert.equal((await socket.closed).code, 1000);
  assert.match(JSON.stringify(minds.judge.requests[0]?.messages), /Program goes on/);
});

test('agents take over in a simulation: from a prompt to a flow, on which the run goes on', async (t) => {
  const { addCase, playCase, server } = await simulations(t, {
    user: [{ say: 'The flow please.' }, { say: 'Thanks.' }],
    agent: [{ tools: [{ name: 'swap' }] }],
    judge: [verdict(true)],
  });
  const flow = await server.send('POST', '/create-conversation-flow', {
    start_speaker: 'agent',
    model_choice: { type: 'cascading', model: 'agent' },
    start_node_id: 'hi',
    nodes: [
      {
        ...{ id: 'hi', name: 'Hi', type: 'conversation', edges: [] },
        instruction: { type: 'static_text', text: 'The flow is here.' },
        always_edge: {
          ...{ id: 'e', destination_node_id: 'bye' },
          transition_condition: { type: 'prompt', prompt: 'Always' },
        },
      },
      { id: 'bye', name: 'Bye', type: 'end', instruction: { type: 'static_text', text: 'Goodbye.' } },
    ],
  });
  assert.equal(flow.status, 201, flow.text);
  const made = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'conversation-flow', conversation_flow_id: flow.json.conversation_flow_id },
  });
  const swap = { type: 'agent_swap', name: 'swap', description: 'Swap.', agent_id: made.json.agent_id };
  const run = await playCase(
    await addCase({}, { general_tools: [{ ...swap, post_call_analysis_setting: 'both_agents' }] }),
  );
  assert.equal(run.status, 'pass', run.result_explanation);
  assert.equal(
    run.transcript_snapshot.transcript,
    'Agent: Hello, Ada.\nUser: The flow please.\nAgent: The flow is here.\nUser: Thanks.\nAgent: Goodbye.\n',
  );
  assert.equal(run.transcript_snapshot.ended_by, 'agent');
});
