import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall } from '../support/virtual-call.ts';
import { toolCall } from '../support/scripted-engine.ts';

test('a draft is thrown away when the caller goes on', async () => {
  const call = startVirtualCall({ reply: (_, turn) => [`Draft ${turn}. `, 900, 'More.'] });
  call.media.says('I would like tea', 3, 4);
  call.media.says('with two sugars.', 4.5, 5.5);
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(1), ['User: I would like tea with two sugars.', 'Agent: Draft 1. More.']);
  assert.equal(call.engine.requests.length, 2);
  assert.ok(call.engine.requests[0]?.signal.aborted);
  assert.equal(call.facts('agent_said').length, 2);
});

test('a draft that is committed keeps its first clause: no second question, sound at the deadline', async () => {
  const call = startVirtualCall({ reply: () => ['Tea is coming. ', 'And cake, too.'] });
  call.media.says('bring me tea.', 3, 4);
  await call.runTo(8);
  assert.equal(call.engine.requests.length, 1);
  assert.deepEqual(call.mouth.spoken.slice(1), ['Tea is coming. And cake, too.']);
  const first = call.media.events.findLast((event) => event.is === 'first');
  assert.equal(first?.at, 4_250_000);
});

test('a draft for other words than the final ones is not used', async () => {
  const call = startVirtualCall({
    reply: (request) => [`Answer to ${(request.transcript.at(-1) as { content: string }).content}`],
    ears: { finalMs: 170, spell: (text) => text.replace('to', 'two') },
  });
  call.media.says('give me to', 3, 4);
  await call.runTo(8);
  assert.deepEqual(call.transcript().slice(1), ['User: give me two', 'Agent: Answer to give me two']);
});

test('a tool in a draft is held until the commit, and never runs when the draft is dropped', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? ['Wait. ', toolCall('order')] : turn === 1 ? [toolCall('order2')] : ['Done.']),
  });
  call.media.says('order a pizza', 3, 4);
  call.media.says('with cheese.', 4.5, 5.5);
  await call.runTo(5.7);
  assert.equal(call.engine.tools.length, 0);
  await call.runTo(9);
  assert.deepEqual(
    call.engine.tools.map((tool) => tool.name),
    ['order2'],
  );
  const committed = call.facts('user_said')[0]!.at;
  assert.ok(call.facts('tool_started')[0]!.at >= committed);
});

test('a caller who pauses often costs a bounded number of drafts', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  for (let part = 0; part < 12; part += 1) call.media.says(`part${part}`, 3 + part, 3.5 + part);
  await call.runTo(20);
  assert.equal(call.facts('user_said').length, 1);
  assert.ok(call.engine.requests.length <= 5, String(call.engine.requests.length));
});

test('accurate hearing waits for the final', async () => {
  const call = startVirtualCall({
    reply: () => ['Fine.'],
    agent: { stt_mode: 'accurate' },
    ears: { finalMs: 900, spell: (text) => `${text} indeed.` },
  });
  call.media.says('so it is.', 3, 4);
  await call.runTo(8);
  assert.deepEqual(call.transcript().slice(1), ['User: so it is. indeed.', 'Agent: Fine.']);
});

test('fast hearing takes stable words after a short grace; the late final does not repeat them', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'], ears: { finalMs: 900, stable: true } });
  call.media.says('so it is.', 3, 4);
  call.media.says('thank you.', 7, 8);
  await call.runTo(11);
  assert.deepEqual(call.transcript().slice(1), ['User: so it is.', 'Agent: Fine.', 'User: thank you.', 'Agent: Fine.']);
  const said = call.facts('user_said')[0]!;
  assert.deepEqual(
    said.words.map((word) => word.word),
    ['so ', 'it ', 'is.'],
  );
  assert.equal(said.at, 4_550_000);
});

test('words that may still change are given longer; then they have to do', async () => {
  const said: [number, string][] = [];
  for (const finalMs of [900, 5000]) {
    const call = startVirtualCall({ reply: () => ['Fine.'], ears: { finalMs, spell: () => 'So it was.' } });
    call.media.says('so it is.', 3, 4);
    await call.runTo(12);
    assert.equal(call.facts('user_said').length, 1);
    said.push([call.facts('user_said')[0]!.at, call.facts('user_said')[0]!.text]);
  }
  assert.deepEqual(said, [
    [4_960_000, 'So it was.'],
    [5_750_000, 'so it is.'],
  ]);
});

test('responsiveness scales the wait', async () => {
  const waits: number[] = [];
  for (const responsiveness of [1, 0.5, 0]) {
    const call = startVirtualCall({ reply: () => ['Fine.'], agent: { responsiveness } });
    call.media.says('so it is.', 3, 4);
    await call.runTo(8);
    waits.push(call.facts('latency').find((each) => each.part === 'e2e')!.ms);
  }
  assert.deepEqual(waits, [250, 438, 625]);
});

test('a number read in groups is let finish', async () => {
  const call = startVirtualCall({ reply: () => ['Thanks.'] });
  call.media.says('five five five', 3, 4);
  call.media.says('one two three four five six seven', 5, 7);
  await call.runTo(10);
  assert.equal(call.facts('user_said').length, 1);
});

test('an undecided pause asks for a vote once, and the vote moves the end', async () => {
  const asked: number[] = [];
  for (const vote of [0.9, 0.1]) {
    let votes = 0;
    const call = startVirtualCall({
      reply: () => ['Fine.'],
      turnVote: {
        async vote(pcm) {
          votes += 1;
          assert.ok(pcm.length >= 16_000, 'the whole turn and half a second before it');
          return vote;
        },
      },
    });
    call.media.says('I think that is it', 3, 4);
    await call.runTo(8);
    assert.equal(votes, 1);
    asked.push(call.facts('latency').find((each) => each.part === 'e2e')!.ms);
  }
  assert.deepEqual(asked, [200, 2000]);
});

test('no vote is asked when the text tells', async () => {
  const call = startVirtualCall({
    reply: () => ['Fine.'],
    turnVote: { vote: async () => assert.fail('asked') },
  });
  call.media.says('what time is it?', 3, 4);
  await call.runTo(8);
  assert.equal(call.transcript().length, 3);
});
