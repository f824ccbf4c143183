// The real models in their real children: what the mouth says, the ears hear.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { RecognitionEvent } from '../../interfaces/speech-to-text.ts';
import type { SynthesisChunk } from '../../interfaces/text-to-speech.ts';
import { collect } from '../../../test/support/collect.ts';
import { openTestModels } from '../../../test/support/speech/models.ts';
import { resample } from '../../../test/support/speech/resample.ts';
import { cutAtPauses, twoCities } from '../../../test/support/speech/two-cities.ts';
import { plainWords, wordErrorRate } from '../../../test/support/speech/word-errors.ts';
import { createLocalSpeech, type LocalSpeech } from './index.ts';

let speech: LocalSpeech;
const warnings: string[] = [];

before(async () => {
  const store = openTestModels();
  speech = createLocalSpeech({
    store,
    log: { info: () => {}, warn: (_, text) => warnings.push(text) },
    partialEveryMs: null,
  });
  await speech.warm();
});
after(() => speech.close());

function speak(text: string | string[], change: object = {}): AsyncIterable<SynthesisChunk> {
  const synthesis = speech.mouth.open({
    voice: 'joe',
    model: null,
    speed: 1,
    temperature: null,
    language: 'en-US',
    pronunciations: [],
    signal: new AbortController().signal,
    ...change,
  });
  for (const clause of [text].flat()) synthesis.write(clause);
  synthesis.end();
  return synthesis.chunks;
}

async function say(text: string | string[], change: object = {}) {
  const chunks = await collect(speak(text, change));
  const pcm = Int16Array.from(chunks.flatMap((chunk) => [...chunk.pcm]));
  return { pcm, seconds: pcm.length / 22_050, words: chunks.flatMap((chunk) => chunk.words ?? []) };
}

async function hear(pcm16k: Int16Array, keywords: string[] = []): Promise<Extract<RecognitionEvent, { is: 'final' }>> {
  const call = new AbortController();
  const recognition = speech.ears.open({ language: 'en-US', keywords, mode: 'fast', signal: call.signal });
  recognition.write(new Int16Array(8_000), 0);
  recognition.speech(true, 500_000);
  recognition.write(pcm16k, 500_000);
  const end = 500_000 + pcm16k.length * 62.5;
  recognition.speech(false, end);
  recognition.write(new Int16Array(4_800), end);
  for await (const event of recognition.events) {
    if (event.is === 'final') {
      await recognition.close();
      return event;
    }
  }
  throw new Error('the ears gave no final');
}

// The voice is never twice the same (its noise is part of it), so what holds on average is what is asked for.
test('what the mouth says the ears hear', async () => {
  const texts = [
    'Thank you for calling. How can I help you today?',
    'Your table for four people is booked on Saturday evening.',
    'Please hold the line while I check the calendar.',
  ];
  const heard: string[] = [];
  for (const text of texts) heard.push((await hear(resample((await say(text)).pcm, 22_050, 16_000))).text);
  assert.ok(wordErrorRate(texts.join(' '), heard.join(' ')) <= 0.15, heard.join(' '));
});

test('words are timed in order within the sound, one time for each written word', async () => {
  const text = ['It costs $42.50, ', 'and opens at 3:30 p.m. on March 3rd.'];
  const { words, seconds } = await say(text);
  assert.deepEqual(
    words.map(({ word }) => word),
    text.join('').split(' '),
  );
  for (const [index, { start, end }] of words.entries()) {
    assert.ok(end >= start && start >= (words[index - 1]?.end ?? 0) - 1e-6 && end <= seconds + 1e-6);
  }
  const price = words[2]!;
  assert.ok(price.end - price.start > 0.8, 'forty two dollars and fifty cents take their time');
});

test('speed changes the length, pronunciations the sound, and loudness fits a telephone', async () => {
  const text =
    'We look forward to seeing you tomorrow. Bring your papers, and come a little early, so that we have time to talk before we start.';
  const [natural, fast] = [await say(text), await say(text, { speed: 1.5 })];
  assert.ok(fast.seconds < natural.seconds * 0.8, `${fast.seconds} s of ${natural.seconds} s`);
  const rms = Math.sqrt(natural.pcm.reduce((sum, v) => sum + v * v, 0) / natural.pcm.length) / 32_768;
  assert.ok(rms > 0.04 && rms < 0.2, String(rms));
  const pronunciations = [{ word: 'xqzt', alphabet: 'cmu', phoneme: 'T AH0 M AA1 R OW0' }];
  const heard: string[] = [];
  for (let saying = 0; saying < 3; saying++) {
    const said = await say('We look forward to seeing you xqzt.', { pronunciations });
    heard.push((await hear(resample(said.pcm, 22_050, 16_000))).text);
  }
  assert.match(heard.join(' '), /tomorrow/i);
});

