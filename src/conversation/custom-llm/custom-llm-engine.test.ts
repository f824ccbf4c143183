// The engine and a real program on a real socket; time moves only when told to.

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import { startCustomLlmPeer, type CustomLlmPeer, type PeerSocket } from '../../../test/support/custom-llm-peer.ts';
import { createVirtualClock } from '../../../test/support/virtual-clock.ts';
import { createEgress } from '../../egress/index.ts';
import type { EngineEvent, EnginePush, RespondRequest, ResumableEngine } from '../engine.ts';
import type { TranscriptItem } from '../transcript.ts';
import { createCustomLlmEngine, type CustomLlmEngineConfig } from './custom-llm-engine.ts';

const never = new AbortController().signal;
const HELLO: TranscriptItem[] = [{ role: 'user', content: 'hello', words: [{ word: 'hello', start: 1, end: 1.4 }] }];

interface World {
  peer: CustomLlmPeer;
  engine: ResumableEngine;
  clock: ReturnType<typeof createVirtualClock>;
  /** Moves time by so many seconds. */
  pass(seconds: number): Promise<void>;
  /** The next push of a kind; those before it are dropped. */
  push<K extends EnginePush['is']>(is: K): Promise<Extract<EnginePush, { is: K }>>;
  ask(kind?: RespondRequest['kind'], transcript?: TranscriptItem[], signal?: AbortSignal): Promise<EngineEvent[]>;
}

async function world(
  t: TestContext,
  options: { allow?: string[]; heard?: boolean; config?: Partial<CustomLlmEngineConfig> } = {},
): Promise<World> {
  const peer = await startCustomLlmPeer(t);
  const clock = createVirtualClock();
  const egress = createEgress({ allow: options.allow ?? ['127.0.0.0/8'] });
  const engine = createCustomLlmEngine(
    { egress, sockets: egress, sign: () => '', clock, wallClock: () => clock.now() / 1000 },
    {
      address: `${peer.url}/talk/?key=1`,
      subject: { id: 'call_1', details: () => ({ call_id: 'call_1', call_status: 'registered' }) },
      ...{ defaults: {}, variables: {}, timezone: null, beginMessageDelayMs: 0 },
      session: { type: 'voice', startedAtMs: 0 },
      ...options.config,
    },
  );
  t.after(() => engine.close?.());
  const pushes = options.heard === false ? null : engine.pushes?.[Symbol.asyncIterator]();
  return {
    peer,
    engine,
    clock,
    pass: (seconds) => clock.runTo(clock.now() + seconds * 1e6),
    async push<K extends EnginePush['is']>(is: K) {
      for (;;) {
        const { value, done } = await pushes!.next();
        if (done) throw new Error(`no push "${is}" any more`);
        if (value.is === is) return value as Extract<EnginePush, { is: K }>;
      }
    },
    ask: (kind = 'answer', transcript = HELLO, signal = never) => collect(engine.respond({ kind, transcript, signal })),
  };
}

const textOf = (events: EngineEvent[]): string =>
  events.map((event) => (event.is === 'text' ? event.text : '')).join('');
const callsOf = (events: EngineEvent[]) => events.flatMap((event) => (event.is === 'tool' ? [event.call] : []));

function configure(socket: PeerSocket, config: object): void {
  socket.send({ response_type: 'config', config });
}

test('it connects by itself, and response 0 opens the conversation', async (t) => {
  const { peer, engine, ask } = await world(t);
  assert.deepEqual(engine.opening(), { who: 'agent', text: null, delayMs: 0 });
  const opening = ask('begin', []);
  const socket = await peer.accept();
  assert.equal(socket.path, '/talk/call_1?key=1');
  socket.say(0, 'Hello, ', false);
  socket.say(0, 'how can I help?');
  assert.deepEqual(await opening, [
    { is: 'terms', metadata: { response_id: 0 }, protected: false },
    { is: 'text', text: 'Hello, ' },
    { is: 'text', text: 'how can I help?' },
    { is: 'done', finish: 'stop', tokens: 0, provider: 'custom-llm', model: 'custom-llm' },
  ]);
});

