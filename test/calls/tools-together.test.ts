// A whole call whose agent works with everything at once: passages of a knowledge base, a tool of an MCP server, somebody's custom
// function, and a calendar at Cal.com. Real sound both ways; the mind follows a script over a vendor's wire.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import Retell from 'retell-sdk';
import { isEvent, joinAs, QUESTION } from '../support/caller.ts';
import { calEventTypeId, startFakeCalCom, type FakeCalCom } from '../support/fakes/cal-com.ts';
import type { FakeAnswer, OpenAiBody } from '../support/fakes/openai.ts';
import { goodKey, startVendor, type FakeVendor } from '../support/fakes/vendor-server.ts';
import { startTypeScriptMcp, type TypeScriptMcpServer } from '../support/mcp/typescript-server.ts';
import { fileScope } from '../support/scope.ts';
import { plainWords } from '../support/speech/word-errors.ts';
import { until, wholeServer, type WholeServer } from '../support/whole-server.ts';
import { startWireMind, type WireMind } from '../support/wire-mind.ts';

const ABOUT = 'Ringback is a platform on which agents talk with people who call.';
const DAY = '2026-12-01';
/** The first of the day, as Berlin says it. */
const FREE = `${DAY}T10:00:00+01:00`;
/** Name and type, in the order in which the script calls them. */
const TOOLS = [
  ['weather', 'mcp'],
  ['find_customer', 'custom'],
  ['check_availability', 'check_availability_cal'],
  ['book_appointment', 'book_appointment_cal'],
];

const scope = fileScope();
let mind: WireMind;
let cal: FakeCalCom;
let mcp: TypeScriptMcpServer;
let customers: FakeVendor;
let server: WholeServer;

before(async () => {
  mind = await startWireMind(scope);
  cal = await startFakeCalCom(scope);
  mcp = await startTypeScriptMcp(scope);
  customers = await startVendor(scope, {
    http: (_request, response) =>
      void response.setHeader('content-type', 'application/json').end('{"email":"anna@example.com"}'),
  });
  server = await wholeServer(scope, { ...mind.env, RINGBACK_CAL_BASE_URL: cal.url });
  await server.ready();
});

