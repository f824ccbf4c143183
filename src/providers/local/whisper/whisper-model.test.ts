import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openTestModels } from '../../../../test/support/speech/models.ts';
import { twoCities } from '../../../../test/support/speech/two-cities.ts';
import { token } from './vocabulary.ts';
import { loadWhisper, type DecodeOptions, type WhisperModel } from './whisper-model.ts';

let model: WhisperModel;
let speech: Float32Array;

before(async () => {
  const folder = await openTestModels().ensure('whisper-base');
  model = await loadWhisper(folder, fileURLToPath(new URL('graphs', import.meta.url)));
  speech = Float32Array.from(await twoCities(), (sample) => sample / 32_768);
});
after(() => model.close());

function options(change: Partial<DecodeOptions> = {}): DecodeOptions {
  const signal = new AbortController().signal;
  return { padMs: null, languages: [token.english], prompt: [], prefix: [], signal, ...change };
}

test('the quantised graphs agree with the exact ones about what comes first', async () => {
  const reference = JSON.parse(await readFile(new URL('reference-logits.json', import.meta.url), 'utf8')) as {
    top: number[];
    logits: Record<string, number>;
  };
  const logits = await model.firstLogits(speech.subarray(16_000, 64_000), 1_000);
  const best = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!).slice(0, 5);
  assert.deepEqual(best, reference.top);
  for (const [id, value] of Object.entries(reference.logits)) {
    const error = Math.abs(logits[Number(id)]! - value);
    assert.ok(error < 1, `logit ${id} is ${error.toFixed(2)} off`);
  }
});

test('human speech comes back as its words', async () => {
  const { text } = await model.decode(speech.subarray(12_800, 76_800), options());
  assert.match(text, /^It was the best of times[.,] it was the worst of times/i);
});

test('noise, hum and silence are no words', async () => {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647 - 0.5;
  const sounds: Record<string, (i: number) => number> = {
    silence: () => 0,
    hiss: () => random() * 0.02,
    'loud noise': () => random() * 0.4,
    hum: (i) => 0.2 * Math.sin(i * 0.02),
    knock: (i) => (i > 8_000 ? 0.5 * random() * Math.exp(-(i - 8_000) / 800) : 0),
  };
  for (const [name, sample] of Object.entries(sounds)) {
    const { text } = await model.decode(
      Float32Array.from({ length: 24_000 }, (_, i) => sample(i)),
      options(),
    );
    assert.equal(text, '', name);
  }
});

test('behind a known text nothing is added where nothing is said', async () => {
  const said = speech.subarray(12_800, 76_800);
  const { ids } = await model.decode(said, options());
  const withSilence = new Float32Array(said.length + 16_000);
  withSilence.set(said);
  const again = await model.decode(withSilence, options({ prefix: ids }));
  assert.equal(again.text, '');
  assert.deepEqual(again.ids, ids);
});

test('a decode stops between two steps when it is not wanted any more', async () => {
  const cancel = new AbortController();
  const decoding = model.decode(speech.subarray(0, 160_000), options({ signal: cancel.signal }));
  cancel.abort(new Error('speech goes on'));
  await assert.rejects(decoding, /speech goes on/);
});

test('the language is told from the sound when several are possible', async () => {
  const { language } = await model.decode(speech.subarray(12_800, 76_800), options({ languages: [] }));
  assert.equal(language, token.english);
});

test('words to favour fit into the model’s own tokens', () => {
  assert.equal(
    model.vocabulary.text(model.vocabulary.tokens(' Siobhan, Ringback, Łódź.')),
    ' Siobhan, Ringback, Łódź.',
  );
});