test('an opening that comes before it is asked for is kept; an empty one leaves the first word to the user', async (t) => {
  const { peer, push, ask } = await world(t);
  const socket = await peer.accept();
  socket.say(0, '');
  configure(socket, {});
  while ((await push('note')).text !== 'LLM ws received: config');
  assert.deepEqual(
    (await ask('begin', [])).map((event) => (event.is === 'done' ? event.finish : event.is)),
    ['terms', 'silent'],
  );
});

test('questions count up, carry the whole transcript, and only the newest is answered', async (t) => {
  const { peer, ask, clock } = await world(t);
  const socket = await peer.accept();
  configure(socket, {});
  const first = ask();
  const question = await socket.next('response_required');
  assert.deepEqual(question, { interaction_type: 'response_required', response_id: 1, transcript: HELLO });
  const second = ask('reminder', [...HELLO, { role: 'dtmf', digit: '1' }]);
  assert.deepEqual(await socket.next('reminder_required'), {
    interaction_type: 'reminder_required',
    response_id: 2,
    transcript: HELLO,
  });
  socket.say(1, 'late');
  socket.say(0, 'later');
  socket.say(3, 'too early');
  socket.say(2, 'Still there?');
  assert.equal(textOf(await first), '');
  assert.equal(textOf(await second), 'Still there?');
  assert.equal(clock.now(), 0);
});

test('tool calls stand in the second transcript, and only there, where that is asked for', async (t) => {
  const { peer, ask } = await world(t);
  const socket = await peer.accept();
  configure(socket, { transcript_with_tool_calls: true });
  const tool = { role: 'tool_call_result', tool_call_id: 'a', successful: true, content: '1', time_sec: 2 } as const;
  const answer = ask('answer', [...HELLO, tool]);
  const question = await socket.next('response_required');
  assert.deepEqual(question.transcript, HELLO);
  assert.deepEqual(question.transcript_with_tool_calls, [...HELLO, tool]);
  socket.say(1, 'ok');
  await answer;
});

test('nothing is asked before anybody has said anything', async (t) => {
  const { ask, engine } = await world(t, { heard: false });
  for (const kind of ['answer', 'reminder'] as const)
    assert.equal((await ask(kind, [{ role: 'dtmf', digit: '1' }])).length, 1);
  assert.deepEqual(engine.standing().socket, { responseId: 0 });
});

test('call details are sent once a connection, at once, to who asks for them', async (t) => {
  const { peer, ask } = await world(t);
  const socket = await peer.accept();
  configure(socket, { call_details: true });
  assert.deepEqual(await socket.next('call_details'), {
    interaction_type: 'call_details',
    call: { call_id: 'call_1', call_status: 'registered' },
  });
  configure(socket, { call_details: true });
  const answer = ask();
  await socket.next('response_required');
  socket.say(1, 'x');
  await answer;
  assert.equal(socket.waiting, 0);
});

test('a program without config is asked after half a second', async (t) => {
  const { peer, ask, pass } = await world(t);
  const socket = await peer.accept();
  const answer = ask();
  let asked = false;
  const question = socket.next('response_required').then(() => (asked = true));
  await untilOpen(pass, 0.4);
  assert.equal(asked, false);
  await pass(0.2);
  await question;
  socket.say(1, 'ok');
  assert.equal(textOf(await answer), 'ok');
});

/** The connection is open on our side too when the virtual clock finds its timer; real packets need no virtual time. */
async function untilOpen(pass: World['pass'], seconds: number): Promise<void> {
  await pass(0);
  await pass(seconds);
}

