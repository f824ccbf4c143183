// What all ears must do, whoever makes them; and what those must do that sit behind a vendor's wire. Each brings a harness.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type {
  Recognition,
  RecognitionEvent,
  RecognitionOptions,
  SpeechToText,
} from '../../src/interfaces/speech-to-text.ts';
import { collect } from '../support/collect.ts';
import type { FakeVendor } from '../support/fakes/vendor-server.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';

export interface SpeechToTextHarness {
  name: string;
  /** Ears that hear these lines, one for each stretch of loud sound; silence between edges is an empty line. */
  ears(t: TestContext, hears: string[]): Promise<SpeechToText>;
}

export interface SpeechToTextWireHarness {
  name: string;
  start(t: TestContext, hears: string[]): Promise<FakeVendor>;
  connect(options: { baseUrl: string; apiKey: string; model?: string; connectTimeoutMs?: number }): SpeechToText;
}

const rateHz = 16000;
const packetSamples = rateHz / 50;

/** Feeds sound of `level` from one second to another, in packets of 20 ms. */
function feed(recognition: Recognition, fromSeconds: number, toSeconds: number, level: number): void {
  for (
    let sample = Math.round(fromSeconds * rateHz);
    sample < Math.round(toSeconds * rateHz);
    sample += packetSamples
  ) {
    recognition.write(new Int16Array(packetSamples).fill(level), (sample / rateHz) * 1e6);
  }
}

/** One stretch of speech with its edges, then silence. */
function say(recognition: Recognition, fromSeconds: number, toSeconds: number): void {
  recognition.speech(true, fromSeconds * 1e6);
  feed(recognition, fromSeconds, toSeconds, 8000);
  feed(recognition, toSeconds, toSeconds + 0.2, 0);
  recognition.speech(false, toSeconds * 1e6);
}

async function nextFinal(events: AsyncIterator<RecognitionEvent>): Promise<Extract<RecognitionEvent, { is: 'final' }>> {
  for (;;) {
    const { value, done } = await events.next();
    assert.ok(!done, 'the recognition ended without a final');
    if (value.is === 'final') return value;
  }
}

/** Opens a recognition that is closed with the test. */
function openRecognition(t: TestContext, ears: SpeechToText, options: Partial<RecognitionOptions> = {}): Recognition {
  const signal = new AbortController().signal;
  const recognition = ears.open({ language: 'en-US', keywords: [], mode: 'fast', signal, ...options });
  t.after(() => recognition.close());
  return recognition;
}

/** What ears do with sound. */
export function speechToTextConformance(harness: SpeechToTextHarness): void {
  async function setUp(t: TestContext, hears = ['hello there', 'how are you']) {
    const ears = await harness.ears(t, hears);
    return { open: () => openRecognition(t, ears) };
  }

  test(`${harness.name}: gives partials while somebody speaks and a final for each pause, in media time`, async (t) => {
    const { open } = await setUp(t);
    const recognition = open();
    const events = recognition.events[Symbol.asyncIterator]();
    feed(recognition, 5, 5.5, 0);
    say(recognition, 5.5, 6.5);
    const first = (await events.next()).value as RecognitionEvent;
    assert.deepEqual([first.is, first.text], ['partial', 'hello']);
    const final = await nextFinal(events);
    assert.equal(final.text, 'hello there');
    assert.ok(final.rev > first.rev);
    assert.equal(final.until, 6.5e6);
    assert.ok(final.tookMs >= 0);
    assert.equal(final.words.length, 2);
    const [word] = final.words;
    assert.ok(word && word.start >= 5.45 && word.end <= 6.55 && word.end > word.start, JSON.stringify(word));

    say(recognition, 8, 9);
    assert.equal((await nextFinal(events)).text, 'how are you');
  });

  test(`${harness.name}: gives an empty final when there was no word in the noise`, async (t) => {
    const { open } = await setUp(t, ['']);
    const recognition = open();
    recognition.speech(true, 0);
    feed(recognition, 0, 0.3, 0);
    recognition.speech(false, 0.3e6);
    const final = await nextFinal(recognition.events[Symbol.asyncIterator]());
    assert.deepEqual([final.text, final.words], ['', []]);
  });

  test(`${harness.name}: sound written at once is not lost`, async (t) => {
    const { open } = await setUp(t);
    const recognition = open();
    say(recognition, 0, 1);
    assert.equal((await nextFinal(recognition.events[Symbol.asyncIterator]())).text, 'hello there');
  });

  test(`${harness.name}: close and abort end the stream`, async (t) => {
    const ears = await harness.ears(t, ['hello there']);
    const closed = openRecognition(t, ears);
    await closed.close();
    assert.deepEqual(await collect(closed.events), []);
    const abort = new AbortController();
    const aborted = openRecognition(t, ears, { signal: abort.signal });
    abort.abort();
    assert.deepEqual(await collect(aborted.events), []);
  });
}

