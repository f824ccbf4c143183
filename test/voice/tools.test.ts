import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { startVirtualCall } from '../support/virtual-call.ts';
import { toolCall } from '../support/scripted-engine.ts';

const END = toolCall('end_call', { type: 'end_call', speakAfter: false });

test('a tool runs after its intent was stored; its result is answered', async () => {
  const order: string[] = [];
  const call = startVirtualCall({
    reply: (_, turn) =>
      turn === 0 ? ['Let me see. ', toolCall('weather', { speakDuring: 'One moment.' })] : ['It rains.'],
    async durable() {
      order.push('stored');
    },
    async runTool() {
      order.push('run');
      return { successful: true, content: 'rain', tookMs: 5, directive: null };
    },
  });
  call.media.says('how is the weather?', 3, 4);
  await call.runTo(9);
  assert.deepEqual(order, ['stored', 'run']);
  assert.deepEqual(call.transcript().slice(1), [
    'User: how is the weather?',
    'Agent: Let me see.',
    'Agent: One moment.',
    'Agent: It rains.',
  ]);
  const last = call.engine.requests.at(-1)!.transcript;
  const roles = ['agent', 'user', 'agent', 'agent', 'tool_call_invocation', 'tool_call_result'];
  assert.deepEqual(
    last.map((item) => item.role),
    roles,
  );
  // Afterwards the transcript tells what was heard when: "One moment" came after the call.
  assert.deepEqual(
    call.session.transcript().map((item) => item.role),
    ['agent', 'user', 'agent', 'tool_call_invocation', 'tool_call_result', 'agent', 'agent'],
  );
});

test('an intent that cannot be stored: the tool does not run and says so', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('pay')] : ['Sorry.']),
    durable: () => Promise.reject(new Error('database away')),
  });
  call.media.says('pay it.', 3, 4);
  await call.runTo(8);
  assert.equal(call.engine.tools.length, 0);
  const result = call.facts('tool_finished')[0]!;
  assert.equal(result.successful, false);
  assert.equal(call.transcript().at(-1), 'Agent: Sorry.');
});

test('a result that comes while the caller speaks is merged into the next answer', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('slow')] : ['Both answered.']),
    async runTool() {
      await call.media.clock.wait(1500);
      return { successful: true, content: 'late', tookMs: 1500, directive: null };
    },
  });
  call.media.says('start it.', 3, 4);
  call.media.says('and tell me the time.', 5, 6.5);
  await call.runTo(10);
  const committed = call.engine.requests.filter((request) => !request.signal.aborted);
  assert.equal(committed.length, 2);
  assert.deepEqual(
    committed
      .at(-1)!
      .transcript.slice(-3)
      .map((item) => item.role),
    ['tool_call_invocation', 'tool_call_result', 'user'],
  );
  assert.equal(call.transcript().filter((line) => line === 'Agent: Both answered.').length, 1);
});

test('barge-in does not cancel a running tool', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('slow', { speakDuring: 'word '.repeat(20) })] : ['Done.']),
    async runTool(_, { signal }) {
      await call.media.clock.wait(3000);
      return { successful: !signal.aborted, content: 'kept', tookMs: 3000, directive: null };
    },
  });
  call.media.says('start it.', 3, 4);
  call.media.says('are you there?', 5, 6);
  await call.runTo(12);
  assert.equal(call.facts('tool_finished')[0]?.successful, true);
});

test('the agent ends the call after its goodbye was heard', async () => {
  const call = startVirtualCall({ reply: () => ['Thank you and goodbye.', END] });
  call.media.says('bye.', 3, 3.5);
  await call.runTo(8);
  assert.deepEqual(call.transcript().slice(1), ['User: bye.', 'Agent: Thank you and goodbye.']);
  assert.equal(call.end()?.reason, 'agent_hangup');
  // 3.5 + 0.25 s wait, 4 words of 0.3 s, 0.12 s on the way to the ear.
  assert.equal(call.facts('end')[0]?.at, 5_070_000);
  assert.equal(call.media.commands.at(-1)?.do, 'hangup');
});

test('a goodbye from the tool itself is spoken before the end', async () => {
  const call = startVirtualCall({
    reply: () => [END],
    runTool: async () => ({ successful: true, content: '', tookMs: 0, directive: { do: 'end', text: 'Bye bye.' } }),
  });
  call.media.says('bye.', 3, 3.5);
  await call.runTo(8);
  assert.equal(call.transcript().at(-1), 'Agent: Bye bye.');
  assert.equal(call.end()?.reason, 'agent_hangup');
});