test('acts are tools behind the words: one at most, none when the answer was cut', async (t) => {
  const { peer, ask, engine } = await world(t);
  const socket = await peer.accept();
  configure(socket, {});
  const answer = ask();
  await socket.next('response_required');
  socket.say(1, 'One moment. ', false, { digit_to_press: '12#' });
  socket.say(1, 'Bye.', true, { transfer_number: '+14155550100', show_transferee_as_caller: true });
  const events = await answer;
  assert.deepEqual(callsOf(events), [
    {
      ...{ id: 'custom_llm_1', name: 'transfer_call', type: 'transfer_call', speakDuring: null, speakAfter: false },
      arguments: '{"transfer_number":"+14155550100","show_transferee_as_caller":true}',
    },
  ]);
  assert.deepEqual(
    events.map(({ is }) => is),
    ['terms', 'text', 'text', 'tool', 'done'],
  );
  const context = { subject: () => ({}), signal: never };
  const { successful, content } = await engine.runTool(callsOf(events)[0]!, context);
  assert.equal(successful, false);
  assert.match(content, /not on the telephone/);

  const hangUp = ask();
  await socket.next('response_required');
  socket.say(2, '', false, { end_call: true });
  const call = callsOf(await hangUp)[0]!;
  assert.deepEqual((await engine.runTool(call, context)).directive, { do: 'end', text: null });

  const giveUp = new AbortController();
  const cut = ask('answer', HELLO, giveUp.signal);
  await socket.next('response_required');
  socket.say(3, 'I am', false, { end_call: true });
  giveUp.abort();
  await assert.rejects(cut, { name: 'AbortError' });
});

test('terms say who may not be interrupted, for all of an answer', async (t) => {
  const { peer, ask } = await world(t);
  const socket = await peer.accept();
  configure(socket, {});
  const answer = ask();
  await socket.next('response_required');
  socket.say(1, 'a', false);
  socket.say(1, 'b', false, { no_interruption_allowed: true });
  socket.say(1, 'c');
  const terms = (await answer).flatMap((event) => (event.is === 'terms' ? [event.protected] : []));
  assert.deepEqual(terms, [false, true]);
});

test('an interrupt is offered once, streams, and gives way to the next', async (t) => {
  const { peer, push, ask } = await world(t);
  const socket = await peer.accept();
  const interrupt = (interrupt_id: number, content: string, content_complete: boolean) =>
    socket.send({ response_type: 'agent_interrupt', interrupt_id, content, content_complete });
  interrupt(5, 'Wait', false);
  await push('interjection');
  const first = ask('interjection');
  interrupt(5, ' a moment', false);
  interrupt(6, 'Hold on.', true);
  interrupt(6, 'again', true);
  assert.equal(textOf(await first), 'Wait a moment');
  await push('interjection');
  const second = await ask('interjection');
  assert.deepEqual(second[0], { is: 'terms', metadata: { interrupt_id: 6 }, protected: false });
  assert.equal(textOf(second), 'Hold on.');
});

test('tools, metadata and settings of the program are passed on; what makes no sense is not', async (t) => {
  const { peer, push, pass } = await world(t);
  const socket = await peer.accept();
  const call = { response_type: 'tool_call_invocation', tool_call_id: 'a', name: 'look', arguments: '{"x":1}' };
  const result = { response_type: 'tool_call_result', tool_call_id: 'a', content: 'seen' };
  socket.send(result);
  socket.send(call);
  socket.send(call);
  assert.deepEqual(await push('toolStarted'), { is: 'toolStarted', id: 'a', name: 'look', arguments: '{"x":1}' });
  assert.deepEqual((await push('note')).fields, { why: 'tool_call_invocation came twice', times: 1 });
  await pass(1.5);
  socket.send(result);
  assert.deepEqual(await push('toolFinished'), {
    ...{ is: 'toolFinished', id: 'a', successful: true, content: 'seen', tookMs: 1500 },
  });
  socket.send({ response_type: 'metadata', metadata: { a: [1] } });
  assert.deepEqual((await push('metadata')).metadata, { a: [1] });
  socket.send({ response_type: 'update_agent', agent_config: { responsiveness: 0.2 } });
  assert.deepEqual((await push('settings')).agent, { responsiveness: 0.2 });
});

