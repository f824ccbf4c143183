import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

const GREETING = 'Agent: Hello there, this is the agent.';
const LONG = 'One two three four five six seven eight nine ten eleven twelve.';

/** A call in which the agent counts to twelve from 4.25 s to 7.85 s. */
function countingCall(options: Partial<VirtualCallOptions> = {}) {
  const call = startVirtualCall({ reply: (_, turn) => (turn === 0 ? [LONG] : ['Sure.']), ...options });
  call.media.says('count please.', 3, 4);
  return call;
}

test('the agent stops, and the transcript is cut at the heard word', async () => {
  const call = countingCall();
  call.media.says('stop that please.', 5.5, 6.5);
  await call.runTo(9);
  assert.deepEqual(call.transcript(), [
    GREETING,
    'User: count please.',
    'Agent: One two three four',
    'User: stop that please.',
    'Agent: Sure.',
  ]);
  const cut = call.facts('agent_said').find((each) => each.interrupted);
  assert.deepEqual(
    cut?.words.map((word) => word.word),
    ['One ', 'two ', 'three ', 'four'],
  );
  assert.equal(cut?.words[0]?.start, 4.25);
});

test('a mouth that times no words: they are spread over its sound', async () => {
  const call = countingCall({ mouth: { timed: false } });
  call.media.says('stop that please.', 5.5, 6.5);
  await call.runTo(9);
  assert.match(call.transcript()[2]!, /^Agent: One two three four( five)?$/);
});

test('without partials long speech is enough; the reflex had paused the agent before', async () => {
  const call = countingCall({ ears: { partials: false } });
  call.media.says('stop that please.', 5.5, 6.5);
  await call.runTo(9);
  const paused = call.media.events.find((event) => event.is === 'paused');
  assert.equal(paused?.at, 5_660_000);
  assert.deepEqual(call.transcript().slice(2), [
    'Agent: One two three four five',
    'User: stop that please.',
    'Agent: Sure.',
  ]);
});

test('a single word without partials interrupts once its final is there', async () => {
  const call = countingCall({ ears: { partials: false } });
  call.media.says('stop', 5.5, 5.9);
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(2), ['Agent: One two three four five', 'User: stop', 'Agent: Sure.']);
});

test('after a cough the agent goes on with the same speech and nothing is noted', async () => {
  const call = countingCall();
  call.media.coughs(5.5, 5.9);
  await call.runTo(9.5);
  assert.deepEqual(call.transcript(), [GREETING, 'User: count please.', `Agent: ${LONG}`]);
  assert.equal(call.media.events.filter((event) => event.is === 'paused').length, 1);
  assert.equal(call.engine.requests.length, 1);
  const { words } = call.facts('agent_said').at(-1)!;
  // Paused 5.66 s - 6.02 s: words after the pause are later by it.
  assert.equal(words[3]?.start, 5.15);
  assert.ok(Math.abs(words[11]!.start - (4.25 + 3.3 + 0.36)) < 0.01, String(words[11]!.start));
});

test('a cough resumes even when the recogniser never says what it was', async () => {
  const call = countingCall({ ears: { finalMs: 60_000 } });
  call.media.coughs(7, 7.4);
  await call.runTo(11.9);
  assert.ok(call.transcript().includes(`Agent: ${LONG}`));
});

test('"uh-huh" over the agent does not stop it and is no turn', async () => {
  const call = countingCall();
  call.media.says('uh-huh yeah', 5.5, 6.1);
  await call.runTo(9.5);
  assert.deepEqual(call.transcript(), [GREETING, 'User: count please.', `Agent: ${LONG}`]);
});

test('"yeah" to an agent that is silent is an answer', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  call.media.says('yeah', 3, 3.4);
  await call.runTo(6);
  assert.deepEqual(call.transcript(), [GREETING, 'User: yeah', 'Agent: Fine.']);
});

test('interruption_sensitivity 0: nothing stops the agent; what was said is answered afterwards', async () => {
  const call = countingCall({ agent: { interruption_sensitivity: 0 } });
  call.media.says('stop that please.', 5.5, 6.5);
  await call.runTo(10);
  assert.deepEqual(call.transcript(), [
    GREETING,
    'User: count please.',
    `Agent: ${LONG}`,
    'User: stop that please.',
    'Agent: Sure.',
  ]);
  assert.ok(!call.media.events.some((event) => event.is === 'paused'));
});

