import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFakeDeepgram } from '../../../test/support/fakes/deepgram.ts';
import { goodKey } from '../../../test/support/fakes/vendor-server.ts';
import type { RecognitionEvent, RecognitionOptions } from '../../interfaces/speech-to-text.ts';
import { toDeepgramKeywords, toDeepgramLanguage } from './language.ts';
import { createDeepgramEars } from './speech-to-text.ts';
import { createStreamTime } from './stream-time.ts';

const options: RecognitionOptions = {
  language: 'en-US',
  keywords: ['Ringback', ' ', 'Zoë Nguyen'],
  mode: 'fast',
  signal: new AbortController().signal,
};

test('asks for the language, the favoured words and interim results', async (t) => {
  const vendor = await startFakeDeepgram(t);
  const recognition = createDeepgramEars({ apiKey: goodKey, baseUrl: vendor.url }).open(options);
  t.after(() => recognition.close());
  await vendor.seen(1);
  const [request] = vendor.requests;
  assert.equal(request?.path, '/v1/listen');
  assert.equal(request.headers.authorization, `Token ${goodKey}`);
  const { keyterm, ...query } = Object.fromEntries(request.query);
  assert.deepEqual(request.query.getAll('keyterm'), ['Ringback', 'Zoë Nguyen']);
  assert.equal(keyterm, 'Zoë Nguyen');
  assert.deepEqual(
    [query.model, query.language, query.encoding, query.sample_rate, query.interim_results],
    ['nova-3', 'en-US', 'linear16', '16000', 'true'],
  );
});

test('gives what it knows when the vendor leaves the pause unanswered', async (t) => {
  const vendor = await startFakeDeepgram(t, { ignoresFinalize: true });
  const ears = createDeepgramEars({ apiKey: goodKey, baseUrl: vendor.url, finalizeTimeoutMs: 20 });
  const recognition = ears.open(options);
  t.after(() => recognition.close());
  const events = recognition.events[Symbol.asyncIterator]();
  recognition.speech(true, 0);
  for (let packet = 0; packet < 20; packet++) recognition.write(new Int16Array(320).fill(8000), packet * 20_000);
  assert.equal((await events.next()).value.is, 'partial');
  recognition.speech(false, 400_000);
  const final = (await events.next()).value as RecognitionEvent;
  assert.deepEqual([final.is, final.text], ['final', 'hello']);
});

test('keeps the socket alive while there is no sound', async (t) => {
  const vendor = await startFakeDeepgram(t);
  const ears = createDeepgramEars({ apiKey: goodKey, baseUrl: vendor.url, keepAliveMs: 10 });
  const recognition = ears.open(options);
  t.after(() => recognition.close());
  await vendor.told('KeepAlive', 2);
});

test('favours words in the way of the model', () => {
  assert.deepEqual(toDeepgramKeywords('nova-3', ['a']), { keyterm: ['a'] });
  assert.deepEqual(toDeepgramKeywords('nova-2', ['a']), { keywords: ['a:2'] });
  assert.deepEqual(toDeepgramKeywords('nova-3', []), {});
});

test('asks for one language, by its region only where Deepgram knows that, or for all of them', () => {
  const asked = (language: string | string[]) => toDeepgramLanguage(language);
  assert.deepEqual(
    ['en-US', 'de-DE', 'fr-FR', 'fr-CA', 'ja-JP', 'no-NO', 'fil-PH', 'yue-CN', 'zh-CN', 'es-419', 'es-ES'].map(asked),
    ['en-US', 'de', 'fr', 'fr-CA', 'ja', 'no', 'tl', 'zh-HK', 'zh-CN', 'es-419', 'es'],
  );
  assert.deepEqual([asked(['en-US']), asked(['en-US', 'en-GB']), asked(['de-DE', 'de-CH'])], ['en-US', 'en', 'de']);
  assert.deepEqual([asked(['en-US', 'de-DE']), asked('multi'), asked(['en-US', 'cy-GB'])], ['multi', 'multi', 'multi']);
  assert.deepEqual([asked('cy-GB'), asked(['az-AZ'])], [undefined, undefined]);
});

test('opens in a language whose region Deepgram does not tell apart', async (t) => {
  const vendor = await startFakeDeepgram(t);
  const recognition = createDeepgramEars({ apiKey: goodKey, baseUrl: vendor.url }).open({
    ...options,
    language: 'de-DE',
  });
  t.after(() => recognition.close());
  recognition.speech(true, 0);
  recognition.write(new Int16Array(16000).fill(8000), 0);
  recognition.speech(false, 1e6);
  const { value } = await recognition.events[Symbol.asyncIterator]().next();
  assert.equal((value as RecognitionEvent).text, 'hello');
});

test('favours as many words as Deepgram takes', () => {
  const { keyterm } = toDeepgramKeywords(
    'nova-3',
    Array.from({ length: 100 }, (_, i) => `a name of some length ${i}`),
  );
  assert.ok(keyterm && keyterm.length > 50 && keyterm.join('').length <= 1_500);
});

test('a vendor that accepts and then says nothing is given up after two stretches of speech', async (t) => {
  const vendor = await startFakeDeepgram(t);
  vendor.fail('mute');
  const recognition = createDeepgramEars({ apiKey: goodKey, baseUrl: vendor.url, finalizeTimeoutMs: 20 }).open(options);
  t.after(() => recognition.close());
  const events = recognition.events[Symbol.asyncIterator]();
  recognition.speech(true, 0);
  recognition.speech(false, 1e6);
  assert.equal(((await events.next()).value as RecognitionEvent).text, '');
  recognition.speech(true, 2e6);
  recognition.speech(false, 3e6);
  await assert.rejects(events.next(), { name: 'ProviderError', category: 'timeout', retryable: true });
  await vendor.left(1);
});

test('maps seconds of the stream to media time across gaps in the sound', () => {
  const time = createStreamTime(16000);
  time.sent(5_000_000, 16000);
  time.sent(6_001_000, 16000);
  time.sent(60_000_000, 16000);
  assert.equal(time.seconds, 3);
  assert.deepEqual(
    [0, 1.5, 2.5].map((second) => time.toMediaUs(second)),
    [5_000_000, 6_500_000, 60_500_000],
  );
});