test('of a program that runs in circles so much is recorded, and no more', async (t) => {
  const { peer, engine } = await world(t, { heard: false });
  const pushes = engine.pushes!;
  const told: EnginePush[] = [];
  const reading = (async () => {
    for await (const push of pushes) {
      if (push.is === 'metadata') return;
      told.push(push);
    }
  })();
  const socket = await peer.accept();
  for (let id = 0; id < 1100; id++) {
    const tool_call_id = String(id);
    socket.send({ response_type: 'tool_call_invocation', tool_call_id, name: 'look', arguments: '{}' });
    socket.send({ response_type: 'tool_call_result', tool_call_id, content: 'x'.repeat(id === 0 ? 100_000 : 1) });
    configure(socket, {});
  }
  socket.send({ response_type: 'metadata', metadata: 'last' });
  await reading;
  const finished = told.filter((push) => push.is === 'toolFinished');
  assert.deepEqual([finished.length, finished[0]?.content.length], [1000, 15_000]);
  assert.equal(told.filter((push) => push.is === 'toolStarted').length, 1000);
  assert.equal(told.filter((push) => push.is === 'note' && push.text === 'LLM ws received: config').length, 100);
});

test('the conversation is told as it changes, with whose turn it became', async (t) => {
  const { peer, engine, push } = await world(t);
  const socket = await peer.accept();
  configure(socket, {});
  await push('note');
  while ((await push('note')).text !== 'LLM ws received: config');
  engine.follow?.({ transcript: HELLO, turntaking: 'user_turn' });
  engine.follow?.({ transcript: HELLO, turntaking: 'user_turn' });
  engine.follow?.({ transcript: HELLO, turntaking: 'agent_turn' });
  const turns = [];
  for (let count = 0; count < 3; count++) turns.push((await socket.next('update_only')).turntaking);
  assert.deepEqual(turns, ['user_turn', undefined, 'agent_turn']);
});

test('garbage, floods and wrong types are ignored, logged ever more rarely, and stop nothing', async (t) => {
  const { peer, push, ask } = await world(t);
  const socket = await peer.accept();
  for (let count = 0; count < 2000; count++) socket.raw.send('}{');
  socket.send({ response_type: 'response', response_id: '1', content: 'x', content_complete: true });
  configure(socket, {});
  const answer = ask();
  await socket.next('response_required');
  socket.say(1, 'x'.repeat(150_000));
  assert.equal(textOf(await answer).length, 100_000);
  const seen = [];
  for (let note = await push('note'); ; note = await push('note')) {
    if (note.level === 'warn') seen.push(note.fields?.['times']);
    if (/too long/.test(String(note.fields?.['why']))) break;
  }
  assert.deepEqual(seen, [1, 10, 100, 1000, 1, 1]);
});

test('a dead host ends the conversation at once when it may not be called', async (t) => {
  const { push, peer } = await world(t, { allow: [] });
  const end = await push('end');
  assert.equal(end.reason, 'error_llm_websocket_open');
  assert.match(end.detail, /RINGBACK_EGRESS_ALLOW/);
  assert.equal(peer.attempts(), 0);
});

test('variables stand in the address; one that is not set leaves none', async (t) => {
  const { peer } = await world(t, { heard: false });
  const address = `${peer.url.replace('127.0.0.1', '{{host}}')}/{{ user }}`;
  const variables = { user: 'ann' };
  await world(t, { config: { address, defaults: { user: 'nobody', host: '127.0.0.1' }, variables } });
  assert.equal((await peer.accept()).path, '/ann/call_1');
  const unset = await world(t, { config: { address: 'ws://127.0.0.1:{{port}}/x' } });
  assert.equal((await unset.push('note')).text, 'LLM ws init attempt');
  assert.match((await unset.push('note')).text, /not set/);
  assert.equal((await unset.push('end')).reason, 'error_llm_websocket_open');
});

