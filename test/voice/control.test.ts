import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { toolCall } from '../support/scripted-engine.ts';
import { startVirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

const GREETING = 'Agent: Hello there, this is the agent.';
const LONG = 'One two three four five six seven eight nine ten eleven twelve.';

/** A call in which the agent counts to twelve from 4.25 s to 7.85 s, and says "Sure." to anything later. */
function countingCall(options: Partial<VirtualCallOptions> = {}) {
  const call = startVirtualCall({ reply: (_, turn) => (turn === 0 ? [LONG] : ['Sure.']), ...options });
  call.media.says('count please.', 3, 4);
  return call;
}

test('injected context stands in the transcript and before the next answer', async () => {
  const call = startVirtualCall({ reply: () => ['Sure.'] });
  call.media.at(3, () => call.session.inject({ context: 'The ticket is closed.', respond: false }));
  call.media.says('any news?', 4, 5);
  await call.runTo(7);
  assert.deepEqual(call.transcript(), [GREETING, 'User: any news?', 'Agent: Sure.']);
  assert.deepEqual(
    call.engine.requests.at(-1)!.transcript.map(({ role }) => role),
    ['agent', 'injected', 'user'],
  );
  assert.deepEqual(call.session.transcript()[1], { role: 'injected', content: 'The ticket is closed.', time_sec: 3 });
});

test('a waiting agent that is told to respond speaks at once', async () => {
  const call = startVirtualCall({ reply: () => ['Your ticket is closed.'] });
  call.media.at(4, () => call.session.inject({ context: 'closed', respond: true }));
  await call.runTo(7);
  assert.deepEqual(call.transcript(), [GREETING, 'Agent: Your ticket is closed.']);
  assert.deepEqual(
    call.engine.requests.map(({ transcript }) => transcript.map(({ role }) => role)),
    [['agent', 'injected']],
  );
});

test('a speaking agent that is told to respond is cut, and knows what was heard of it', async () => {
  const call = countingCall();
  call.media.at(5.5, () => call.session.inject({ context: null, respond: true }));
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(2), ['Agent: One two three four', 'Agent: Sure.']);
  const last = call.engine.requests.at(-1)!.transcript.at(-1)!;
  assert.equal('content' in last && last.content, 'One two three four');
});

test('an agent that nobody may interrupt is not cut', async () => {
  const call = countingCall({ agent: { interruption_sensitivity: 0 } });
  call.media.at(5.5, () => call.session.inject({ context: 'x', respond: true }));
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(2), [`Agent: ${LONG}`]);
});

test('while the caller speaks nobody talks over him; his answer knows the context', async () => {
  const call = startVirtualCall({ reply: () => ['Sure.'] });
  call.media.says('a rather long question this is.', 3, 5);
  call.media.at(4, () => call.session.inject({ context: 'x', respond: true }));
  await call.runTo(8);
  assert.deepEqual(call.transcript(), [GREETING, 'User: a rather long question this is.', 'Agent: Sure.']);
  assert.ok(call.engine.requests.at(-1)!.transcript.some(({ role }) => role === 'injected'));
});

test('a draft that was begun before the context came is thrown away', async () => {
  const call = startVirtualCall({ reply: () => [2000, 'Sure.'], agent: { responsiveness: 0 } });
  call.media.says('any news?', 3, 4);
  call.media.at(4.3, () => call.session.inject({ context: 'x', respond: false }));
  await call.runTo(12);
  const knows = (roles: string[]) => roles.includes('injected');
  const asked = call.engine.requests.map(({ transcript }) => knows(transcript.map(({ role }) => role)));
  assert.deepEqual([asked[0], asked.at(-1)], [false, true]);
  assert.deepEqual(call.transcript().slice(1), ['User: any news?', 'Agent: Sure.']);
});

test('a call that was taken over: the agent falls silent for good, the caller is written down, the end says so', async () => {
  const call = countingCall();
  let taken: boolean | undefined;
  call.media.at(5.5, () => (taken = call.session.takeOver('listener_1')));
  call.media.says('hello, is this a person?', 7, 8);
  call.media.at(12, () => call.session.inject({ context: 'x', respond: true }));
  call.media.at(60, () => call.media.hangUp());
  await call.runTo(61);
  assert.equal(taken, true);
  assert.deepEqual(call.transcript().slice(2), ['Agent: One two three four', 'User: hello, is this a person?']);
  assert.equal(call.engine.requests.length, 1);
  assert.equal(call.end()?.reason, 'call_take_over');
});

test('a goodbye on its way is off when a person takes over', async () => {
  const call = startVirtualCall({
    reply: () => ['Goodbye then, have a nice day. ', toolCall('end_call', { type: 'end_call', speakAfter: false })],
  });
  call.media.says('bye.', 3, 4);
  call.media.at(5, () => call.session.takeOver('listener_1'));
  await call.runTo(20);
  assert.equal(call.end(), undefined);
  call.session.command({ do: 'stop', reason: 'manual_stopped' });
  await call.runTo(23);
  assert.equal(call.end()?.reason, 'manual_stopped');
});

test('a recogniser that is lost does not end a call that people lead', async () => {
  const call = startVirtualCall({ reply: () => [] });
  call.media.at(3, () => call.session.takeOver('listener_1'));
  call.media.at(4, () =>
    call.ears.breakForGood(new ProviderError('gone', { provider: 'scripted', category: 'authentication' })),
  );
  await call.runTo(20);
  assert.equal(call.end(), undefined);
});

test('nothing can be taken over before sound flows or after the end', async () => {
  const call = startVirtualCall({ reply: () => [], connected: false });
  assert.equal(call.session.takeOver('listener_1'), false);
  call.session.command({ do: 'stop', reason: 'manual_stopped' });
  await call.runTo(1);
  assert.equal(call.session.takeOver('listener_1'), false);
});
