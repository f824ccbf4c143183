import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall } from '../support/virtual-call.ts';

test('greets, hears, answers', async () => {
  const call = startVirtualCall({ reply: () => ['It is four o’clock. ', 'Anything else?'] });
  call.media.says('what time is it?', 3, 4);
  await call.runTo(9);
  assert.deepEqual(call.transcript(), [
    'Agent: Hello there, this is the agent.',
    'User: what time is it?',
    'Agent: It is four o’clock. Anything else?',
  ]);
  assert.equal(call.end(), undefined);
  const e2e = call.facts('latency').find((each) => each.part === 'e2e');
  assert.equal(e2e?.ms, 250);
});
