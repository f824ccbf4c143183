import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameQueue } from './frame-queue.ts';

/** Sound of 20 ms at the times given (ms), pulled every 20 ms; the values are their numbers. What was heard, frame by frame, null: nothing. */
function play(arrivals: number[], untilMs: number): (number | null)[] {
  const queue = new FrameQueue();
  const heard: (number | null)[] = [];
  let next = 0;
  for (let now = 0; now < untilMs; now += 5) {
    while (next < arrivals.length && arrivals[next]! <= now) queue.write(new Int16Array(480).fill(++next), 24000);
    if (now % 20 === 0) heard.push(queue.pull()?.[479] ?? null);
  }
  return heard;
}

/** How long the sound of packet `number` waited at most, ms. */
const delayOf = (heard: (number | null)[], number: number, arrivalMs: number) => heard.indexOf(number) * 20 - arrivalMs;

test('sound of a calm line waits for the next frame and no longer', () => {
  for (const phase of [0, 5, 10, 15]) {
    const heard = play(
      Array.from({ length: 50 }, (_, i) => 100 + phase + i * 20),
      1200,
    );
    const first = heard.indexOf(1);
    assert.deepEqual(
      heard.slice(first, first + 50),
      Array.from({ length: 50 }, (_, i) => i + 1),
    );
    assert.ok(delayOf(heard, 50, 100 + phase + 49 * 20) <= 20);
  }
});

test('a line with jitter is given as much wait as it needs, and gets it back in calm', () => {
  const jittery = Array.from({ length: 200 }, (_, i) => 100 + i * 20 + (i % 7 === 3 ? 45 : 0)).map((at, i, all) =>
    Math.max(at, ...all.slice(Math.max(0, i - 3), i)),
  );
  const calm = Array.from({ length: 2000 }, (_, i) => 4105 + i * 20);
  const heard = play([...jittery, ...calm], 44_400);
  const late = heard.slice(40, 200);
  assert.ok(late.filter((value) => value === null).length <= 2, 'no holes once it has learned');
  const last = heard.lastIndexOf(2200);
  assert.ok(last * 20 - calm.at(-1)! <= 40, `${last * 20 - calm.at(-1)!} ms at the end`);
});

test('a flood and nothing at all harm nobody', () => {
  const queue = new FrameQueue();
  for (let i = 0; i < 1000; i++) queue.write(new Int16Array(480).fill(1), 24000);
  queue.write(new Int16Array(500_000), 8000);
  queue.write(new Int16Array(0), 16000);
  let frames = 0;
  while (queue.pull()) frames++;
  assert.ok(frames <= 11);
});
