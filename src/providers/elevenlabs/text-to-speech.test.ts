import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { collect } from '../../../test/support/collect.ts';
import { startFakeElevenLabs } from '../../../test/support/fakes/elevenlabs.ts';
import type { FakeVendor } from '../../../test/support/fakes/vendor-server.ts';
import { goodKey } from '../../../test/support/fakes/vendor-server.ts';
import type { SynthesisOptions } from '../../interfaces/text-to-speech.ts';
import { createElevenLabsMouth } from './text-to-speech.ts';
import { createWordTimes } from './word-times.ts';

async function say(t: TestContext, more: Partial<SynthesisOptions> = {}, times = 1): Promise<FakeVendor> {
  const vendor = await startFakeElevenLabs(t);
  const mouth = createElevenLabsMouth({ apiKey: goodKey, baseUrl: vendor.url });
  t.after(() => mouth.close());
  const signal = new AbortController().signal;
  const options: SynthesisOptions = {
    voice: 'voice-1',
    model: null,
    speed: 1,
    temperature: null,
    language: 'en-US',
    pronunciations: [],
    signal,
  };
  for (let i = 0; i < times; i++) {
    const speech = mouth.open({ ...options, ...more });
    speech.write('Hello there.');
    speech.end();
    await collect(speech.chunks);
  }
  return vendor;
}

test('asks for raw sound of the voice and model, whole clauses at a time', async (t) => {
  const vendor = await say(t);
  const [request] = vendor.requests;
  assert.equal(request?.path, '/v1/text-to-speech/voice-1/stream-input');
  assert.deepEqual(Object.fromEntries(request.query), {
    model_id: 'eleven_flash_v2_5',
    output_format: 'pcm_24000',
    auto_mode: 'true',
    sync_alignment: 'true',
    inactivity_timeout: '180',
    language_code: 'en',
  });
  assert.equal(request.headers['xi-api-key'], goodKey);
});

test('names a language only to models that take one', async (t) => {
  const older = await say(t, { model: 'eleven_multilingual_v2' });
  assert.equal(older.requests[0]?.query.get('language_code'), null);
  for (const language of ['multi', 'th-TH']) {
    const unnamed = await say(t, { language });
    assert.equal(unnamed.requests[0]?.query.get('language_code'), null, language);
  }
  assert.equal((await say(t, { language: 'fil-PH' })).requests[0]?.query.get('language_code'), 'fil');
});

test('turns temperature into stability and keeps speed within what the vendor takes', async (t) => {
  const settings = async (more: Partial<SynthesisOptions>) => (await say(t, more)).texts[0]?.voice_settings;
  assert.deepEqual(await settings({}), { stability: 0.5, similarity_boost: 0.8, speed: 1 });
  assert.deepEqual(await settings({ temperature: 2, speed: 2 }), { stability: 0, similarity_boost: 0.8, speed: 1.2 });
  assert.deepEqual(await settings({ temperature: 0, speed: 0.5 }), { stability: 1, similarity_boost: 0.8, speed: 0.7 });
});

test('dials the socket of the next speech while this one plays', async (t) => {
  const vendor = await say(t, {}, 2);
  await vendor.seen(3);
  assert.equal(vendor.requests.length, 3, 'two speeches and one spare');
});

test('puts samples together that were split between messages', async (t) => {
  const vendor = await startFakeElevenLabs(t);
  const mouth = createElevenLabsMouth({ apiKey: goodKey, baseUrl: vendor.url });
  t.after(() => mouth.close());
  const signal = new AbortController().signal;
  const speech = mouth.open({
    voice: 'voice-1',
    model: null,
    speed: 1,
    temperature: null,
    language: 'en',
    pronunciations: [],
    signal,
  });
  speech.write('Hello there. ');
  speech.end();
  const pcm = (await collect(speech.chunks)).flatMap((chunk) => [...chunk.pcm]);
  assert.equal(pcm.length, 'Hello there. '.length * 1200, '50 ms a character at 24 kHz');
  const step = Math.max(...pcm.slice(1).map((sample, index) => Math.abs(sample - (pcm[index] as number))));
  assert.ok(step < 2000, `a tone has no jump of ${step}`);
});

test('reads the lengths of characters under either of their names', () => {
  const chars = [...'Hi '];
  const lengths = [125, 125, 0];
  const alignment = { chars, charStartTimesMs: [0, 125, 250] };
  const ends = [{ charDurationsMs: lengths }, { charsDurationsMs: lengths }].map(
    (named) => createWordTimes().add({ ...alignment, ...named }, 0)[0]?.end,
  );
  assert.deepEqual(ends, [0.25, 0.25]);
});

test('puts words together across messages', () => {
  const times = createWordTimes();
  const part = (text: string) => ({
    chars: [...text],
    charStartTimesMs: [...text].map((_, index) => index * 100),
    charDurationsMs: [...text].map(() => 100),
  });
  assert.deepEqual(times.add(part(' He'), 0), []);
  const [word] = times.add(part('llo you'), 0.3);
  assert.deepEqual([word?.word, word?.start, word?.end.toFixed(3)], ['Hello', 0.1, '0.600']);
  assert.deepEqual(
    times.end().map((item) => item.word),
    ['you'],
  );
  assert.deepEqual(times.end(), []);
});
