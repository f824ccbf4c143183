import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProviderError } from '../../src/interfaces/provider-error.ts';
import { startVirtualCall } from '../support/virtual-call.ts';

const lost = () => new ProviderError('cut', { provider: 'x', category: 'unavailable' });
const refused = () => new ProviderError('no', { provider: 'x', category: 'authentication' });

test('a model that fails before its first word is asked once more', async () => {
  const call = startVirtualCall({ reply: (_, turn) => (turn < 2 ? [lost()] : ['Here I am.']) });
  call.media.says('are you there?', 3, 4);
  await call.runTo(8);
  // The draft failed, the answer failed, its repetition did not.
  assert.equal(call.engine.requests.length, 3);
  assert.deepEqual(call.transcript().slice(1), ['User: are you there?', 'Agent: Here I am.']);
});

test('a model that stays away: the agent says so, the call goes on, and ends after three failed answers', async () => {
  const call = startVirtualCall({ reply: () => [lost()] });
  for (const from of [3, 10, 17]) call.media.says('are you there?', from, from + 1);
  await call.runTo(16);
  assert.equal(call.transcript().filter((line) => line.startsWith('Agent: Sorry')).length, 2);
  await call.runTo(25);
  assert.equal(call.end()?.reason, 'error_retell');
});

test('a failure that cannot pass is not repeated', async () => {
  const call = startVirtualCall({ reply: () => [refused()] });
  call.media.says('are you there?', 3, 4);
  await call.runTo(9);
  assert.equal(call.engine.requests.length, 2);
  assert.match(call.transcript().at(-1)!, /^Agent: Sorry/);
});

test('an answer that broke off is completed by a new run that knows what was said', async () => {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? ['First this. ', 'And th', 600, lost()] : ['And then that.']),
  });
  call.media.says('explain it.', 3, 4);
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(2), ['Agent: First this.', 'Agent: And then that.']);
  const again = call.engine.requests[1]!.transcript.at(-1);
  assert.equal(again?.role === 'agent' && again.content, 'First this.');
});

test('another voice goes on from the first word that was not delivered, and stays', async () => {
  const call = startVirtualCall({ reply: () => ['One two three four five six.'], fallbackVoices: ['second'] });
  await call.runTo(2.5);
  call.mouth.failAfterWords(2);
  call.media.says('count please.', 3, 4);
  call.media.says('again please.', 8, 9);
  await call.runTo(13);
  assert.equal(call.transcript()[2], 'Agent: One two three four five six.');
  assert.deepEqual(
    call.fallbacks[0]?.spoken.map((text) => text.trim()),
    ['three four five six.', 'One two three four five six.'],
  );
  const fact = call.facts('substituted');
  assert.deepEqual([fact.length, fact[0]?.role, fact[0]?.wanted, fact[0]?.used], [1, 'speaking', 'first', 'second']);
});

test('no voice left: the call ends', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  await call.runTo(2.5);
  call.mouth.failAfterWords(0);
  call.media.says('count please.', 3, 4);
  await call.runTo(9);
  assert.equal(call.end()?.reason, 'error_retell');
  assert.match(call.end()!.detail, /speech synthesis/);
});

test('a recogniser that is lost in the middle of a sentence: another one hears all of it', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  call.media.says('one two three four five six.', 3, 6);
  call.media.at(4.5, () => call.ears.fail());
  await call.runTo(9);
  assert.equal(call.ears.opened(), 2);
  assert.deepEqual(call.transcript().slice(1), ['User: one two three four five six.', 'Agent: Fine.']);
});

test('a recogniser that is lost while its final is due', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'], ears: { finalMs: 150 } });
  call.media.says('one two three.', 3, 4);
  call.media.at(4.1, () => call.ears.fail());
  await call.runTo(9);
  assert.deepEqual(call.transcript().slice(1), ['User: one two three.', 'Agent: Fine.']);
});

test('a recogniser that cannot be had ends the call after its tries', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  call.media.at(3, () => call.ears.breakForGood(lost()));
  await call.runTo(10);
  assert.equal(call.end()?.reason, 'error_asr');
  assert.equal(call.ears.opened(), 4);
});

test('a recogniser that refuses us ends the call at once', async () => {
  const call = startVirtualCall({ reply: () => ['Fine.'] });
  call.media.at(3, () => call.ears.breakForGood(refused()));
  await call.runTo(4);
  assert.equal(call.end()?.reason, 'error_asr');
  assert.equal(call.ears.opened(), 1);
});
