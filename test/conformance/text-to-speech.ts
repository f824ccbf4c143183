// What every mouth must do, whoever makes it; and what those must do that sit behind a vendor's wire. Each brings a harness.

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Synthesis, SynthesisChunk, SynthesisOptions, TextToSpeech } from '../../src/interfaces/text-to-speech.ts';
import { collect } from '../support/collect.ts';
import type { FakeVendor } from '../support/fakes/vendor-server.ts';
import { badKey, goodKey } from '../support/fakes/vendor-server.ts';

export interface TextToSpeechHarness {
  name: string;
  /** A voice that exists. */
  voice: string;
  mouth(t: TestContext): Promise<TextToSpeech>;
}

export interface TextToSpeechWireHarness {
  name: string;
  /** A voice that exists. */
  voice: string;
  start(t: TestContext): Promise<FakeVendor>;
  connect(t: TestContext, options: { baseUrl: string; apiKey: string; stallMs?: number }): TextToSpeech;
}

function openSpeech(mouth: TextToSpeech, voice: string, options: Partial<SynthesisOptions> = {}): Synthesis {
  return mouth.open({
    voice,
    model: null,
    speed: 1,
    temperature: null,
    language: 'en-US',
    pronunciations: [],
    signal: new AbortController().signal,
    ...options,
  });
}

/** What a mouth does with text. */
export function textToSpeechConformance(harness: TextToSpeechHarness): void {
  async function setUp(t: TestContext) {
    const mouth = await harness.mouth(t);
    return { open: (options: Partial<SynthesisOptions> = {}) => openSpeech(mouth, harness.voice, options) };
  }

  test(`${harness.name}: speaks clauses in order, with whole samples and the time of every word`, async (t) => {
    const { open } = await setUp(t);
    const speech = open();
    speech.write('Hello there, ');
    speech.write('how are you today? ');
    speech.end();
    const chunks = await collect(speech.chunks);
    const samples = chunks.reduce((sum, chunk) => sum + chunk.pcm.length, 0);
    const seconds = samples / (chunks[0] as SynthesisChunk).rateHz;
    assert.ok(seconds > 0.5, `${seconds} s`);
    assert.ok(
      chunks.some((chunk) => chunk.pcm.some((sample) => Math.abs(sample) > 1000)),
      'there is sound in it',
    );
    const words = chunks.flatMap((chunk) => chunk.words ?? []);
    assert.deepEqual(
      words.map((word) => word.word),
      ['Hello', 'there,', 'how', 'are', 'you', 'today?'],
    );
    for (const [index, word] of words.entries()) {
      assert.ok(word.end > word.start && word.end <= seconds + 0.01, JSON.stringify(word));
      assert.ok(index === 0 || word.start >= (words[index - 1]?.start ?? 0), 'in order');
    }
  });

  test(`${harness.name}: gives the first sound before the text is complete`, async (t) => {
    const { open } = await setUp(t);
    const speech = open();
    const chunks = speech.chunks[Symbol.asyncIterator]();
    speech.write('Hello there, ');
    assert.ok(((await chunks.next()).value as SynthesisChunk).pcm.length > 0);
    speech.end();
    while (!(await chunks.next()).done);
  });

  test(`${harness.name}: ends at once when there was nothing to say`, async (t) => {
    const { open } = await setUp(t);
    const speech = open();
    speech.end();
    assert.deepEqual(await collect(speech.chunks), []);
  });

  test(`${harness.name}: an abort ends the stream`, async (t) => {
    const { open } = await setUp(t);
    const abort = new AbortController();
    const speech = open({ signal: abort.signal });
    speech.write('Hello there, ');
    abort.abort();
    await collect(speech.chunks);
  });
}

