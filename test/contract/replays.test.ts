// Recorded calls and chats as test cases, and once more against newer versions of their agents.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addTestCall } from '../support/call-row.ts';
import { simulations, verdict, type Simulations } from '../support/simulations.ts';

const BOOK = {
  type: 'custom',
  name: 'book',
  url: 'https://never.test/',
  speak_after_execution: true,
  parameters: { type: 'object', properties: { guests: { type: 'number' } } },
};
const RECORDED = [
  { role: 'agent', content: 'Hello, Ada.', words: [] },
  { role: 'user', content: 'I want', words: [] },
  { role: 'user', content: 'a table for four.', words: [] },
  {
    role: 'tool_call_invocation',
    tool_call_id: 't',
    name: 'book',
    arguments: '{"guests":4}',
    time_sec: 1,
    type: 'custom',
  },
  { role: 'tool_call_result', tool_call_id: 't', content: '{"ref":"R4"}', successful: true, time_sec: 2 },
  { role: 'agent', content: 'Booked.', words: [] },
  { role: 'user', content: 'Bye.', words: [] },
  { role: 'agent', content: 'Bye!', words: [] },
  { role: 'tool_call_invocation', tool_call_id: 'e', name: 'end_call', arguments: '{}', time_sec: 3, type: 'end_call' },
  { role: 'tool_call_result', tool_call_id: 'e', content: 'ok', successful: true, time_sec: 3 },
];

/** An agent, and an ended call of it. */
async function recordedCall({ server }: Simulations, columns: object = {}, details: object = {}) {
  const llm = { general_prompt: 'Book.', begin_message: 'Hello, {{name}}.', model: 'agent', general_tools: [BOOK] };
  const { llm_id } = (await server.send('POST', '/create-retell-llm', llm)).json;
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id },
  });
  const { call_id } = await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_id: 'call_recorded',
    agent_id: agent.json.agent_id,
    call_status: 'ended',
    start_timestamp: 1,
    end_timestamp: 2,
    retell_llm_dynamic_variables: JSON.stringify({ name: 'Ada', table: 7, none: null }),
    details: JSON.stringify({ transcript_with_tool_calls: RECORDED, ...details }),
    ...columns,
  });
  return { call_id, llm_id, agent_id: agent.json.agent_id as string };
}

test('a call becomes a test case with its words, its variables and the answers of its tools', async (t) => {
  const all = await simulations(t, { agent: [] });
  const { call_id, llm_id } = await recordedCall(all, {}, { call_analysis: { call_summary: 'A table was booked.' } });
  const make = (more: object = {}) =>
    all.server.send('POST', '/create-test-case-from-conversation', { call_id, ...more });
  const { status, json, text } = await make();
  assert.equal(status, 201, text);
  assert.deepEqual(json.response_engine, { type: 'retell-llm', llm_id });
  assert.deepEqual(json.dynamic_variables, { name: 'Ada', table: '7' });
  assert.match(json.user_prompt, /\n- I want a table for four\.\n- Bye\.$/);
  assert.deepEqual(json.metrics, ['The conversation comes to the same result as this one: A table was booked.']);
  const answer = { tool_name: 'book', output: '{"ref":"R4"}', result: true };
  assert.deepEqual(json.tool_mocks, [
    { ...answer, input_match_rule: { type: 'partial_match', args: { guests: 4 } } },
    { ...answer, input_match_rule: { type: 'any' } },
  ]);
  assert.equal(json.user_messages, undefined);
  const literal = (await make({ word_for_word: true, name: 'Exactly', metrics: ['Polite.'] })).json;
  assert.deepEqual([literal.name, literal.metrics], ['Exactly', ['Polite.']]);
  assert.deepEqual(literal.user_messages, ['I want a table for four.', 'Bye.']);
});

