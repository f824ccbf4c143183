// A synthesiser that delivers a minute of sound at once: at most ten seconds of it are ahead of the caller's ear.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startVirtualCall, type VirtualCall, type VirtualCallOptions } from '../support/virtual-call.ts';
import { toolCall, type Piece } from '../support/scripted-engine.ts';

/** 200 words of 0.3 s. */
const MINUTE = `${Array.from({ length: 200 }, (_, index) => `w${index}`).join(' ')}.`;
const AHEAD_SECONDS = 10;
/** Each speech may hold one chunk more; sums of floats are a little off. */
const CHUNK_SECONDS = 0.3001;

/** The agent begins to say `pieces` at 4.25 s. */
function talkingCall(pieces: Piece[], options: Partial<VirtualCallOptions> = {}): VirtualCall {
  const call = startVirtualCall({
    reply: (_, turn) => (turn === 0 ? pieces : ['Sure.']),
    agent: { reminder_max_count: 0 },
    ...options,
  });
  call.media.says('tell me all.', 3, 4);
  return call;
}

/** Sound that was taken from all mouths and not played yet, seconds. */
function ahead(call: VirtualCall): number {
  const played = call.media.playedSeconds();
  return [call.mouth, ...call.fallbacks].reduce((sum, mouth) => sum + mouth.taken(), -played);
}

/** Times at which the answer had nothing to play. */
function underruns(call: VirtualCall): number[] {
  return call.media.events.flatMap((event) => (event.is === 'underrun' && event.at > 4_000_000 ? [event.at] : []));
}

async function watch(call: VirtualCall, from: number, to: number): Promise<number> {
  let most = 0;
  for (let at = from; at <= to; at += 0.25) {
    await call.runTo(at);
    most = Math.max(most, ahead(call));
  }
  return most;
}

test('no more than ten seconds are taken ahead, nothing is lost, and every word has its time', async () => {
  const call = talkingCall([MINUTE]);
  const most = await watch(call, 3, 66);
  assert.ok(most > AHEAD_SECONDS - 1 && most <= AHEAD_SECONDS + CHUNK_SECONDS, `${most}`);
  assert.equal(call.transcript().at(-1), `Agent: ${MINUTE}`);
  const { words } = call.facts('agent_said').at(-1)!;
  words.forEach((word, index) => assert.ok(Math.abs(word.start - (4.25 + index * 0.3)) < 0.001, `${index}`));
  assert.deepEqual(underruns(call), []);
});

test('while the agent is paused nothing more is taken', async () => {
  const call = talkingCall([MINUTE], { ears: { finalMs: 60_000 } });
  call.media.coughs(10, 10.4);
  await call.runTo(10.3);
  const before = call.mouth.taken();
  await call.runTo(11);
  assert.equal(call.mouth.taken(), before);
  assert.ok((await watch(call, 11, 70)) <= AHEAD_SECONDS + CHUNK_SECONDS);
  assert.deepEqual(underruns(call), []);
  assert.equal(call.transcript().at(-1), `Agent: ${MINUTE}`);
});

test('a barge-in lets go of the rest at once and the next answer is not held up', async () => {
  const call = talkingCall([MINUTE]);
  call.media.says('stop that please.', 10, 11);
  await call.runTo(10.9);
  const taken = call.mouth.taken();
  await call.runTo(14);
  assert.ok(call.mouth.taken() - taken < 1, 'only the new answer was taken');
  const lines = call.transcript();
  assert.match(lines[2]!, /^Agent: w0 .* w1[89]$/);
  assert.deepEqual(lines.slice(3), ['User: stop that please.', 'Agent: Sure.']);
  assert.equal(call.media.events.findLast((event) => event.is === 'first')?.at, 11_250_000);
});

test('the end of the call does not wait for a speech that waits', async () => {
  const call = talkingCall([MINUTE]);
  call.media.at(10, () => call.session.command({ do: 'stop', reason: 'manual_stopped' }));
  await call.runTo(10.01);
  assert.equal(call.end()?.reason, 'manual_stopped');
  assert.ok(call.mouth.taken() < 20);
});

test('what is said next counts behind what is being said, and neither starves the other', async () => {
  const during = Array.from({ length: 40 }, (_, index) => `d${index}`).join(' ');
  const call = talkingCall([
    `${MINUTE.slice(0, MINUTE.indexOf(' w60'))}. `,
    3000,
    `${MINUTE.slice(MINUTE.indexOf('w60'))} `,
    toolCall('look', { speakDuring: during, speakAfter: false }),
  ]);
  const most = await watch(call, 3, 80);
  assert.ok(most <= AHEAD_SECONDS + 2 * CHUNK_SECONDS, `${most}`);
  assert.equal(call.transcript().at(-1), `Agent: ${during}`);
  assert.match(call.transcript().at(-2)!, /^Agent: w0 .* w59\. w60 .* w199\.$/);
});

test('a speech that ran dry and comes again in plenty is still counted right', async () => {
  const call = talkingCall(['Well then. ', 20_000, MINUTE]);
  const most = await watch(call, 3, 90);
  assert.ok(most <= AHEAD_SECONDS + CHUNK_SECONDS, `${most}`);
  assert.equal(underruns(call).length, 1);
  assert.equal(call.transcript().at(-1), `Agent: Well then. ${MINUTE}`);
});

test('another voice goes on where a voice broke that nobody had read for a while', async () => {
  const call = talkingCall([MINUTE], { fallbackVoices: ['second'] });
  await call.runTo(2.5);
  call.mouth.failAfterWords(100);
  const most = await watch(call, 3, 70);
  assert.ok(most <= AHEAD_SECONDS + CHUNK_SECONDS, `${most}`);
  assert.equal(call.transcript().at(-1), `Agent: ${MINUTE}`);
  assert.match(call.fallbacks[0]!.spoken[0]!, /^w100 /);
});