/** How a mouth behind a wire fails. Runs the behaviour first. */
export function textToSpeechWireConformance(harness: TextToSpeechWireHarness): void {
  textToSpeechConformance({
    name: harness.name,
    voice: harness.voice,
    mouth: async (t) => harness.connect(t, { baseUrl: (await harness.start(t)).url, apiKey: goodKey }),
  });

  async function setUp(t: TestContext, more: { apiKey?: string; stallMs?: number } = {}) {
    const vendor = await harness.start(t);
    const mouth = harness.connect(t, { baseUrl: vendor.url, apiKey: goodKey, ...more });
    return {
      vendor,
      mouth,
      open: (options: Partial<SynthesisOptions> = {}) => openSpeech(mouth, harness.voice, options),
    };
  }

  test(`${harness.name}: refuses a wrong key without repeating it`, async (t) => {
    const { open } = await setUp(t, { apiKey: badKey });
    const speech = open();
    speech.write('Hello. ');
    await assert.rejects(collect(speech.chunks), (error: Error & { category?: string; retryable?: boolean }) => {
      assert.deepEqual([error.name, error.category, error.retryable], ['ProviderError', 'authentication', false]);
      assert.ok(!error.message.includes(badKey), error.message);
      return true;
    });
  });

  for (const [status, category] of [
    [402, 'quota'],
    [429, 'rate_limit'],
    [503, 'unavailable'],
  ] as const) {
    test(`${harness.name}: calls ${status} ${category}`, async (t) => {
      const { open, vendor } = await setUp(t);
      vendor.fail({ status, headers: { 'retry-after': '1' } });
      const speech = open();
      speech.write('Hello. ');
      await assert.rejects(collect(speech.chunks), {
        name: 'ProviderError',
        category,
        status,
        retryAfterMs: 1_000,
      });
    });
  }

  test(`${harness.name}: says that a voice is unknown`, async (t) => {
    const { open } = await setUp(t);
    const speech = open({ voice: 'no-such-voice' });
    speech.write('Hello. ');
    await assert.rejects(collect(speech.chunks), { name: 'ProviderError', category: 'not_found', retryable: false });
  });

  for (const [fault, category] of [
    ['cut', 'unavailable'],
    ['garbage', 'protocol'],
  ] as const) {
    test(`${harness.name}: ${fault} in the middle gives the sound before it, then ${category}`, async (t) => {
      const { open, vendor } = await setUp(t);
      vendor.fail(fault);
      const speech = open();
      speech.write('Hello there. ');
      let samples = 0;
      const reading = (async () => {
        for await (const chunk of speech.chunks) samples += chunk.pcm.length;
      })();
      await assert.rejects(reading, { name: 'ProviderError', category });
      assert.ok(samples > 0);
      // Late words of a lost speech are ignored.
      speech.write('More. ');
      speech.end();
    });
  }

  test(`${harness.name}: a vendor that accepts and then says nothing runs into the time limit`, async (t) => {
    const { open, vendor } = await setUp(t, { stallMs: 50 });
    vendor.fail('mute');
    const speech = open();
    speech.write('Hello. ');
    await assert.rejects(collect(speech.chunks), { name: 'ProviderError', category: 'timeout', retryable: true });
    await vendor.left(1);
  });

  test(`${harness.name}: nobody listening is unavailable`, async (t) => {
    const speech = openSpeech(harness.connect(t, { baseUrl: 'http://127.0.0.1:1', apiKey: goodKey }), harness.voice);
    speech.write('Hello. ');
    await assert.rejects(collect(speech.chunks), { name: 'ProviderError', category: 'unavailable' });
  });

  test(`${harness.name}: an abort ends the stream and hangs up`, async (t) => {
    const { open, vendor } = await setUp(t);
    const abort = new AbortController();
    const speech = open({ signal: abort.signal });
    const chunks = speech.chunks[Symbol.asyncIterator]();
    speech.write('Hello there, ');
    await chunks.next();
    abort.abort();
    while (!(await chunks.next()).done);
    await vendor.left(1);
  });

  test(`${harness.name}: hangs up when the reader leaves early`, async (t) => {
    const { open, vendor } = await setUp(t);
    const speech = open();
    speech.write('Hello there, ');
    for await (const chunk of speech.chunks) if (chunk.pcm.length > 0) break;
    await vendor.left(1);
  });
}
