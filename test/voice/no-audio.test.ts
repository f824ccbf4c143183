import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall } from '../support/virtual-call.ts';

const quiet = { agent: { reminder_max_count: 0 }, reply: () => [] };

test('a caller from whom no sound comes for 30 s ends the call as error_no_audio_received', async () => {
  const call = startVirtualCall(quiet);
  call.media.at(4, () => call.media.starve(true));
  await call.runTo(33.5);
  assert.equal(call.end(), undefined);
  await call.runTo(36);
  assert.deepEqual(call.end(), { reason: 'error_no_audio_received', detail: 'no sound for 30 s' });
  assert.equal(call.facts('end')[0]?.at, 34_000_000);
  assert.equal(call.media.commands.at(-1)?.do, 'hangup');
});

test('a microphone that is never heard counts from the connection, not from the time before it', async () => {
  const call = startVirtualCall({ ...quiet, connected: false });
  call.media.starve(true);
  call.media.at(20, () => call.media.connect());
  await call.runTo(49.5);
  assert.equal(call.end(), undefined);
  await call.runTo(52);
  assert.equal(call.end()?.reason, 'error_no_audio_received');
  assert.equal(call.facts('end')[0]?.at, 50_000_000);
});

test('sound that comes again begins the count anew', async () => {
  const call = startVirtualCall(quiet);
  call.media.at(4, () => call.media.starve(true));
  call.media.at(33, () => call.media.starve(false));
  call.media.at(40, () => call.media.starve(true));
  await call.runTo(69.5);
  assert.equal(call.end(), undefined);
  await call.runTo(72);
  assert.equal(call.end()?.reason, 'error_no_audio_received');
});

test('a broken connection does not count, it has its own limit', async () => {
  const call = startVirtualCall(quiet);
  call.media.at(4, () => call.media.starve(true));
  call.media.at(20, () => call.media.degrade());
  call.media.at(40, () => call.media.restore());
  await call.runTo(69.5);
  assert.equal(call.end(), undefined);
  await call.runTo(72);
  assert.equal(call.end()?.reason, 'error_no_audio_received');
});

test('a caller who muted the microphone owes no sound until it is open again', async () => {
  const call = startVirtualCall(quiet);
  call.media.at(4, () => call.media.mute(true));
  call.media.at(4, () => call.media.starve(true));
  call.media.at(100, () => call.media.mute(false));
  await call.runTo(129.5);
  assert.equal(call.end(), undefined);
  await call.runTo(132);
  assert.equal(call.end()?.reason, 'error_no_audio_received');
});
