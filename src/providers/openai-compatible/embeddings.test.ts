import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ProviderError } from '../../interfaces/provider-error.ts';
import { bagOfWords, embeddingsAnswer, startEmbeddingsServer } from '../../../test/support/fakes/embeddings-server.ts';
import { createVendorFetch } from '../wire/vendor-fetch.ts';
import { characterWindows } from './character-windows.ts';
import { createServerEmbeddings, type EmbeddingsServerOptions } from './embeddings.ts';

const http = createVendorFetch({ connectTimeoutMs: 2_000 });
const closing: { close(): Promise<void> }[] = [http];
after(() => Promise.all(closing.map((each) => each.close())));
const signal = AbortSignal.timeout(60_000);

async function setUp(
  answer: Parameters<typeof startEmbeddingsServer>[0],
  change: Partial<EmbeddingsServerOptions> = {},
) {
  const server = await startEmbeddingsServer(answer);
  closing.push(server);
  const options = { apiKey: 'sk-secret-1', model: 'small', windowCharacters: 1_000, closeCosine: null };
  return { server, embeddings: createServerEmbeddings({ ...options, baseUrl: server.url, ...change }, http) };
}

const faithful: Parameters<typeof startEmbeddingsServer>[0] = ({ input }) =>
  embeddingsAnswer(input.map((text) => bagOfWords(text)));

test('asks as OpenAI is asked, and gives vectors of length 1', async () => {
  const { server, embeddings } = await setUp(faithful);
  const [vector] = await embeddings.questions(['When are you open?'], signal);
  assert.ok(Math.abs(Math.hypot(...(vector ?? [])) - 1) < 1e-5);
  assert.deepEqual(server.requests, [
    { path: '/v1/embeddings', authorization: 'Bearer sk-secret-1', model: 'small', input: ['When are you open?'] },
  ]);
  assert.equal(embeddings.dimensions, 64);
});

test('many long passages go in batches, each with all its windows', async () => {
  const { server, embeddings } = await setUp(faithful);
  const text = 'The garden has roses and old trees. '.repeat(60);
  const passages = [...Array.from({ length: 20 }, () => ({ heading: 'Garden', text })), { heading: 'x', text: ' ' }];
  const vectors = await embeddings.passages(passages, signal);
  const windows = characterWindows('Garden', text, 1_000).length;
  assert.deepEqual(
    vectors.map(({ length }) => length),
    [...Array.from({ length: 20 }, () => windows * 64), 0],
  );
  assert.ok(windows > 1 && server.requests.every(({ input }) => input.length <= 32));
});

test('answers in another order are put in order', async () => {
  const { embeddings } = await setUp(({ input }) => ({
    body: { data: input.map((text, index) => ({ index, embedding: bagOfWords(text) })).reverse() },
  }));
  const [first, second] = await embeddings.questions(['one', 'two'], signal);
  const [again] = await embeddings.questions(['one'], signal);
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, second);
});

test('answers that make no sense, and refusals, are failures without the key', async () => {
  const cases: [unknown, number, ProviderError['category']][] = [
    [{ data: [] }, 200, 'protocol'],
    [{ data: [{ index: 0, embedding: [] }] }, 200, 'protocol'],
    [{ data: [{ index: 0, embedding: 'AAAA' }] }, 200, 'protocol'],
    [{ data: [{ index: 0, embedding: [0, 0] }] }, 200, 'protocol'],
    [{ data: [{ index: 0, embedding: ['x'] }] }, 200, 'protocol'],
    [{ data: [{ index: 3, embedding: [1] }] }, 200, 'protocol'],
    [{ data: [null] }, 200, 'protocol'],
    ['<html>', 200, 'protocol'],
    [{ error: { message: 'key sk-secret-1 is wrong' } }, 401, 'authentication'],
    [{ error: { message: 'too long for sk-secret-1' } }, 400, 'bad_request'],
    [{}, 503, 'unavailable'],
  ];
  for (const [body, status, category] of cases) {
    const { embeddings } = await setUp(() => ({ status, body }));
    await assert.rejects(embeddings.questions(['hello'], signal), (error) => {
      assert.ok(error instanceof ProviderError, String(error));
      assert.equal(error.category, category);
      return !error.message.includes('secret');
    });
  }
});

test('a model that changes the size of its vectors is refused', async () => {
  let dimensions = 64;
  const { embeddings } = await setUp(({ input }) =>
    embeddingsAnswer(input.map((text) => bagOfWords(text, dimensions))),
  );
  await embeddings.questions(['one'], signal);
  dimensions = 32;
  await assert.rejects(embeddings.questions(['two'], signal), /64 and of 32/);
});

test('who gives up is told so, whatever the server does', async () => {
  const stop = new AbortController();
  const { embeddings } = await setUp(() => {
    stop.abort(new Error('no longer wanted'));
    return new Promise(() => {});
  });
  await assert.rejects(embeddings.questions(['hello'], stop.signal), /no longer wanted/);
});

test('windows cover the text, overlap, and are cut between words', () => {
  const words = Array.from({ length: 500 }, (_, i) => `w${i}`);
  const windows = characterWindows('', words.join(' '), 300);
  assert.deepEqual([...new Set(windows.flatMap((window) => window.split(' ')))], words);
  assert.ok(windows.every(({ length }) => length <= 300));
  assert.deepEqual(characterWindows('Head', 'short', 300), ['Head\nshort']);
  assert.deepEqual(characterWindows('Head', '  ', 300), []);
  assert.equal(characterWindows('', 'x'.repeat(1_000), 300).at(-1)?.at(-1), 'x', 'without any space');
});
