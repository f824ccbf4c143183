// Calls with a custom LLM: the program is asked when a turn is certain, and speaks, changes and ends the call by itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhoneLine } from '../../src/interfaces/phone-line.ts';
import { customLlmEngine } from '../support/custom-llm-engine.ts';
import type { PeerFrame } from '../support/custom-llm-peer.ts';
import { createScriptedLine } from '../support/scripted-line.ts';
import { createScriptedSocket, type ScriptedSocket } from '../support/scripted-socket.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

const GREETING = 'Hello there, this is the agent.';
const LONG = 'One two three four five six seven eight nine ten eleven twelve.';

type React = (frame: PeerFrame, socket: ScriptedSocket) => void;

/** A program that greets and then does what the test says. */
function customCall(options: { react?: React; greeting?: string | null; agent?: object; line?: PhoneLine } = {}) {
  const { react, greeting = GREETING, agent, line } = options;
  const socket = createScriptedSocket((frame, self) => react?.(frame, self));
  const engine = customLlmEngine(socket, line ? { line } : {});
  socket.send({ response_type: 'config', config: { transcript_with_tool_calls: true } });
  if (greeting !== null) socket.say(0, greeting);
  const response_engine = { type: 'custom-llm' };
  const call = startVirtualCall({ reply: () => [], responseEngine: engine, agent: { response_engine, ...agent } });
  return { call, socket };
}

/** Answers every question with these words. */
const answers =
  (content: string, more: object = {}, complete = true): React =>
  (frame, socket) => {
    if (frame.interaction_type === 'response_required') socket.say(frame.response_id!, content, complete, more);
  };

const contents = (frame: PeerFrame | undefined) => frame?.transcript?.map(({ role, content }) => `${role}: ${content}`);

test('greets, hears, is asked once for the turn, answers', async () => {
  const { call, socket } = customCall({ react: answers('It is four.') });
  call.media.says('what time is it?', 3, 4);
  await call.runTo(8);
  assert.deepEqual(call.transcript(), [`Agent: ${GREETING}`, 'User: what time is it?', 'Agent: It is four.']);
  const asked = socket.of('response_required');
  assert.deepEqual(
    asked.map(({ response_id }) => response_id),
    [1],
  );
  assert.deepEqual(contents(asked[0]), [`agent: ${GREETING}`, 'user: what time is it?']);
  assert.equal(asked[0]!.transcript![1]!.words.length, 4);
  assert.deepEqual(
    call.facts('agent_said').map(({ metadata }) => metadata),
    [{ response_id: 0 }, { response_id: 1 }],
  );
  assert.equal(call.facts('tokens').length, 0);
});

test('the program follows what is said, and whose turn it becomes', async () => {
  const { call, socket } = customCall({ react: answers('It is four.') });
  call.media.says('what time is it?', 3, 4);
  await call.runTo(8);
  const updates = socket.of('update_only');
  assert.deepEqual(
    updates.map(({ turntaking }) => turntaking).filter((turn) => turn !== undefined),
    ['agent_turn', 'user_turn', 'agent_turn', 'user_turn'],
  );
  assert.ok(
    updates.some((frame) => contents(frame)?.at(-1) === 'user: what'),
    'words while they are said',
  );
  assert.deepEqual(contents(updates.at(-1))?.at(-1), 'agent: It is four.');
});

test('an empty opening leaves the first word to the caller, and nobody is reminded before it', async () => {
  const { call, socket } = customCall({ greeting: '', react: answers('Yes?'), agent: { reminder_trigger_ms: 1000 } });
  await call.runTo(5);
  assert.deepEqual(call.transcript(), []);
  assert.deepEqual(socket.of('reminder_required'), []);
  call.media.says('anybody here?', 6, 7);
  await call.runTo(9);
  assert.deepEqual(call.transcript(), ['User: anybody here?', 'Agent: Yes?']);
});

test('a silent caller is reminded, by the id after the last', async () => {
  const { call, socket } = customCall({
    react(frame, self) {
      if (frame.interaction_type === 'reminder_required') self.say(frame.response_id!, 'Are you there?');
    },
    agent: { reminder_trigger_ms: 3000, reminder_max_count: 2 },
  });
  await call.runTo(30);
  assert.deepEqual(
    socket.of('reminder_required').map(({ response_id }) => response_id),
    [1, 2],
  );
});