test('a server that refuses is tried three times, three seconds apart', async (t) => {
  const { peer, engine, pass, clock } = await world(t, { heard: false });
  peer.mood('refuse');
  const heard = hear(engine);
  for (let attempt = 1; attempt <= 2; attempt++) {
    await heard(/could not be opened/);
    await pass(2.9);
    assert.equal(peer.attempts(), attempt);
    await pass(0.2);
    await peer.attempt(attempt + 1);
  }
  await heard(/could not be opened/);
  await heard(/max retry attempt reached/);
  const end = await heard(null);
  assert.equal(end.reason, 'error_llm_websocket_open');
  assert.match(end.detail, /503/);
  assert.equal(clock.now() / 1e6, 6.2);
});

test('a server that never answers gets seven seconds each time', async (t) => {
  const { peer, engine, pass } = await world(t, { heard: false });
  peer.mood('hang');
  const heard = hear(engine);
  await peer.attempt(1);
  await pass(7);
  await heard(/could not be opened/);
  peer.mood('accept');
  await pass(3);
  await peer.accept();
  await heard(/LLM ws open/);
});

/** Reads pushes from now on: until a note with such a text, or the end of the conversation. */
function hear(engine: ResumableEngine) {
  const pushes = engine.pushes![Symbol.asyncIterator]();
  return async (note: RegExp | null): Promise<{ reason: string; detail: string; afterSpeech: boolean }> => {
    for (;;) {
      const { value, done } = await pushes.next();
      if (done) throw new Error('nothing is pushed any more');
      if (note && value.is === 'note' && note.test(value.text)) return { reason: '', detail: '', afterSpeech: false };
      if (value.is === 'end' && note) throw new Error(`ended: ${value.detail}`);
      if (value.is === 'end') return value;
    }
  };
}

const ENDINGS: [string, (socket: PeerSocket) => void, string, boolean][] = [
  ['1000', ({ raw }) => raw.close(1000), 'agent_hangup', true],
  ['no code', ({ raw }) => raw.close(), 'error_llm_websocket_open', false],
  ['1011', ({ raw }) => raw.close(1011), 'error_llm_websocket_runtime', false],
  ['4000', ({ raw }) => raw.close(4000), 'error_llm_websocket_runtime', false],
  ['a broken line', ({ raw }) => raw.terminate(), 'error_llm_websocket_lost_connection', false],
  ['binary', ({ raw }) => raw.send(Buffer.from('{}')), 'error_llm_websocket_corrupt_payload', false],
  ['2 MB', ({ raw }) => raw.send('x'.repeat(2_000_000)), 'error_llm_websocket_corrupt_payload', false],
];

for (const [how, leave, reason, afterSpeech] of ENDINGS) {
  test(`the end of the connection by ${how} ends the conversation`, async (t) => {
    const { peer, push } = await world(t);
    const socket = await peer.accept();
    socket.say(0, 'Hello');
    leave(socket);
    const end = await push('end');
    assert.deepEqual([end.reason, end.afterSpeech], [reason, afterSpeech]);
    if (how === 'binary') assert.equal((await socket.closed).code, 1007);
  });
}

test('a lost line is opened again: details and the open question are sent anew', async (t) => {
  const { peer, ask } = await world(t);
  const first = await peer.accept();
  configure(first, { auto_reconnect: true, call_details: true });
  const answer = ask();
  await first.next('response_required');
  first.raw.terminate();
  const second = await peer.accept();
  await second.next('call_details');
  configure(second, { auto_reconnect: true, call_details: true });
  assert.equal((await second.next('response_required')).response_id, 1);
  second.say(0, 'Hello again');
  second.say(1, 'Here I am.');
  assert.equal(textOf(await answer), 'Here I am.');
});