test('one answer to a caller reads knowledge, asks an MCP server and a custom function, and books at Cal.com', async (t) => {
  const knowledgeBase = await addKnowledge();
  const scripted = mind.llm(script);
  const { agent_id } = await server.makeAgent({
    agent: { boosted_keywords: ['Ringback'] },
    llm: {
      ...scripted,
      begin_message: 'Hello.',
      knowledge_base_ids: [knowledgeBase],
      kb_config: { top_k: 1, filter_score: 0 },
      mcps: [{ id: 'restaurant', name: 'restaurant', url: mcp.streamable }],
      general_tools: tools(),
    },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id, {
    retell_llm_dynamic_variables: { cal_key: goodKey },
  });
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_stop_talking'));
  const before = caller.messages.length;
  await caller.sayFile(QUESTION);
  const spoken = await caller.past(
    ({ event_type, transcript }) =>
      event_type === 'update' && /booked for ten/.test(String(transcript?.at(-1)?.content)),
    before,
  );
  await caller.past(isEvent('agent_stop_talking'), spoken);
  await caller.client.leave();
  const record = await server.untilCall(call_id, ({ call_status }) => call_status === 'ended');
  checkTools(record['transcript_with_tool_calls']);
  assert.deepEqual(
    customers.requests.map(({ body }) => (body as { name: string; args: object }).args),
    [{ name: 'Anna' }],
  );
  assert.deepEqual(
    cal.bookings.map(({ start, attendee }) => [start, attendee['email']]),
    [[new Date(FREE).toISOString(), 'anna@example.com']],
  );
  await until(async () => (await mcp.sessions()) === 0);

  const answer = record['transcript_object'].at(-1);
  assert.equal(answer.content.trim(), 'The sky is clear, and you are booked for ten.');
  assert.ok(
    JSON.stringify(mind.requestsOf(scripted).at(-1)!.messages).includes(ABOUT),
    'the mind has read the passage',
  );
  const answers = (await (await fetch(record['knowledge_base_retrieved_contents_url'])).json()) as AnswerContents[];
  const read = answers.find(({ response_id }) => response_id === answer.metadata.response_id);
  assert.deepEqual(
    read?.contents.map((each) => [each.knowledge_base_id, each.source_name, each.content]),
    [[knowledgeBase, 'About', ABOUT]],
  );
  assert.ok(read!.time_sec < answer.words[0].start, 'read before it was said');
  checkLatency(record['latency'], { e2e: 1, asr: 1, llm: 2, tts: 2, knowledge_base: TOOLS.length + 1 });
});

interface AnswerContents {
  response_id: number;
  time_sec: number;
  contents: { knowledge_base_id: string; source_name: string; content: string }[];
}

/** Each tool was called once, in order, and has its result behind it. */
function checkTools(items: Record<string, any>[]): void {
  const calls = items.filter(({ role }) => role === 'tool_call_invocation');
  assert.deepEqual(
    calls.map(({ name, type }) => [name, type]),
    TOOLS,
  );
  const results = items.filter(({ role }) => role === 'tool_call_result');
  assert.deepEqual(
    results.map(({ tool_call_id, successful }) => [tool_call_id, successful]),
    calls.map(({ tool_call_id }) => [tool_call_id, true]),
  );
  for (const [i, call] of calls.entries()) {
    const [result, next] = [results[i]!, calls[i + 1]];
    assert.ok(
      call['time_sec'] <= result['time_sec'],
      `${call['name']} took ${call['time_sec']} to ${result['time_sec']}`,
    );
    if (next) assert.ok(result['time_sec'] <= next['time_sec'], `${next['name']} waited for ${call['name']}`);
  }
  assert.equal(JSON.parse(calls[3]!['arguments']).start_time, FREE, 'the first time that Cal.com had free');
  assert.ok(items.indexOf(results.at(-1)!) < items.findLastIndex(({ role }) => role === 'agent'));
}

/** `least`: how many of each part there are at least; there are no others. */
function checkLatency(latency: Record<string, any>, least: Record<string, number>): void {
  assert.deepEqual(Object.keys(latency).sort(), Object.keys(least).sort());
  for (const [part, { num, values, min, p50, max }] of Object.entries(latency)) {
    assert.ok(num >= least[part]! && num === values.length, `${part}: ${num}`);
    assert.ok(0 <= min && min <= p50 && p50 <= max, `${part}: ${min}, ${p50}, ${max}`);
  }
}

async function addKnowledge(): Promise<string> {
  const client = new Retell({ apiKey: server.key, baseURL: server.url });
  const { knowledge_base_id } = await client.knowledgeBase.create({
    knowledge_base_name: 'About us',
    knowledge_base_texts: [
      { title: 'Kitchen', text: 'The soup of the day is made of pumpkins from the garden behind the house.' },
      { title: 'About', text: ABOUT },
    ],
  });
  await until(async () => (await client.knowledgeBase.retrieve(knowledge_base_id)).status === 'complete');
  return knowledge_base_id;
}

function tools(): object[] {
  const calendar = { cal_api_key: '{{cal_key}}', event_type_id: calEventTypeId, timezone: 'Europe/Berlin' };
  return [
    { type: 'mcp', mcp_id: 'restaurant', name: 'weather', description: 'The weather.', speak_after_execution: true },
    {
      type: 'custom',
      name: 'find_customer',
      description: 'Finds a customer.',
      url: `${customers.url}/customers`,
      speak_during_execution: false,
      speak_after_execution: true,
      parameters: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      response_variables: { email: 'email' },
    },
    { type: 'check_availability_cal', name: 'check_availability', ...calendar },
    { type: 'book_appointment_cal', name: 'book_appointment', ...calendar },
  ];
}

/** One tool after the other, each with what the ones before have given; then the sentence. Before the whole question was heard, nothing. */
function script(_heard: string, { messages }: OpenAiBody): FakeAnswer {
  const asked = messages.filter(({ role, content }) => role === 'user' && !String(content).startsWith('('));
  const words = plainWords(asked.map(({ content }) => content).join(' '));
  if (!words.includes('what') && words.length <= 5) return {};
  const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => JSON.parse(String(content)));
  const [weather, customer, times, booking] = results;
  if (!weather) return { say: ['One moment, please.'], ...call('weather', {}) };
  if (!customer) return call('find_customer', { name: 'Anna' });
  if (!times) return call('check_availability', { start_date: DAY });
  const attendee = { name: 'Anna', email: customer.email };
  if (!booking) return call('book_appointment', { start_time: times.free[DAY][0], ...attendee });
  return { say: [`The sky is ${weather.sky}, and you are booked for ten.`] };
}

function call(name: string, args: object): FakeAnswer {
  return { tools: [{ id: `call_${name}`, name, arguments: JSON.stringify(args) }] };
}