test('an answer that is never completed keeps the turn open: no reminder, no question, until the caller speaks', async () => {
  for (const interruption_sensitivity of [1, 0]) {
    const { call, socket } = customCall({
      react: answers('Let me see.', {}, false),
      agent: { reminder_trigger_ms: 2500, reminder_max_count: 5, interruption_sensitivity },
    });
    call.media.says('find my order please.', 3, 4);
    await call.runTo(20);
    assert.equal(socket.of('reminder_required').length, 0);
    assert.equal(call.transcript().at(-1), 'Agent: Let me see.');
    assert.equal(socket.of('response_required').length, 1);
    call.media.says('hello are you there?', 21, 22);
    await call.runTo(25);
    assert.equal(socket.of('response_required').at(-1)?.response_id, 2);
  }
});

test('an answer left open does not keep a silent call alive for ever', async () => {
  const { call } = customCall({
    react: answers('Let me see.', {}, false),
    agent: { end_call_after_silence_ms: 10_000 },
  });
  call.media.says('find my order please.', 3, 4);
  await call.runTo(30);
  assert.equal(call.end()?.reason, 'inactivity');
});

test('it hangs up when its goodbye was heard', async () => {
  const { call, socket } = customCall({ react: answers('It was a pleasure. Goodbye.', { end_call: true }) });
  call.media.says('bye then.', 3, 4);
  await call.runTo(12);
  assert.equal(call.end()?.reason, 'agent_hangup');
  assert.equal(call.transcript().at(-1), 'Agent: It was a pleasure. Goodbye.');
  assert.equal(socket.closedWith, 1000);
});

test('a caller who speaks over the goodbye is not hung up on', async () => {
  const { call, socket } = customCall({
    react(frame, self) {
      if (frame.interaction_type !== 'response_required') return;
      if (frame.response_id === 1) self.say(1, LONG, true, { end_call: true });
      else self.say(frame.response_id!, 'Sure.');
    },
  });
  call.media.says('bye then.', 3, 4);
  call.media.says('wait one more thing', 5.5, 7);
  await call.runTo(12);
  assert.equal(call.end(), undefined);
  assert.deepEqual(call.transcript().slice(-2), ['User: wait one more thing', 'Agent: Sure.']);
  assert.match(contents(socket.of('response_required')[1])![2]!, /^agent: One/);
  assert.ok(!contents(socket.of('response_required')[1])![2]!.includes('twelve'));
});

test('what nobody may interrupt is heard to its end; afterwards the caller may again', async () => {
  const { call } = customCall({
    react(frame, self) {
      if (frame.interaction_type !== 'response_required') return;
      self.say(frame.response_id!, LONG, true, { no_interruption_allowed: frame.response_id === 1 });
    },
  });
  call.media.says('read the terms please.', 3, 4);
  call.media.says('no stop that now please', 5.5, 7);
  call.media.says('now stop it please', 9.5, 10.5);
  await call.runTo(20);
  assert.equal(call.transcript()[2], `Agent: ${LONG}`);
  const cut = call.transcript()[4];
  assert.ok(cut !== `Agent: ${LONG}` && /^Agent: One/.test(cut!), cut);
});

test('an interrupt is spoken over everything, and takes the place of what was being said', async () => {
  const { call, socket } = customCall({ react: answers(LONG, { end_call: true }) });
  call.media.says('count please.', 3, 4);
  call.media.at(6, () =>
    socket.send({ response_type: 'agent_interrupt', interrupt_id: 9, content: 'Hold on.', content_complete: true }),
  );
  await call.runTo(12);
  assert.match(call.transcript()[2]!, /^Agent: One two three( four)?( five)?( six)?$/);
  assert.equal(call.transcript()[3], 'Agent: Hold on.');
  assert.deepEqual(call.facts('agent_said').at(-1)?.metadata, { interrupt_id: 9 });
  assert.equal(call.end(), undefined, 'the hang-up was cancelled with its words');
});

test('an interrupt before the caller is connected waits for him', async () => {
  const { call, socket: program } = customCall({ greeting: '' });
  program.send({ response_type: 'agent_interrupt', interrupt_id: 1, content: 'Hello!', content_complete: true });
  await call.runTo(3);
  assert.deepEqual(call.transcript(), ['Agent: Hello!']);
});

test('the agent changes in the middle of the call', async () => {
  const { call, socket } = customCall({ react: answers(LONG) });
  socket.send({ response_type: 'update_agent', agent_config: { interruption_sensitivity: 0, reminder_max_count: 0 } });
  call.media.says('count please.', 3, 4);
  call.media.says('stop it right now', 5.5, 7);
  await call.runTo(9);
  assert.equal(call.transcript()[2], `Agent: ${LONG}`);
});

