import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLegSound } from './leg-sound.ts';

test('a media host that says nothing of a port has none', async () => {
  let late = (): void => {};
  const sound = createLegSound({
    id: 'leg-1',
    role: 'caller',
    openPeer: () => ({ send() {} }),
    family: 4,
    timers: { after: (_ms, run) => ((late = run), () => {}) },
    mayReach: () => true,
    wish: () => ({ address: null, srtp: 'off', codecs: ['pcmu'] }),
    onDigit() {},
    onSound() {},
    onDied() {},
    onSettled() {},
  });
  late();
  assert.equal(await sound.bound, false);
});
