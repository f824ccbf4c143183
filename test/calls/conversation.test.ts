// Whole calls as people have them, with real sound both ways: interrupting, coughing, saying nothing, saying goodbye, asking for
// something that a server must be asked for. Local ears and mouth; the mind follows scripts over a vendor's wire.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, test, type TestContext } from 'node:test';
import Retell from 'retell-sdk';
import { HEAR_RATE_HZ, isEvent, joinAs, QUESTION, type Caller } from '../support/caller.ts';
import { cough } from '../support/cough.ts';
import type { FakeAnswer } from '../support/fakes/openai.ts';
import { readText } from '../support/read-text.ts';
import { cut, fetchRecording, stretches } from '../support/recording.ts';
import { fileScope } from '../support/scope.ts';
import { openListener } from '../support/speech/listen.ts';
import { twoCitiesOpening } from '../support/speech/two-cities.ts';
import { plainWords, wordErrorRate } from '../support/speech/word-errors.ts';
import { webhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import { wholeServer, type WholeServer } from '../support/whole-server.ts';
import { ANALYSIS, startWireMind, type Script, type WireMind } from '../support/wire-mind.ts';

const scope = fileScope();
const wordsIn = openListener(scope);
let mind: WireMind;
let server: WholeServer;

before(async () => {
  mind = await startWireMind(scope);
  server = await wholeServer(scope, mind.env);
  await server.ready();
});

const STORY =
  'There was a lighthouse at the end of the world. Every evening an old man lit the lamp and watched the ships go by. ' +
  'One winter the sea froze over, and no ship came for forty days. He lit the lamp all the same. ' +
  'In spring a captain came and thanked him for the light.';

test('a caller who speaks over the agent stops it, and is answered; the transcript has what was heard of the agent', async (t) => {
  const call = await startCall(t, {
    greeting: 'Hello.',
    script: (heard) =>
      /times/i.test(heard) ? { say: ['Those were the best of times.'] } : onceAsked(heard, { say: [STORY] }),
  });
  await call.caller.sayFile(QUESTION);
  await call.caller.hears(3);
  const before = call.caller.messages.length;
  const { pcm, rateHz } = await twoCitiesOpening();
  call.caller.client.say(pcm, rateHz);
  const stopped = await call.caller.past(isEvent('agent_stop_talking'), before);
  const answerHeard = call.caller.hears(0.8);
  await call.caller.past(agentSays(/best of times/), stopped);
  await answerHeard;
  // A voice that is slow to come may have stopped after its first word.
  await call.caller.past(isEvent('agent_stop_talking'), call.caller.messages.length);
  const record = await call.hangUp();

  const items = record['transcript_object'] as Item[];
  const story = items.findIndex(({ content }) => content.includes('lighthouse'));
  const item = items[story] as Item;
  assert.equal(item.role, 'agent');
  assert.ok(STORY.startsWith(item.content.trim()), 'a beginning of the story');
  assert.ok(item.content.length < STORY.length * 0.7, `it was cut: "${item.content}"`);
  assert.match(contentOf(items.slice(story), 'user'), /best of times/i);
  assert.match(contentOf(items.slice(story + 1), 'agent'), /^Those were the best of times/);

  const recording = await fetchRecording(record['recording_multi_channel_url']);
  const [callerSound, agentSound] = recording.channels as [Int16Array, Int16Array];
  const start = item.words[0]!.start;
  const spokeOver = stretches(recording, callerSound).find(({ startS }) => startS > start) as { startS: number };
  // A sentence may begin in the moment before the agent notices that it is spoken over.
  const told = stretches(recording, agentSound).filter(
    ({ startS, endS }) => endS > start && startS < spokeOver.startS + 1,
  );
  const silentAt = told.at(-1)!.endS;
  assert.ok(silentAt - spokeOver.startS < 1.5, `silent ${silentAt - spokeOver.startS} s after the caller began`);
  // A recogniser makes other words of one that is cut in its middle: the last is told by its time, those before it by ear.
  // A word cut short may count as heard or not; it and the pause before it are less than 0.8 s.
  const last = item.words.at(-1)!;
  const apart = Math.abs(last.end - silentAt);
  assert.ok(apart < 0.8, `silent at ${silentAt}, the last word "${last.word}" ends at ${last.end}`);
  const said = item.content.trim().slice(0, -last.word.trim().length).trim();
  const heard = await wordsIn(cut(agentSound, recording.rateHz, start - 0.1, last.start), recording.rateHz);
  const differing = Math.abs(plainWords(heard).length - plainWords(said).length);
  assert.ok(differing <= 1, `before its last word the recording has "${heard}", the item "${said}"`);
  assert.ok(wordErrorRate(said, heard) < 0.2, `the recording has "${heard}", the item is "${said}"`);

  const remembered = mind.requestsOf(call.llm).at(-1)!.messages;
  const inMind = remembered.findLast(
    ({ role, content }) => role === 'assistant' && String(content).includes('lighthouse'),
  );
  assert.ok(String(inMind?.content).endsWith(item.content.trim()), 'the mind knows how much of it was heard');
  await call.ended('user_hangup');
});

test('a cough over the agent lets it go on to its end', async (t) => {
  const call = await startCall(t, { greeting: 'Hello.', script: (heard) => onceAsked(heard, { say: [STORY] }) });
  await call.caller.sayFile(QUESTION);
  await call.caller.hears(3);
  const before = call.caller.messages.length;
  call.caller.client.say(cough(HEAR_RATE_HZ), HEAR_RATE_HZ);
  const coughing = await call.caller.past(isEvent('user_start_talking'), before);
  await call.caller.past(isEvent('agent_stop_talking'), coughing);
  const record = await call.hangUp();

  const items = record['transcript_object'] as Item[];
  assert.equal(items.at(-1)!.content.trim(), STORY, 'one item, whole, and nothing of the cough');
  const recording = await fetchRecording(record['recording_multi_channel_url']);
  const start = items.at(-1)!.words[0]!.start;
  const [callerSound, agentSound] = recording.channels as [Int16Array, Int16Array];
  const coughed = stretches(recording, callerSound).find(({ startS }) => startS > start)!;
  const quiet = stretches(recording, agentSound, 0.2).find(
    ({ startS, endS }) => endS > coughed.startS && endS < coughed.endS + 1 && startS < coughed.startS,
  );
  assert.ok(quiet, 'the agent paused for it');
  const heard = await wordsIn(cut(agentSound, recording.rateHz, start - 0.1), recording.rateHz);
  assert.ok(wordErrorRate(STORY, heard) < 0.15, `the recording has "${heard}"`);
  await call.ended('user_hangup');
});

test('a caller who says nothing is asked once more, then the call ends for inactivity', async (t) => {
  const call = await startCall(t, {
    greeting: 'Hello.',
    script: () => ({ say: ['Are you still there?'] }),
    agent: { reminder_trigger_ms: 2000, reminder_max_count: 1, end_call_after_silence_ms: 10_000 },
  });
  assert.equal((await call.caller.client.ended).by, 'server');
  const record = await call.record();
  assert.equal(record['transcript'], 'Agent: Hello.\nAgent: Are you still there?\n');
  const recording = await fetchRecording(record['recording_multi_channel_url']);
  const reminder = (record['transcript_object'] as Item[])[1] as Item;
  const heard = await wordsIn(cut(recording.channels[1]!, recording.rateHz, reminder.words[0]!.start - 0.2), 16000);
  assert.match(heard, /still there/i);
  await call.ended('inactivity');
});

test('an agent that ends the call is heard to the end of its goodbye', async (t) => {
  const goodbye = 'It was a pleasure to talk to you, Anna. Have a wonderful day, and goodbye.';
  const call = await startCall(t, {
    greeting: 'Hello.',
    script: (heard) =>
      onceAsked(heard, { say: [goodbye], tools: [{ id: 'call_end', name: 'end_call', arguments: '{}' }] }),
    llm: { general_tools: [{ type: 'end_call', name: 'end_call', description: 'Ends the call.' }] },
  });
  await call.caller.sayFile(QUESTION);
  assert.equal((await call.caller.client.ended).by, 'server');
  const record = await call.record();
  const item = (record['transcript_object'] as Item[]).at(-1) as Item;
  assert.equal(item.content.trim(), goodbye);
  const roles = (record['transcript_with_tool_calls'] as { role: string }[]).map(({ role }) => role);
  assert.deepEqual(roles.slice(-3), ['agent', 'tool_call_invocation', 'tool_call_result']);
  const recording = await fetchRecording(record['recording_multi_channel_url']);
  const inRecording = cut(recording.channels[1]!, recording.rateHz, item.words[0]!.start - 0.1);
  assert.match(await wordsIn(inRecording, recording.rateHz), /wonderful day,? and goodbye/i);
  const inEar = call.caller.heard().slice(-HEAR_RATE_HZ * 8);
  assert.match(await wordsIn(inEar, HEAR_RATE_HZ), /wonderful day,? and goodbye/i, 'the caller heard it too');
  await call.ended('agent_hangup');
});

test('a custom function is called on its server with the live call, signed, and its result is spoken', async (t) => {
  const shop = await toolServer(t, '{"state":"on its way","days":3}');
  const call = await startCall(t, {
    greeting: 'Hello.',
    script: (heard, { messages }) =>
      messages.some(({ role }) => role === 'tool')
        ? { say: ['Your order is on its way and arrives in three days.'] }
        : onceAsked(heard, { tools: [{ id: 'call_look', name: 'look_up', arguments: '{"name":"Anna"}' }] }),
    llm: {
      general_tools: [
        {
          type: 'custom',
          name: 'look_up',
          description: 'Finds an order.',
          url: shop.url,
          speak_during_execution: false,
          speak_after_execution: true,
          parameters: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
        },
      ],
    },
  });
  await call.caller.sayFile(QUESTION);
  const answered = await call.caller.past(agentSays(/three days/));
  await call.caller.past(isEvent('agent_stop_talking'), answered);
  const record = await call.hangUp();

  const asked = shop.received[0]!;
  assert.equal(shop.received.length, 1);
  assert.ok(await Retell.verify(asked.body, server.key, asked.signature), 'signed with the API key');
  const { name, args, call: live } = JSON.parse(asked.body) as { name: string; args: object; call: any };
  assert.deepEqual({ name, args }, { name: 'look_up', args: { name: 'Anna' } });
  assert.equal(live.call_id, record['call_id']);
  assert.equal(live.call_status, 'ongoing');
  assert.match(live.transcript, /my name is Anna/i);
  const items = record['transcript_with_tool_calls'] as Record<string, any>[];
  const result = items.find(({ role }) => role === 'tool_call_result') as Record<string, any>;
  assert.deepEqual([result['successful'], result['content']], [true, '{"state":"on its way","days":3}']);
  const recording = await fetchRecording(record['recording_multi_channel_url']);
  const after = cut(recording.channels[1]!, recording.rateHz, result['time_sec']);
  assert.match(await wordsIn(after, recording.rateHz), /on its way and arrives in (three|3) days/i);
  await call.ended('user_hangup');
});

/** Says nothing until the whole question was heard: "Hello. My name is Anna. What is Ringback?" may be more than one turn. */
function onceAsked(heard: string, answer: FakeAnswer): FakeAnswer {
  return /what|ring/i.test(heard) || plainWords(heard).length > 5 ? answer : {};
}

interface Item {
  role: 'agent' | 'user';
  content: string;
  words: { word: string; start: number; end: number }[];
}

interface RunningCall {
  caller: Caller;
  llm: { general_prompt: string };
  /** The finished call as get-call returns it. */
  record(): Promise<Record<string, any>>;
  /** The caller leaves; gives the finished call. */
  hangUp(): Promise<Record<string, any>>;
  /** Checks the end: reason, and each webhook once with what the call became. */
  ended(reason: string): Promise<void>;
}

/** A call whose greeting was heard. */
async function startCall(
  t: TestContext,
  { greeting, script, agent = {}, llm = {} }: { greeting: string; script: Script; agent?: object; llm?: object },
): Promise<RunningCall> {
  const hooks = await webhookReceiver(t);
  const scripted = mind.llm(script);
  const { agent_id } = await server.makeAgent({
    agent: { webhook_url: hooks.url, boosted_keywords: ['Ringback'], ...agent },
    llm: { begin_message: greeting, ...scripted, ...llm },
  });
  const { call_id, access_token } = await server.createWebCall(agent_id, { metadata: { test: t.name } });
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_stop_talking'));
  const record = () => server.untilCall(call_id, ({ call_status }) => call_status !== 'ongoing');
  return {
    caller,
    llm: scripted,
    record,
    async hangUp() {
      await caller.client.leave();
      return record();
    },
    ended: async (reason) => checkEnd(await record(), hooks, reason),
  };
}

async function checkEnd(record: Record<string, any>, hooks: WebhookReceiver, reason: string): Promise<void> {
  assert.equal(record['call_status'], 'ended');
  assert.equal(record['disconnection_reason'], reason);
  assert.ok(record['end_timestamp'] > record['start_timestamp']);
  const analyzed = await hooks.next('call_analyzed');
  assert.deepEqual(
    hooks.received.map(({ event }) => event),
    ['call_started', 'call_ended', 'call_analyzed'],
    'each once',
  );
  const [started, ended] = hooks.received as [WebhookReceiver['received'][0], WebhookReceiver['received'][0]];
  assert.equal(started.call['call_status'], 'ongoing');
  assert.equal(ended.call['disconnection_reason'], reason);
  assert.equal(ended.call['transcript'], record['transcript']);
  const { call_summary, user_sentiment, call_successful } = analyzed.call['call_analysis'];
  assert.deepEqual({ call_summary, user_sentiment, call_successful }, ANALYSIS);
  for (const { body, signature } of hooks.received) assert.ok(await Retell.verify(body, server.key, signature));
}

/** The agent's words so far, as the client is told while they are heard. */
function agentSays(words: RegExp): (message: Record<string, any>) => boolean {
  return (message) => {
    const last = (message['transcript'] as Item[] | undefined)?.at(-1);
    return message['event_type'] === 'update' && last?.role === 'agent' && words.test(last.content);
  };
}

function contentOf(items: Item[], role: Item['role']): string {
  return items
    .filter((item) => item.role === role)
    .map(({ content }) => content)
    .join(' ');
}

/** Somebody's server for custom functions. */
async function toolServer(t: TestContext, answer: string) {
  const received: { body: string; signature: string }[] = [];
  const shop = createServer((request, response) =>
    readText(request, (body) => {
      received.push({ body, signature: String(request.headers['x-retell-signature']) });
      response.setHeader('content-type', 'application/json').end(answer);
    }),
  );
  shop.listen(0, '127.0.0.1');
  await once(shop, 'listening');
  t.after(() => shop.close());
  return { url: `http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders`, received };
}
