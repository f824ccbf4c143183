import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCall } from '../support/virtual-call.ts';

function firstSound(call: VirtualCall): number | undefined {
  return call.media.events.find((event) => event.is === 'first')?.at;
}

test('the greeting is prepared while the call connects and sounds at once', async () => {
  const call = startVirtualCall({ reply: () => [], connected: false });
  call.media.at(5, call.media.connect);
  await call.runTo(4.9);
  assert.equal(call.mouth.spoken.length, 1);
  assert.equal(firstSound(call), undefined);
  await call.runTo(9);
  assert.equal(firstSound(call), 5_000_000);
  assert.deepEqual(call.facts('agent_said')[0]?.metadata, { interrupt_id: 0 });
});

test('begin_message_delay_ms delays it', async () => {
  const call = startVirtualCall({ reply: () => [], agent: { begin_message_delay_ms: 1500 } });
  await call.runTo(5);
  assert.equal(firstSound(call), 1_500_000);
});

test('the model writes the greeting: asked while connecting, heard after', async () => {
  const call = startVirtualCall({
    opening: { who: 'agent', text: null, delayMs: 0 },
    reply: () => [300, 'Good morning. ', 'How can I help?'],
    connected: false,
  });
  call.media.at(2, call.media.connect);
  await call.runTo(6);
  assert.deepEqual(call.transcript(), ['Agent: Good morning. How can I help?']);
  assert.deepEqual(
    call.engine.requests.map((request) => request.kind),
    ['begin'],
  );
  assert.equal(firstSound(call), 2_000_000);
});

test('the model’s greeting failed while connecting: it is asked again', async () => {
  const call = startVirtualCall({
    opening: { who: 'agent', text: null, delayMs: 0 },
    reply: (_, turn) => (turn === 0 ? [new Error('out')] : ['Good morning.']),
    connected: false,
  });
  call.media.at(2, call.media.connect);
  await call.runTo(6);
  assert.deepEqual(call.transcript(), ['Agent: Good morning.']);
});

test('user first: the agent waits for the caller', async () => {
  const call = startVirtualCall({ opening: { who: 'user', agentAfterSilenceMs: null }, reply: () => ['Hello.'] });
  call.media.says('hello?', 4, 4.5);
  await call.runTo(8);
  assert.deepEqual(call.transcript(), ['User: hello?', 'Agent: Hello.']);
});

test('user first, but silent: the agent opens after begin_after_user_silence', async () => {
  const call = startVirtualCall({
    opening: { who: 'user', agentAfterSilenceMs: 2000 },
    reply: () => ['Hello, anybody there?'],
  });
  await call.runTo(6);
  assert.equal(call.engine.requests[0]?.kind, 'begin');
  assert.equal(firstSound(call), 2_040_000);
});

test('user first: a cough does not silence the agent for good', async () => {
  const call = startVirtualCall({
    opening: { who: 'user', agentAfterSilenceMs: 2000 },
    reply: () => ['Hello, anybody there?'],
    ears: { finalMs: 60_000 },
  });
  call.media.coughs(1.7, 2.3);
  await call.runTo(12);
  assert.equal(call.engine.requests[0]?.kind, 'begin');
});

test('a caller who talks during the delay is answered instead of greeted', async () => {
  const call = startVirtualCall({ reply: () => ['Yes?'], agent: { begin_message_delay_ms: 3000 } });
  call.media.says('are you there?', 0.5, 1.3);
  await call.runTo(6);
  assert.deepEqual(call.transcript(), ['User: are you there?', 'Agent: Yes?']);
});

test('a caller who is talking when the greeting is due is not talked over', async () => {
  const call = startVirtualCall({ reply: () => ['Yes?'], agent: { begin_message_delay_ms: 1000 } });
  call.media.says('excuse me are you there?', 0.5, 2);
  await call.runTo(6);
  assert.deepEqual(call.transcript(), ['User: excuse me are you there?', 'Agent: Yes?']);
  assert.equal(call.end(), undefined);
});

test('a leg on which sound never flows ends the call', async () => {
  const call = startVirtualCall({ reply: () => [], connected: false });
  await call.runTo(31);
  assert.equal(call.end()?.reason, 'error_user_not_joined');
});

test('what stands in for what was asked for is the first that the log and the client hear', async () => {
  const fact = { is: 'substituted', role: 'speaking', wanted: 'a', used: 'b', why: 'no key' } as const;
  const call = startVirtualCall({ reply: () => [], settled: [fact] });
  await call.runTo(1);
  assert.equal(call.events[0]?.is, 'substituted');
  assert.deepEqual(call.media.messages()[0], {
    event_type: 'substituted',
    role: 'speaking',
    wanted: 'a',
    used: 'b',
    why: 'no key',
  });
});
