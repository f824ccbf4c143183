import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProviderError } from '../../../interfaces/provider-error.ts';
import type { RecognitionEvent } from '../../../interfaces/speech-to-text.ts';
import type { ModelChild, RequestOptions } from '../child/model-child.ts';
import type { WhisperAnswer, WhisperJob } from './job.ts';
import { openRecognition } from './recognition.ts';

interface Asked {
  job: WhisperJob;
  options: RequestOptions;
  answer(text: string): void;
  fail(error: Error): void;
}

/** A child that answers when the test says so. */
function scriptedChild() {
  const asked: Asked[] = [];
  const child: Pick<ModelChild, 'request' | 'warm' | 'busy' | 'state'> = {
    state: 'ready',
    busy: 0,
    warm: () => Promise.resolve(),
    request: (body, options) =>
      new Promise((resolve, reject) => {
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
        asked.push({
          job: body as WhisperJob,
          options,
          answer: (text) =>
            resolve({
              text,
              words: [{ word: text, start: 0.3, end: 0.5 }],
              ids: [1, 2, 3],
              language: 'en',
              meanLogp: 0,
            } satisfies WhisperAnswer),
          fail: reject,
        });
      }),
  };
  return { child: child as ModelChild, asked };
}

function open(partialEveryMs: number | null = null) {
  const { child, asked } = scriptedChild();
  const call = new AbortController();
  const recognition = openRecognition(
    { child, partialEveryMs },
    { language: 'en-US', keywords: ['Ringback'], mode: 'fast', signal: call.signal },
  );
  const reader = recognition.events[Symbol.asyncIterator]();
  let now = 0;
  return {
    asked,
    call,
    recognition,
    next: async () => (await reader.next()).value as RecognitionEvent | undefined,
    /** Feeds 40 ms packets. */
    hear(ms: number) {
      for (let left = ms; left > 0; left -= 40) {
        recognition.write(new Int16Array(640).fill(100), now);
        now += 40_000;
      }
    },
    speech: (on: boolean) => recognition.speech(on, now),
  };
}

test('a pause starts one decode with a little sound from before the speech, and its text is final after 150 ms', async () => {
  const call = open();
  call.hear(1_000);
  call.speech(true);
  call.hear(800);
  call.speech(false);
  call.hear(80);
  assert.equal(call.asked.length, 0, 'the ending is not here yet');
  call.hear(40);
  assert.equal(call.asked.length, 1);
  assert.equal(call.asked[0]!.job.pcm.length / 16, 300 + 800 + 100);
  assert.deepEqual(call.asked[0]!.job.keywords, ['Ringback']);
  call.asked[0]!.answer('Hello');
  assert.deepEqual(await call.next(), { is: 'partial', rev: 1, text: 'Hello', stable: true });
  call.hear(40);
  const final = await call.next();
  assert.ok(final?.is === 'final');
  assert.equal(final.text, 'Hello');
  assert.equal(final.until, 1_900_000);
  assert.deepEqual(final.words, [{ word: 'Hello', start: 1.0, end: 1.2 }]);
  assert.equal(call.asked.length, 1);
  await call.recognition.close();
});

test('speech that goes on takes the draft back, and the whole is decoded at the next pause', async () => {
  const call = open();
  call.hear(400);
  call.speech(true);
  call.hear(400);
  call.speech(false);
  call.hear(120);
  call.speech(true);
  assert.equal(call.asked[0]!.options.signal?.aborted, true);
  call.hear(400);
  call.speech(false);
  call.hear(200);
  assert.equal(call.asked.length, 2);
  assert.equal(call.asked[1]!.job.pcm.length / 16, 300 + 400 + 120 + 400 + 100);
  call.asked[1]!.answer('Hello there');
  const final = await call.next();
  assert.ok(final?.is === 'final' && final.text === 'Hello there');
  await call.recognition.close();
});

test('what follows closely is understood with what was said before; what comes later is not', async () => {
  const call = open();
  const say = async (ms: number, text: string) => {
    call.speech(true);
    call.hear(ms);
    call.speech(false);
    call.hear(160);
    call.asked.at(-1)!.answer(text);
    for (let event = await call.next(); event?.is !== 'final'; event = await call.next());
  };
  call.hear(400);
  await say(1_000, 'One');
  assert.equal(call.asked[0]!.job.context, null);
  call.hear(600);
  await say(1_000, 'Two');
  const { job } = call.asked[1]!;
  assert.deepEqual(job.context?.ids, [1, 2, 3]);
  assert.equal(job.context!.samples + (300 + 1_000 + 100) * 16, job.pcm.length);
  call.hear(3_000);
  await say(1_000, 'Three');
  assert.equal(call.asked[2]!.job.context, null);
  await call.recognition.close();
});

test('finals leave in the order of the speech even when answers come out of order', async () => {
  const call = open();
  for (let i = 0; i < 2; i++) {
    call.hear(400);
    call.speech(true);
    call.hear(400);
    call.speech(false);
    call.hear(200);
  }
  call.asked[1]!.answer('second');
  call.asked[0]!.answer('first');
  const texts = [await call.next(), await call.next()].map((event) => event?.is === 'final' && event.text);
  assert.deepEqual(texts, ['first', 'second']);
  await call.recognition.close();
});

test('a child that dies in the middle costs no words', async () => {
  const call = open();
  call.speech(true);
  call.hear(400);
  call.speech(false);
  call.hear(200);
  call.asked[0]!.fail(new ProviderError('died', { provider: 'local', category: 'unavailable' }));
  await new Promise(setImmediate);
  assert.equal(call.asked.length, 2);
  call.asked[1]!.answer('still here');
  const final = await call.next();
  assert.ok(final?.is === 'final' && final.text === 'still here');
  await call.recognition.close();
});

test('ears that are lost for good say so through the events', async () => {
  const call = open();
  call.speech(true);
  call.hear(400);
  call.speech(false);
  call.hear(200);
  call.asked[0]!.fail(new ProviderError('too slow', { provider: 'local', category: 'timeout' }));
  await assert.rejects(call.next(), (error) => error instanceof ProviderError && error.category === 'timeout');
  await call.recognition.close();
});

test('speech longer than 28 s is cut and goes on', async () => {
  const call = open();
  call.speech(true);
  call.hear(30_000);
  assert.equal(call.asked.length, 1);
  assert.ok(call.asked[0]!.job.pcm.length <= 28 * 16_000);
  call.asked[0]!.answer('a long story');
  const final = await call.next();
  assert.ok(final?.is === 'final' && final.text === 'a long story');
  await call.recognition.close();
});

test('interim words come while someone speaks, and never two decodes at once', async () => {
  const call = open(700);
  call.speech(true);
  call.hear(2_000);
  assert.equal(call.asked.length, 1);
  call.asked[0]!.answer('so far');
  assert.deepEqual(await call.next(), { is: 'partial', rev: 1, text: 'so far', stable: false });
  await call.recognition.close();
});

test('after the end of the call nothing is asked and the events end', async () => {
  const call = open();
  call.call.abort(new Error('hung up'));
  assert.equal(await call.next(), undefined);
  call.speech(true);
  call.hear(400);
  call.speech(false);
  call.hear(400);
  assert.equal(call.asked.length, 0);
  await call.recognition.close();
  await call.recognition.close();
});