/** How ears behind a wire fail. Runs the behaviour first. */
export function speechToTextWireConformance(harness: SpeechToTextWireHarness): void {
  speechToTextConformance({
    name: harness.name,
    ears: async (t, hears) => harness.connect({ baseUrl: (await harness.start(t, hears)).url, apiKey: goodKey }),
  });

  async function setUp(t: TestContext, more: { apiKey?: string; model?: string; connectTimeoutMs?: number } = {}) {
    const vendor = await harness.start(t, ['hello there', 'how are you']);
    const ears = harness.connect({ baseUrl: vendor.url, apiKey: goodKey, ...more });
    const open = (options: Partial<RecognitionOptions> = {}) => openRecognition(t, ears, options);
    return { vendor, ears, open };
  }

  test(`${harness.name}: refuses a wrong key without repeating it`, async (t) => {
    const { open } = await setUp(t, { apiKey: badKey });
    await assert.rejects(collect(open().events), (error: Error & { category?: string; retryable?: boolean }) => {
      assert.deepEqual([error.name, error.category, error.retryable], ['ProviderError', 'authentication', false]);
      assert.ok(!error.message.includes(badKey), error.message);
      return true;
    });
  });

  for (const [status, category] of [
    [402, 'quota'],
    [429, 'rate_limit'],
    [500, 'unavailable'],
  ] as const) {
    test(`${harness.name}: calls ${status} ${category}`, async (t) => {
      const { open, vendor } = await setUp(t);
      vendor.fail({ status, headers: { 'retry-after': '1' } });
      await assert.rejects(collect(open().events), {
        name: 'ProviderError',
        category,
        status,
        retryAfterMs: 1_000,
      });
    });
  }

  test(`${harness.name}: says that a model is unknown`, async (t) => {
    const { open } = await setUp(t, { model: 'no-such-model' });
    await assert.rejects(collect(open().events), { name: 'ProviderError', category: 'not_found' });
  });

  for (const [fault, category] of [
    ['cut', 'unavailable'],
    ['garbage', 'protocol'],
  ] as const) {
    test(`${harness.name}: ${fault} in the middle of speech ends with ${category}`, async (t) => {
      const { open, vendor } = await setUp(t);
      vendor.fail(fault);
      const recognition = open();
      say(recognition, 0, 1);
      await assert.rejects(collect(recognition.events), { name: 'ProviderError', category });
      // Late sound and edges of a lost recognition are ignored.
      say(recognition, 2, 3);
    });
  }

  test(`${harness.name}: nobody listening is unavailable`, async (t) => {
    const ears = harness.connect({ baseUrl: 'http://127.0.0.1:1', apiKey: goodKey });
    const recognition = ears.open({ language: 'en', keywords: [], mode: 'fast', signal: new AbortController().signal });
    t.after(() => recognition.close());
    await assert.rejects(collect(recognition.events), { name: 'ProviderError', category: 'unavailable' });
  });

  test(`${harness.name}: close ends the stream and hangs up, twice as well as once, also while connecting`, async (t) => {
    const { open, vendor } = await setUp(t);
    const early = open();
    await early.close();
    assert.deepEqual(await collect(early.events), []);
    const recognition = open();
    say(recognition, 0, 1);
    const events = recognition.events[Symbol.asyncIterator]();
    await nextFinal(events);
    await Promise.all([recognition.close(), recognition.close()]);
    while (!(await events.next()).done);
    await vendor.left(1);
  });

  test(`${harness.name}: an abort hangs up`, async (t) => {
    const { open, vendor } = await setUp(t);
    const abort = new AbortController();
    const recognition = open({ signal: abort.signal });
    say(recognition, 0, 1);
    const events = recognition.events[Symbol.asyncIterator]();
    await nextFinal(events);
    abort.abort();
    while (!(await events.next()).done);
    await vendor.left(1);
  });
}
