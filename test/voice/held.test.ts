// The far side puts the call on hold, and comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';

const LONG = 'one two three four five six seven eight nine ten eleven twelve.';

function call(more: Partial<VirtualCallOptions> = {}) {
  return startVirtualCall({
    agent: { reminder_trigger_ms: 3000, end_call_after_silence_ms: 20_000 },
    reply: () => [LONG],
    ...more,
  });
}

test('the agent stops in the middle of its words and goes on when the caller is back, however long that takes', async () => {
  const held = call();
  held.media.says('count.', 3, 4);
  held.media.at(5.5, () => held.media.hold(true));
  // Music, and words in it.
  held.media.says('your call is important to us', 7, 10);
  await held.runTo(5.8);
  assert.equal(held.media.sounding(), 0);
  const before = held.media.playedSeconds();
  await held.runTo(60);
  assert.equal(held.media.playedSeconds(), before);
  assert.equal(held.end(), undefined);
  held.media.at(60, () => held.media.hold(false));
  await held.runTo(62);
  assert.equal(held.media.sounding(), 1);
  await held.runTo(64.5);
  assert.deepEqual(held.transcript().slice(1), ['User: count.', `Agent: ${LONG}`]);
  const { words } = held.facts('agent_said').at(-1)!;
  assert.ok(words.at(-1)!.start > 60, 'what is said afterwards stands there');
  assert.equal(held.engine.requests.filter(({ kind }) => kind === 'reminder').length, 0);
});

test('what the caller said before he held is answered when he is back, and an answer under way waits', async () => {
  for (const at of [3.9, 4.15, 4.27]) {
    const held = call({ reply: () => ['Four o’clock.'] });
    held.media.says('what time is it?', 3, 4);
    held.media.at(at, () => held.media.hold(true));
    await held.runTo(30);
    assert.ok(!held.transcript().includes('Agent: Four o’clock.'), `held at ${at}`);
    assert.equal(held.media.sounding(), 0);
    held.media.at(30, () => held.media.hold(false));
    await held.runTo(34);
    assert.deepEqual(
      held.transcript().slice(1, 3),
      ['User: what time is it?', 'Agent: Four o’clock.'],
      `held at ${at}`,
    );
    const late = held.facts('latency').filter(({ part, ms }) => part === 'e2e' && ms > 5000);
    assert.deepEqual(late, [], 'a hold is no latency');
  }
});

test('a greeting waits for a caller who holds; keys and a hang-up count all the same', async () => {
  const held = call({ agent: { begin_message_delay_ms: 1000 } });
  held.media.at(0.5, () => held.media.hold(true));
  await held.runTo(10);
  assert.deepEqual(held.transcript(), []);
  held.media.at(10, () => held.media.hold(false));
  await held.runTo(13);
  assert.deepEqual(held.transcript(), ['Agent: Hello there, this is the agent.']);
  held.media.at(13, () => held.media.hold(true));
  held.media.presses('5', 14);
  held.media.at(16, () => held.media.hangUp());
  await held.runTo(18);
  assert.equal(held.end()?.reason, 'user_hangup');
});