test('its tools stand in the transcript, its metadata goes to the page', async () => {
  const { call, socket } = customCall({
    react(frame, self) {
      if (frame.interaction_type !== 'response_required') return;
      self.send({ response_type: 'tool_call_invocation', tool_call_id: 'a', name: 'look', arguments: '{}' });
      self.send({ response_type: 'tool_call_result', tool_call_id: 'a', content: 'found' });
      self.send({ response_type: 'metadata', metadata: { order: 7 } });
      self.send({ response_type: 'metadata', metadata: 'x'.repeat(70_000) });
      self.say(frame.response_id!, 'It is here.');
    },
  });
  call.media.says('find my order please.', 3, 4);
  await call.runTo(7);
  call.media.says('thank you very much', 8, 9);
  await call.runTo(11);
  const roles = socket
    .of('response_required')
    .at(-1)!
    .transcript_with_tool_calls!.map(({ role }) => role);
  assert.deepEqual(roles, ['agent', 'user', 'tool_call_invocation', 'tool_call_result', 'agent', 'user']);
  const told = call.media.messages().filter(({ event_type }) => event_type === 'metadata');
  assert.deepEqual(told[0], { event_type: 'metadata', metadata: { order: 7 } });
  assert.ok(call.facts('note').some(({ text }) => text === 'metadata was not passed on'));
});

test('a program that closes with 1000 hangs up when its words were heard', async () => {
  const { call } = customCall({
    react(frame, self) {
      if (frame.interaction_type !== 'response_required') return;
      self.say(frame.response_id!, 'Have a nice day', false);
      self.close(1000);
    },
  });
  call.media.says('bye then.', 3, 4);
  await call.runTo(10);
  assert.equal(call.end()?.reason, 'agent_hangup');
  assert.equal(call.transcript().at(-1), 'Agent: Have a nice day');
});

test('a program that breaks ends the call at once', async () => {
  const { call, socket } = customCall({ react: answers(LONG) });
  call.media.says('count please.', 3, 4);
  call.media.at(6, () => socket.close(1011));
  await call.runTo(9);
  assert.equal(call.end()?.reason, 'error_llm_websocket_runtime');
  assert.match(call.transcript().at(-1)!, /^Agent: One two/);
});

test('a program that closes before the caller is connected ends the call all the same', async () => {
  const { call, socket } = customCall({ greeting: null });
  socket.close(1000);
  await call.runTo(3);
  assert.equal(call.end()?.reason, 'agent_hangup');
});

test('speech without words is told as such', async () => {
  const { call, socket } = customCall({ react: answers('Pardon?') });
  call.media.coughs(3, 3.3);
  call.media.coughs(6, 7.2);
  await call.runTo(12);
  assert.deepEqual(contents(socket.of('response_required')[0])?.at(-1), 'user: (unintelligible audio)');
  assert.equal(socket.of('response_required').length, 1);
});

test('the wire of the official Node demo: it greets after call_details, streams, and calls a tool between two frames', async () => {
  const { call, socket } = customCall({
    greeting: null,
    react(frame, self) {
      if (frame.interaction_type === 'call_details') self.say(0, 'Hey there, how can I help you?');
      if (frame.interaction_type !== 'response_required') return;
      const id = frame.response_id!;
      const chunk = (content: string, more: object = {}) => self.say(id, content, false, { end_call: false, ...more });
      chunk('One ');
      chunk('moment.');
      self.send({
        ...{ response_type: 'tool_call_invocation', tool_call_id: `t${id}`, name: 'book' },
        arguments: '{"date":"Monday"}',
      });
      self.send({ response_type: 'tool_call_result', tool_call_id: `t${id}`, content: 'Booked.' });
      chunk(' It is booked.');
      self.say(id, '', true, { end_call: true });
    },
  });
  socket.send({ response_type: 'config', config: { auto_reconnect: true, call_details: true } });
  call.media.says('book it on monday please.', 5, 6);
  await call.runTo(14);
  assert.deepEqual(call.transcript(), [
    'Agent: Hey there, how can I help you?',
    'User: book it on monday please.',
    'Agent: One moment. It is booked.',
  ]);
  assert.deepEqual(call.end()?.reason, 'agent_hangup');
  assert.equal(call.facts('tool_finished')[0]?.content, 'Booked.');
});