test('what keeps no words, has none or is not there is refused', async (t) => {
  const all = await simulations(t, { agent: [] });
  await recordedCall(all, { call_id: 'call_strict' }, { data_storage_setting: 'basic_attributes_only' });
  await recordedCall(all, { call_id: 'call_silent' }, { transcript_with_tool_calls: [RECORDED[0]] });
  await recordedCall(all, { call_id: 'call_running', call_status: 'ongoing', end_timestamp: null });
  await recordedCall(all, { call_id: 'call_good' });
  for (const path of ['/create-test-case-from-conversation', '/replay-conversation'])
    for (const [body, status] of [
      [{ call_id: 'call_strict' }, 400],
      [{ call_id: 'call_silent' }, 400],
      [{ call_id: 'call_running' }, 400],
      [{ call_id: 'call_x' }, 422],
      [{ chat_id: 'chat_x' }, 422],
      [{}, 400],
      [{ call_id: 'call_good', chat_id: 'chat_x' }, 400],
    ] as const)
      assert.equal((await all.server.send('POST', path, body)).status, status, `${path} ${JSON.stringify(body)}`);
  const unknown = { call_id: 'call_good', agent_version: 9 };
  assert.equal((await all.server.send('POST', '/replay-conversation', unknown)).status, 422);
});

test('a replay says the same words to another version, and shows turn by turn what differs', async (t) => {
  const all = await simulations(t, {
    agent: [{ tools: [{ name: 'book', arguments: { guests: 5 } }] }, { say: 'Booked.' }, { say: 'Goodbye, then!' }],
  });
  const { call_id } = await recordedCall(all);
  const begun = await all.server.send('POST', '/replay-conversation', { call_id });
  assert.equal(begun.status, 201, begun.text);
  const compare = async () => (await all.server.send('GET', `/compare-test-run/${begun.json.test_case_job_id}`)).json;
  const waiting = await compare();
  assert.deepEqual([waiting.status, waiting.difference_count], ['pending', 0], 'not there yet is no difference');
  await all.play();
  const { turns, ...rest } = await compare();
  assert.deepEqual(rest, {
    test_case_job_id: begun.json.test_case_job_id,
    call_id,
    status: 'pass',
    difference_count: 2,
  });
  assert.deepEqual(
    turns.map((turn: any) => [turn.user, turn.differs_in]),
    [
      [null, []],
      ['I want a table for four.', ['tools']],
      ['Bye.', ['words', 'tools']],
    ],
  );
  assert.deepEqual(turns[1].replayed, {
    agent: 'Booked.',
    tools: [{ name: 'book', arguments: '{"guests":5}' }],
    path: [],
  });
  assert.equal(all.minds.user.requests.length, 0);

  await all.server.send('DELETE', `/v2/delete-call/${call_id}`);
  const gone = await all.server.send('GET', `/compare-test-run/${begun.json.test_case_job_id}`);
  assert.equal(gone.status, 404, 'the words of a deleted call are not shown');
});

test('a chat is replayed as a call is; a run of another kind replays nothing', async (t) => {
  const all = await simulations(t, {
    agent: ({ messages }) => ({ say: `You said ${messages.at(-1)?.content}` }),
    judge: [verdict(true)],
    user: () => ({ say: '[END]' }),
  });
  const { server } = all;
  const { llm_id } = (
    await server.send('POST', '/create-retell-llm', { general_prompt: 'x', model: 'agent', begin_message: '' })
  ).json;
  const agent = await server.send('POST', '/create-chat-agent', { response_engine: { type: 'retell-llm', llm_id } });
  const { chat_id } = (await server.send('POST', '/create-chat', { agent_id: agent.json.agent_id })).json;
  for (const content of ['One', 'Two'])
    assert.equal((await server.send('POST', '/create-chat-completion', { chat_id, content })).status, 201);
  const begun = await server.send('POST', '/replay-conversation', { chat_id });
  await all.play();
  const { json } = await server.send('GET', `/compare-test-run/${begun.json.test_case_job_id}`);
  assert.deepEqual([json.status, json.difference_count, json.chat_id], ['pass', 0, chat_id], JSON.stringify(json));
  assert.deepEqual(
    json.turns.map((turn: any) => turn.replayed.agent),
    ['You said One', 'You said Two'],
  );

  const run = await all.playCase(await all.addCase());
  assert.equal((await server.send('GET', `/compare-test-run/${run.test_case_job_id}`)).status, 400);
  assert.equal((await server.send('GET', '/compare-test-run/x')).status, 404);
});
