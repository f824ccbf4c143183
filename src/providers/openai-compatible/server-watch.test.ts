import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { startFakeOpenAi } from '../../../test/support/fakes/openai.ts';
import { createVendorFetch } from '../wire/vendor-fetch.ts';
import type { ServerWatch, ServerWatchOptions } from './server-watch.ts';
import { createServerWatch } from './server-watch.ts';

/** An Ollama whose models change and which can be away. */
async function startOllama(t: TestContext) {
  let models = ['qwen3:8b'];
  let port = 0;
  let server = createServer();
  const start = async (): Promise<void> => {
    server = createServer((_request, response) =>
      response.end(JSON.stringify({ object: 'list', data: models.map((id) => ({ id, owned_by: 'library' })) })),
    );
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await start();
  t.after(stop);
  return { port: () => port, start, stop, pull: (name: string) => (models = [name, ...models]) };
}

function watch(t: TestContext, options: Partial<ServerWatchOptions>): ServerWatch {
  const http = createVendorFetch({ connectTimeoutMs: 1_000 });
  const made = createServerWatch({
    fetch: http.fetch,
    url: null,
    model: null,
    apiKey: null,
    discovery: true,
    ownPorts: [],
    candidates: [],
    ...options,
  });
  t.after(async () => {
    await made.close();
    await http.close();
  });
  return made;
}

test('a server that appears, learns a model, vanishes and comes back is seen each time', async (t) => {
  const ollama = await startOllama(t);
  const { current, refresh } = watch(t, { candidates: [{ name: 'ollama', port: ollama.port() }] });
  assert.deepEqual(current(), []);
  await refresh();
  assert.deepEqual(current()[0]?.models, ['qwen3:8b']);
  ollama.pull('gemma3:4b');
  await refresh();
  assert.deepEqual(current()[0]?.models, ['gemma3:4b', 'qwen3:8b']);
  await ollama.stop();
  await refresh();
  assert.deepEqual(current(), []);
  await ollama.start();
  await refresh();
  assert.equal(current()[0]?.name, 'ollama');
});

test('all servers on localhost are known, in order', async (t) => {
  const [first, second] = [await startOllama(t), await startOllama(t)];
  const candidates = [first, second].map((ollama) => ({ name: 'ollama' as const, port: ollama.port() }));
  const { current, refresh } = watch(t, { candidates, model: 'mistral' });
  await refresh();
  assert.deepEqual(
    current().map(({ models }) => models),
    [['mistral', 'qwen3:8b'], ['qwen3:8b']],
  );
});

test('whoever asks makes it look again, but not all the time', async (t) => {
  const server = await startFakeOpenAi(t, { models: ['gemma'], isOpen: true });
  const candidates = [{ name: 'llama.cpp' as const, port: Number(new URL(server.url).port) }];
  const busy = watch(t, { candidates, lookAgainMs: 0 });
  busy.current();
  await server.seen(1);
  await busy.refresh();
  const before = server.requests.length;
  assert.equal(busy.current()[0]?.models[0], 'gemma');
  await server.seen(before + 1);
  const calm = watch(t, { candidates });
  await calm.refresh();
  const seen = server.requests.length;
  for (let i = 0; i < 5; i++) calm.current();
  await calm.refresh();
  assert.equal(server.requests.length, seen + 1, 'the last look is the only one');
});

test('a configured server stays the one that is asked when it is away', async (t) => {
  const ollama = await startOllama(t);
  const { current, refresh } = watch(t, { url: `http://127.0.0.1:${ollama.port()}` });
  await refresh();
  await ollama.stop();
  await refresh();
  assert.deepEqual(current()[0]?.models, ['qwen3:8b']);
});