test('the wire of the official Python demo: null fields everywhere, a last frame without words, one late frame of an older id', async () => {
  const nulls = { end_call: false, transfer_number: null };
  const { call, socket } = customCall({
    greeting: null,
    react(frame, self) {
      // Its model of a transcript breaks on other roles, and on an empty one.
      const roles = new Set((frame.transcript ?? []).map(({ role }) => role));
      roles.delete('agent');
      roles.delete('user');
      assert.equal(roles.size, 0);
      if (frame.interaction_type !== 'response_required') return;
      assert.notEqual(frame.transcript?.length, 0);
      if (frame.response_id === 2) self.say(1, ' and more', false, nulls);
      self.say(frame.response_id!, ['', 'First answer.', 'Second answer.'][frame.response_id!]!, false, nulls);
      if (frame.response_id === 2) self.say(2, '', true, nulls);
    },
  });
  socket.say(0, 'Hello from Python.', true, nulls);
  call.media.at(2.5, () => call.session.inject({ context: 'A note.', respond: false }));
  call.media.says('first question please.', 3, 4);
  call.media.says('second question please.', 7, 8);
  await call.runTo(12);
  assert.deepEqual(call.transcript(), [
    'Agent: Hello from Python.',
    'User: first question please.',
    'Agent: First answer.',
    'User: second question please.',
    'Agent: Second answer.',
  ]);
});

test('it transfers the caller when its words were heard, and the call ends for the agent', async () => {
  const line = createScriptedLine({ dialsRawNumbers: true });
  const more = { transfer_number: '+15550001', show_transferee_as_caller: true };
  const { call, socket } = customCall({ line, react: answers('I put you through now.', more) });
  call.media.says('a person please.', 3, 4);
  call.media.at(5.2, () => assert.equal(line.transfers.length, 0, 'its words are still being said'));
  await call.runTo(12);
  assert.equal(line.transfers.length, 1);
  const [wish] = line.transfers;
  assert.deepEqual([wish?.destination, wish?.showTransfereeAsCaller, wish?.how.is], ['+15550001', true, 'cold']);
  assert.equal(call.end()?.reason, 'call_transfer');
  assert.equal(call.facts('transferred')[0]?.destination, '+15550001');
  assert.equal(call.transcript().at(-1), 'Agent: I put you through now.');
  assert.equal(socket.closedWith, 1000);
});

test('it presses keys when its words were heard, and the call goes on', async () => {
  const line = createScriptedLine();
  const { call } = customCall({ line, react: answers('I choose the second.', { digit_to_press: '2' }) });
  call.media.says('press one or two.', 3, 4);
  call.media.at(5.2, () => assert.deepEqual(line.acts, [], 'its words are still being said'));
  await call.runTo(12);
  assert.deepEqual(line.acts, ['press 2']);
  assert.equal(call.end(), undefined);
});

test('a caller who speaks over the words cancels the transfer or the key', async () => {
  for (const act of [{ transfer_number: '+15550001' }, { digit_to_press: '2' }]) {
    const line = createScriptedLine({ dialsRawNumbers: true });
    const { call } = customCall({
      line,
      react(frame, self) {
        if (frame.interaction_type !== 'response_required') return;
        if (frame.response_id === 1) self.say(1, LONG, true, act);
        else self.say(frame.response_id!, 'All right.');
      },
    });
    call.media.says('a person please.', 3, 4);
    call.media.says('no wait please stay here', 6, 7.5);
    await call.runTo(14);
    assert.deepEqual([line.transfers, line.acts], [[], []]);
    assert.equal(call.end(), undefined);
    assert.equal(call.transcript().at(-1), 'Agent: All right.');
  }
});

test('the program is asked again when its transfer failed', async () => {
  const line = createScriptedLine({ transfer: { ok: false, why: 'busy', detail: 'The line was busy.' } });
  const { call, socket } = customCall({
    line,
    react(frame, self) {
      if (frame.interaction_type !== 'response_required') return;
      if (frame.response_id === 1) self.say(1, 'I put you through.', true, { transfer_number: '+15550001' });
      else self.say(frame.response_id!, 'Nobody is there.');
    },
  });
  call.media.says('a person please.', 3, 4);
  await call.runTo(12);
  assert.equal(call.end(), undefined);
  assert.equal(call.facts('tool_finished')[0]?.successful, false);
  assert.equal(call.transcript().at(-1), 'Agent: Nobody is there.');
  assert.equal(socket.of('response_required').length, 2);
});
