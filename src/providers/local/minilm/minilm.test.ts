import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openTestModels } from '../../../../test/support/speech/models.ts';
import { createLocalEmbeddings } from '../local-embeddings.ts';
import { DIMENSIONS } from './job.ts';

const log = { info: () => {}, warn: () => {} };
const embeddings = createLocalEmbeddings({ store: openTestModels(), log });
after(() => embeddings.close());

const signal = AbortSignal.timeout(60_000);
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
/** The first numbers of the exact graph's vectors (fp32), made once. */
const REFERENCE = new Map([
  ['When are you open on Sundays?', [0.030691, -0.066859, 0.016014, 0.039206]],
  ['A horse eats hay.', [-0.011568, 0.034873, 0.068628, 0.022941]],
]);

test('the quantised graph gives the exact one’s vectors, of length 1', async () => {
  const texts = [...REFERENCE.keys()];
  const vectors = await embeddings.questions(texts, signal);
  for (const [i, text] of texts.entries()) {
    const vector = vectors[i] as Float32Array;
    assert.equal(vector.length, DIMENSIONS);
    assert.ok(Math.abs(dot(vector, vector) - 1) < 1e-4);
    for (const [k, value] of (REFERENCE.get(text) as number[]).entries())
      assert.ok(Math.abs((vector[k] as number) - value) < 0.008, `${text} ${k}: ${vector[k]}`);
  }
});

test('what means the same lies closer than what means something else', async () => {
  const [question, answer, other] = await embeddings.questions(
    ['Can I bring my dog?', 'Pets are welcome in all rooms.', 'Breakfast is served from seven to ten.'],
    signal,
  );
  assert.ok(dot(question!, answer!) > dot(question!, other!));
});

test('a long passage has a vector for each of its windows, an empty one none', async () => {
  const long = 'The hotel has a garden with old trees. '.repeat(50);
  const [one, many, none] = await embeddings.passages(
    [
      { heading: 'Garden', text: 'Roses.' },
      { heading: 'Garden', text: long },
      { heading: 'Garden', text: ' ' },
    ],
    signal,
  );
  assert.deepEqual([one!.length, many!.length > 2 * DIMENSIONS - 1, none!.length], [DIMENSIONS, true, 0]);
  assert.equal(many!.length % DIMENSIONS, 0);
});

test('questions go ahead of passages that wait', async () => {
  const order: string[] = [];
  const text = 'Breakfast is served from seven to ten in the winter garden. '.repeat(40);
  const passages = embeddings
    .passages(
      Array.from({ length: 3 }, () => ({ heading: '', text })),
      signal,
    )
    .then(() => order.push('passages'));
  await embeddings.questions(['When is breakfast?'], signal).then(() => order.push('question'));
  await passages;
  assert.deepEqual(order, ['question', 'passages']);
});

test('who gives up is not kept waiting', async () => {
  const stop = new AbortController();
  const passages = embeddings.passages([{ heading: '', text: 'Roses.' }], stop.signal);
  stop.abort(new Error('no longer wanted'));
  await assert.rejects(passages, /no longer wanted/);
});