test('a caller who interrupts the goodbye keeps the call', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? ['Thank you very much for calling us today and goodbye.', END] : ['Of course.']),
  });
  call.media.says('bye.', 3, 3.5);
  call.media.says('wait one more thing.', 4.5, 5.5);
  await call.runTo(9);
  assert.equal(call.end(), undefined);
  assert.equal(call.engine.tools.length, 0);
  assert.equal(call.transcript().at(-1), 'Agent: Of course.');
});

test('two tools of one turn are answered once, when both results are there', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('one'), toolCall('two')] : ['Both done.']),
    async runTool(tool) {
      await call.media.clock.wait(tool.name === 'one' ? 200 : 800);
      return { successful: true, content: tool.name, tookMs: 1, directive: null };
    },
  });
  call.media.says('do both.', 3, 4);
  await call.runTo(8);
  assert.equal(call.engine.requests.length, 2);
  assert.equal(call.transcript().at(-1), 'Agent: Both done.');
});

test('a tool that moves the agent to another state is recorded behind its result, and the client is told', async () => {
  const stateTransition = { former_state_name: 'greeting', new_state_name: 'booking' };
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('transition_to_booking')] : ['Which day?']),
    runTool: async () => ({ successful: true, content: 'moved', tookMs: 0, directive: null, stateTransition }),
  });
  call.media.says('a table please.', 3, 4);
  await call.runTo(8);
  const [fact, ...others] = call.facts('state_transition');
  assert.deepEqual(others, []);
  assert.deepEqual(fact, { is: 'state_transition', at: fact!.at, wall: 0, ...stateTransition });
  const roles = ['agent', 'user', 'tool_call_invocation', 'tool_call_result', 'state_transition', 'agent'];
  assert.deepEqual(
    call.session.transcript().map((item) => item.role),
    roles,
  );
  assert.deepEqual(
    call.engine.requests.at(-1)!.transcript.map((item) => item.role),
    roles.slice(0, -1),
  );
  const told = call.media.messages().filter((message) => message['event_type'] === 'state_transition');
  assert.deepEqual(told, [{ event_type: 'state_transition', ...stateTransition }]);
});

test('a hang-up waits for other tools of the answer, so that an order is saved; but not for ever', async () => {
  for (const [tookMs, successful] of [
    [2000, true],
    [60_000, false],
  ] as const) {
    const call = startVirtualCall({
      reply: () => ['Goodbye now.', toolCall('save', { speakAfter: false }), END],
      async runTool(tool, { signal }) {
        if (tool.name === 'end_call')
          return { successful: true, content: '', tookMs: 0, directive: { do: 'end', text: null } };
        await Promise.race([
          call.media.clock.wait(tookMs),
          new Promise((resolve) => signal.addEventListener('abort', resolve)),
        ]);
        return { successful: !signal.aborted, content: 'saved', tookMs, directive: null };
      },
    });
    call.media.says('that is all.', 3, 4);
    await call.runTo(20);
    assert.equal(call.end()?.reason, 'agent_hangup');
    const saved = call.facts('tool_finished').find(({ tool_call_id }) => tool_call_id === 'call_save');
    assert.equal(saved?.successful, successful);
    if (!successful) assert.match(saved?.content ?? '', /ended before the tool answered/);
  }
});

test('tools of the line act one after the other; when one has given the caller away, the next is not begun', async () => {
  const begun: string[] = [];
  const call = startVirtualCall({
    reply: () => [
      'I put you through.',
      toolCall('first', { type: 'transfer_call', speakAfter: false }),
      toolCall('second', { type: 'transfer_call', speakAfter: false }),
      END,
    ],
    async runTool(tool) {
      begun.push(tool.name);
      await call.media.clock.wait(3000);
      if (tool.name === 'first')
        return { successful: false, content: 'busy', tookMs: 3000, directive: null, speakAfter: false };
      const directive = { do: 'leave', reason: 'call_transfer', destination: '+14155550100' } as const;
      return { successful: true, content: 'given away', tookMs: 3000, directive };
    },
  });
  call.media.says('a person please.', 3, 4);
  await call.runTo(20);
  assert.deepEqual(begun, ['first', 'second']);
  assert.equal(call.end()?.reason, 'call_transfer');
  assert.equal(call.facts('transferred')[0]?.destination, '+14155550100');
  assert.equal(
    call.media.commands.some(({ do: what }) => what === 'hangup'),
    false,
    'the caller stays on the line',
  );
});