test('low sensitivity: two words are not enough, a sentence is', async () => {
  const call = countingCall({ agent: { interruption_sensitivity: 0.2 } });
  call.media.says('really now', 4.6, 5);
  call.media.says('please stop that right this moment.', 6, 7.5);
  await call.runTo(10);
  const lines = call.transcript();
  assert.equal(lines.length, 5);
  assert.match(lines[2]!, /^Agent: One .* [a-z]+$/);
  assert.equal(lines[3], 'User: please stop that right this moment.');
});

test('speech before the answer has begun holds it back; real words replace it', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? [1500, 'Too late.'] : ['Both, then.']),
  });
  call.media.says('tea please.', 3, 4);
  call.media.says('and some cake.', 4.8, 5.6);
  await call.runTo(9);
  assert.deepEqual(call.transcript(), [GREETING, 'User: tea please.', 'User: and some cake.', 'Agent: Both, then.']);
  assert.ok(call.engine.requests[0]?.signal.aborted);
});

test('a cough before the answer has begun only delays it', async () => {
  const call = startVirtualCall({ reply: () => [700, 'Here you are.'] });
  call.media.says('tea please.', 3, 4);
  call.media.coughs(4.6, 5.1);
  await call.runTo(9);
  assert.deepEqual(call.transcript(), [GREETING, 'User: tea please.', 'Agent: Here you are.']);
  const first = call.media.events.findLast((event) => event.is === 'first');
  assert.ok(first!.at >= 5_100_000, String(first!.at));
  assert.equal(call.engine.requests.length, 1);
});

/** Its recogniser never says what a sound was; so the agent begins at 5.75 s. */
function withoutFinals(options: Partial<VirtualCallOptions> = {}) {
  return countingCall({ ears: { finalMs: 60_000 }, ...options });
}

/** Where each of the agent's speeches went on after a pause, seconds into it. */
function resumedAt(call: ReturnType<typeof countingCall>): number[] {
  return call.media.events.flatMap((event) => (event.is === 'resumed' ? [event.playedUs / 1e6] : []));
}

test('after a short pause the agent goes on in the middle of the word, after a long one it says the word again', async () => {
  const short = countingCall();
  short.media.coughs(5.5, 5.9);
  await short.runTo(9.5);
  assert.deepEqual(resumedAt(short), [1.41]);
  const long = withoutFinals();
  long.media.coughs(7, 7.4);
  await long.runTo(12);
  // Paused in "five" (1.2 s to 1.5 s of the speech), for 0.9 s.
  assert.deepEqual(resumedAt(long), [1.2]);
  assert.ok(long.transcript().includes(`Agent: ${LONG}`));
});

test('a word that was said twice stands once in the transcript, at its second time', async () => {
  const call = withoutFinals();
  call.media.coughs(7, 7.4);
  await call.runTo(12);
  const { words } = call.facts('agent_said').at(-1)!;
  const began = call.media.events.findLast((event) => event.is === 'first')!.at / 1e6;
  assert.equal(words.length, 12);
  const resumed = call.media.events.find((event) => event.is === 'resumed')!.at / 1e6;
  assert.equal(words[3]?.start, began + 0.9);
  assert.equal(words[4]?.start, resumed);
  assert.ok(Math.abs(words[5]!.start - (resumed + 0.3)) < 0.001, String(words[5]!.start));
});

test('the agent is interrupted while it says a word again: what was heard before the pause counts', async () => {
  const call = withoutFinals();
  call.media.coughs(7, 7.4);
  await call.runTo(8.06);
  const resumed = call.media.events.find((event) => event.is === 'resumed')!.at / 1e6;
  call.media.at(resumed + 0.05, () => call.session.command({ do: 'stop', reason: 'manual_stopped' }));
  await call.runTo(12);
  // "five" had been heard up to 1.41 s of 1.2 to 1.5 before the pause; now only 50 ms of it.
  assert.equal(call.transcript().at(-1), 'Agent: One two three four five');
});

test('a clause that was wholly said is not begun again at its last word', async () => {
  const call = countingCall({
    reply: () => ['Well. ', 3500, 'And then some more.'],
    ears: { finalMs: 60_000 },
  });
  call.media.coughs(6, 6.4);
  await call.runTo(14);
  assert.ok(call.transcript().includes('Agent: Well. And then some more.'), call.transcript().join('\n'));
  assert.deepEqual(resumedAt(call), [0.3]);
});

test('a final that comes after its turn was answered and after a cough brings no words twice', async () => {
  const call = countingCall({ ears: { finalMs: 4000 } });
  call.media.coughs(6, 6.3);
  await call.runTo(13);
  assert.deepEqual(call.transcript(), [GREETING, 'User: count please.', `Agent: ${LONG}`]);
});
