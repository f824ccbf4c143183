import assert from 'node:assert/strict';
import { test } from 'node:test';
import { transcriptOf } from '../../src/conversation/index.ts';
import type { CallEvent } from '../../src/interfaces/call-event.ts';
import { startVirtualCall } from '../support/virtual-call.ts';
import { toolCall } from '../support/scripted-engine.ts';

test('the caller leaves while speaking: the last words are kept', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  call.media.says('and then I want to', 3, 5);
  call.media.at(4.5, () => call.media.hangUp());
  await call.runTo(8);
  assert.equal(call.end()?.reason, 'user_hangup');
  assert.match(call.transcript().at(-1)!, /^User: and then I want/);
});

test('the caller may leave at any moment: one end, no loose ends', async () => {
  for (let tenth = 0; tenth < 80; tenth += 3) {
    const call = startVirtualCall({
      reply: (_, turn) => (turn === 0 ? ['Let me see. ', toolCall('look', { speakDuring: 'One moment.' })] : ['Done.']),
      async runTool() {
        await call.media.clock.wait(700);
        return { successful: true, content: 'x', tookMs: 1, directive: null };
      },
    });
    call.media.says('look it up.', 2, 3);
    call.media.at(tenth / 10, () => call.media.hangUp());
    await call.runTo(12);
    assert.equal(call.end()?.reason, 'user_hangup', `at ${tenth / 10} s`);
    assert.equal(call.facts('end').length, 1);
    assert.equal(call.events.at(-1)?.is, 'end');
    assert.equal(call.facts('tool_started').length, call.facts('tool_finished').length);
    const spoken = call.facts('speaking').filter((fact) => fact.who === 'agent');
    assert.equal(spoken.filter((fact) => fact.on).length, spoken.filter((fact) => !fact.on).length);
  }
});

test('stop ends at once, with what was heard', async () => {
  const call = startVirtualCall({ reply: () => ['One two three four five six.'] });
  call.media.says('count please.', 3, 4);
  call.media.at(5, () => call.session.command({ do: 'stop', reason: 'manual_stopped' }));
  await call.runTo(8);
  assert.deepEqual(call.end(), { reason: 'manual_stopped', detail: '' });
  assert.equal(call.transcript().at(-1), 'Agent: One two three');
});

test('drain lets the sentence come to its end', async () => {
  const call = startVirtualCall({ reply: () => ['One two three four five six.'] });
  call.media.says('count please.', 3, 4);
  call.media.at(5, () => call.session.command({ do: 'drain', reason: 'error_retell' }));
  await call.runTo(12);
  assert.equal(call.end()?.reason, 'error_retell');
  assert.equal(call.transcript().at(-1), 'Agent: One two three four five six.');
});

test('the first reason wins', async () => {
  const call = startVirtualCall({ reply: () => [] });
  call.media.at(2, () => {
    call.session.command({ do: 'stop', reason: 'manual_stopped' });
    call.media.hangUp();
  });
  await call.runTo(5);
  assert.equal(call.end()?.reason, 'manual_stopped');
  assert.equal(call.facts('end').length, 1);
});

test('close ends a running call and may be called twice', async () => {
  const call = startVirtualCall({ reply: () => [] });
  await call.runTo(3);
  const closed = Promise.all([call.session.close(), call.session.close()]);
  await call.runTo(6);
  await closed;
  assert.equal(call.end()?.reason, 'error_retell');
});

test('stored events, read back, give the transcript that the engine saw', async () => {
  const call = startVirtualCall({ reply: (_, turn) => [`Answer ${turn}.`, ...(turn === 0 ? [toolCall('x')] : [])] });
  call.media.says('one thing.', 3, 4);
  call.media.says('another thing.', 8, 9);
  await call.runTo(14);
  const stored = call.events.map((event) => JSON.parse(JSON.stringify(event)) as CallEvent);
  assert.deepEqual(transcriptOf(stored), JSON.parse(JSON.stringify(call.session.transcript())));
  assert.ok(transcriptOf(stored).length >= 7);
});

test('the client is told: updates, talking, latency', async () => {
  const call = startVirtualCall({ reply: () => ['It is four.'] });
  call.media.says('what time is it?', 3, 4);
  await call.runTo(8);
  const messages = call.media.messages();
  const types = new Set(messages.map((message) => message['event_type']));
  for (const type of [
    'update',
    'agent_start_talking',
    'agent_stop_talking',
    'user_start_talking',
    'partial',
    'turn_latency',
  ]) {
    assert.ok(types.has(type), type);
  }
  const update = messages.findLast((message) => message['event_type'] === 'update') as unknown as {
    transcript: { role: string; content: string }[];
  };
  assert.deepEqual(
    update.transcript.map(({ role, content }) => `${role}: ${content}`),
    ['agent: Hello there, this is the agent.', 'user: what time is it?', 'agent: It is four.'],
  );
  const latency = messages.find((message) => message['event_type'] === 'turn_latency');
  assert.equal(latency?.['e2e_ms'], 250);
});