test('a failed tool may take the floor although it is silent when it goes well', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('press', { type: 'press_digit', speakAfter: false })] : ['I cannot.']),
    runTool: async () => ({ successful: false, content: 'no line', tookMs: 0, directive: null, speakAfter: true }),
  });
  call.media.says('press one.', 3, 4);
  await call.runTo(8);
  assert.equal(call.transcript().at(-1), 'Agent: I cannot.');
});

test('a model that breaks off behind a tool call is not asked for the same again: the tool runs once', async () => {
  const asked: string[][] = [];
  const call = startVirtualCall({
    reply: (request, turn) => {
      asked.push(request.transcript.map(({ role }) => role));
      if (turn === 0)
        return [toolCall('charge'), 2000, new ProviderError('cut', { provider: 'x', category: 'unavailable' })];
      return ['Charged.'];
    },
  });
  call.media.says('charge my card.', 3, 4);
  await call.runTo(9);
  assert.deepEqual(
    call.engine.tools.map(({ name }) => name),
    ['charge'],
  );
  assert.equal(call.transcript().at(-1), 'Agent: Charged.');
  assert.deepEqual(asked.at(-1)?.slice(-2), ['tool_call_invocation', 'tool_call_result']);
});

test('a model that only ever calls tools comes to an end', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => [toolCall('again', { id: `call_${turn}` })],
    agent: { reminder_trigger_ms: 0 },
  });
  call.media.says('go.', 3, 4);
  await call.runTo(20);
  assert.equal(call.engine.tools.length, 21);
  const notes = call.facts('note').filter(({ text }) => text.includes('only calls tools'));
  assert.equal(notes.length, 1);
  call.media.says('are you there?', 21, 22);
  await call.runTo(24);
  assert.ok(call.engine.tools.length > 21, 'the caller is answered');
});

test('a tool that never returns does not hold the conversation', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [toolCall('never')] : ['Still waiting for it.']),
    runTool: () => new Promise(() => {}),
  });
  call.media.says('start it.', 3, 4);
  call.media.says('any news?', 8, 9);
  call.media.at(14, () => call.media.hangUp());
  await call.runTo(20);
  assert.equal(call.transcript().at(-1), 'Agent: Still waiting for it.');
  assert.equal(call.end()?.reason, 'user_hangup');
  assert.match(call.facts('tool_finished')[0]?.content ?? '', /ended before the tool answered/);
});

test('an answer that comes after the end of the call is dropped', async () => {
  const call = startVirtualCall({
    reply: () => [toolCall('slow')],
    async runTool() {
      await call.media.clock.wait(5000);
      return { successful: true, content: 'too late', tookMs: 5000, directive: { do: 'end', text: 'Bye.' } };
    },
  });
  call.media.says('start it.', 3, 4);
  call.media.at(6, () => call.media.hangUp());
  await call.runTo(15);
  assert.deepEqual(
    call.facts('tool_finished').map(({ successful, content }) => [successful, content]),
    [[false, 'The call ended before the tool answered.']],
  );
  assert.equal(call.facts('end').length, 1);
});

test('an answer that begins with tools is as late as its first sound; what is said meanwhile is that sound', async () => {
  const speakDuring = [null, 'One moment.'];
  for (const during of speakDuring) {
    const call = startVirtualCall({
      reply: (_, turn) =>
        turn < 2 ? [toolCall(`look_${turn}`, { speakDuring: turn === 0 ? during : null })] : ['Yes.'],
      async runTool() {
        await call.media.clock.wait(1000);
        return { successful: true, content: 'found', tookMs: 1000, directive: null };
      },
    });
    call.media.says('is it open?', 3, 4);
    await call.runTo(12);
    assert.equal(call.transcript().at(-1), 'Agent: Yes.');
    const figures = (part: string) => call.facts('latency').filter((each) => each.part === part);
    // 0.25 s wait and 40 ms of thinking; without words of its own also two tools of a second each.
    assert.deepEqual(
      figures('e2e').map(({ ms }) => ms),
      [during ? 290 : 2290],
    );
    assert.equal(figures('asr').length, 1);
  }
});

test('a caller whom no tool answered is reminded: that is no late answer', async () => {
  const call = startVirtualCall({
    agent: { reminder_trigger_ms: 2000 },
    reply: (_, turn) => (turn === 0 ? [toolCall('note_down', { speakAfter: false })] : ['Are you there?']),
    runTool: async () => ({ successful: true, content: '', tookMs: 0, directive: null }),
  });
  call.media.says('note that.', 3, 4);
  await call.runTo(9);
  assert.equal(call.transcript().at(-1), 'Agent: Are you there?');
  assert.deepEqual(
    call.facts('latency').filter(({ part }) => part === 'e2e' || part === 'asr'),
    [],
  );
});