test('a mouth whose process is killed in mid-sentence goes on with the next word', async () => {
  const text =
    'One fine day the old captain sailed far away, and nobody ever saw him again in this little town by the sea.';
  const pids = new Set<number | undefined>();
  const chunks: SynthesisChunk[] = [];
  for await (const chunk of speak(text)) {
    const { pid } = speech.status().find(({ role }) => role === 'speaking')!;
    if (pids.size === 0 && pid) process.kill(pid, 'SIGKILL');
    pids.add(pid);
    chunks.push(chunk);
  }
  const pcm = Int16Array.from(chunks.flatMap((chunk) => [...chunk.pcm]));
  const { text: heard } = await hear(resample(pcm, 22_050, 16_000));
  const wanted = plainWords(text);
  const found = plainWords(heard);
  assert.ok(found.length >= wanted.length - 2 && found.length <= wanted.length + 3, heard);
  assert.deepEqual(found.slice(-4), wanted.slice(-4));
  assert.ok(warnings.includes('the local voice goes on after its process died'));
});

test('ears whose process is killed still give the final', async () => {
  const { pcm } = await say('Good morning, this is a test.');
  const hearing = hear(resample(pcm, 22_050, 16_000));
  process.kill(speech.status()[0]!.pid!, 'SIGKILL');
  const { text } = await hearing;
  assert.match(text, /good morning/i);
});

test('a speech that nobody wants any more ends', async () => {
  const cancel = new AbortController();
  let chunks = 0;
  for await (const _ of speak('This is a rather long sentence that goes on for quite a while. '.repeat(10), {
    signal: cancel.signal,
  })) {
    if (++chunks === 2) cancel.abort(new Error('barge-in'));
  }
  assert.ok(chunks < 10, `${chunks} chunks`);
});

test('a short word is heard, and a noise is not', async () => {
  const heard: string[] = [];
  for (let i = 0; i < 3; i++) heard.push((await hear(resample((await say('Hello.')).pcm, 22_050, 16_000))).text);
  assert.ok(heard.filter((text) => /hello/i.test(text)).length >= 2, heard.join(' | '));
  let seed = 7;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const knock = Int16Array.from({ length: 16_000 }, (_, i) => 9_000 * random() * Math.exp(-i / 1_500));
  assert.equal((await hear(knock)).text, '');
});

test('the place of words in media time is that of their sound', async () => {
  const { pcm } = await say('Hello my friend.');
  const { words, until, tookMs } = await hear(resample(pcm, 22_050, 16_000));
  assert.ok(words[0]!.start >= 0.4 && words.at(-1)!.end <= until / 1e6 + 0.01);
  assert.ok(tookMs > 0);
});

test('a whole human turn is over, and one that breaks off is not', async () => {
  const pcm = await twoCities();
  const cuts = cutAtPauses(pcm, 500);
  const turn = cuts.find((cut) => cut.end - cut.start > 4 * 16_000)!;
  const vote = (sound: Int16Array) => speech.turnVote.vote(sound, new AbortController().signal);
  const whole = await vote(pcm.slice(turn.start - 4_000, turn.end + 1_600));
  const voiced = 2.6 * 16_000;
  const broken = await vote(pcm.slice(turn.start - 4_000, turn.start + voiced));
  assert.ok(whole !== undefined && broken !== undefined);
  assert.ok(whole > 0.5, `whole ${whole}`);
  assert.ok(broken < 0.5, `broken ${broken}`);
  const late = new AbortController();
  late.abort(new Error('too late'));
  assert.equal(await speech.turnVote.vote(pcm.slice(0, 16_000), late.signal), undefined);
});

test('closing twice is closing once', async () => {
  const other = createLocalSpeech({ store: openTestModels(), log: { info: () => {}, warn: () => {} } });
  await other.close();
  await other.close();
  assert.ok(other.status().every((status) => !status.ready));
});