test('an answer that is cut in the middle is one to go on from', async (t) => {
  const { peer, ask } = await world(t);
  const first = await peer.accept();
  configure(first, { auto_reconnect: true });
  const giveUp = new AbortController();
  const answer = ask('answer', HELLO, giveUp.signal);
  await first.next('response_required');
  first.say(1, 'It is', false);
  first.raw.terminate();
  await assert.rejects(answer, { name: 'ProviderError', retryable: true });
  const second = await peer.accept();
  configure(second, { auto_reconnect: true });
  const rest = ask('answer', [...HELLO, { role: 'agent', content: 'It is', words: [] }]);
  assert.equal((await second.next('response_required')).response_id, 2);
  second.say(2, 'four.');
  assert.equal(textOf(await rest), 'four.');
});

test('a line that breaks again and again is given up after four reconnects', async (t) => {
  const { peer, push } = await world(t);
  for (let connection = 0; connection <= 4; connection++) {
    const socket = await peer.accept();
    configure(socket, { auto_reconnect: true });
    await socket.next('ping_pong');
    socket.raw.terminate();
  }
  assert.equal((await push('end')).reason, 'error_llm_websocket_lost_connection');
  assert.equal(peer.attempts(), 5);
});

test('pings are answered, measured, and missed: two reconnects, then it is over', async (t) => {
  const { peer, push, pass, ask } = await world(t);
  const socket = await peer.accept();
  configure(socket, { auto_reconnect: true });
  const ping = await socket.next('ping_pong');
  await pass(0.12);
  socket.send({ response_type: 'ping_pong', timestamp: ping.timestamp });
  socket.say(0, 'x');
  await ask('begin', []);
  assert.equal((await push('latency')).ms, 120);
  await pass(4.9);
  let current = socket;
  for (let connection = 0; connection < 2; connection++) {
    await pass(5);
    assert.equal((await current.closed).code, 1000);
    current = await peer.accept();
    configure(current, { auto_reconnect: true });
    await current.next('ping_pong');
  }
  await pass(5);
  assert.equal((await push('end')).reason, 'error_llm_websocket_lost_connection');
});

test('a chat has nobody who hears pushes: what belongs to an answer comes with it', async (t) => {
  const { peer, ask } = await world(t, { heard: false, config: { standing: STANDING } });
  const answer = ask();
  const socket = await peer.accept();
  configure(socket, {});
  socket.say(0, 'Hello, I am new here.');
  assert.equal((await socket.next('response_required')).response_id, 8);
  socket.send({ response_type: 'tool_call_invocation', tool_call_id: 'a', name: 'look', arguments: '{}' });
  socket.send({ response_type: 'agent_interrupt', interrupt_id: 1, content: 'By the way: ', content_complete: true });
  socket.say(8, 'yes.');
  const events = await answer;
  assert.equal(textOf(events), 'By the way: yes.');
  assert.ok(events.some((event) => event.is === 'push' && event.push.is === 'toolStarted'));
});

test('a chat hears of a lost program as an error, and of one that hangs up as its end', async (t) => {
  const failing = await world(t, { heard: false });
  const answer = failing.ask();
  const socket = await failing.peer.accept();
  configure(socket, {});
  await socket.next('response_required');
  socket.raw.close(1011);
  await assert.rejects(answer, { name: 'ProviderError', message: /code 1011/ });
  await assert.rejects(failing.ask(), { name: 'ProviderError' });

  const leaving = await world(t, { heard: false });
  const last = leaving.ask();
  const other = await leaving.peer.accept();
  configure(other, {});
  await other.next('response_required');
  other.say(1, 'Bye', false);
  other.raw.close(1000);
  assert.deepEqual(
    callsOf(await last).map(({ type }) => type),
    ['end_call'],
  );
});

test('closing ends the connection, twice or before it was there', async (t) => {
  const { peer, engine, push } = await world(t);
  const socket = await peer.accept();
  while ((await push('note')).text !== 'LLM ws open');
  await Promise.all([engine.close?.(), engine.close?.()]);
  assert.equal((await socket.closed).code, 1000);
  const early = await world(t);
  await early.engine.close?.();
  const idle = await world(t, { heard: false });
  await idle.engine.close?.();
  assert.equal(idle.peer.attempts(), 0);
});

const STANDING = { state: null, previousState: null, collected: {}, socket: { responseId: 7 } };
