import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ProviderError } from '../../../interfaces/provider-error.ts';
import { createModelChild, type ModelChildOptions } from './model-child.ts';

const soon = { deadlineMs: 10_000 };
const open: { close(): Promise<void> }[] = [];
after(() => Promise.all(open.map((child) => child.close())));

function start(change: Partial<ModelChildOptions> = {}) {
  const child = createModelChild({
    name: 'echo',
    entry: new URL('fixtures/echo-child.ts', import.meta.url),
    load: () => Promise.resolve({}),
    log: { info: () => {}, warn: () => {} },
    backoffMs: [0],
    ...change,
  });
  open.push(child);
  return child;
}

const isUnavailable = (error: unknown) => error instanceof ProviderError && error.category === 'unavailable';

test('starts by itself at the first request; typed arrays pass whole and aligned', async () => {
  const child = start();
  const sent = { pcm: new Int16Array([1, -2, 3]), floats: new Float32Array([0.5]) };
  const value = await child.request({ kind: 'echo', value: sent }, soon);
  assert.deepEqual(value, sent);
  assert.equal(child.state, 'ready');
  assert.equal(child.busy, 0);
});

test('parts come before the answer, in order', async () => {
  const parts: unknown[] = [];
  const answer = await start().request({ kind: 'parts', count: 3 }, { ...soon, onPart: (part) => parts.push(part) });
  assert.deepEqual(parts, [0, 1, 2]);
  assert.equal(answer, 'all');
});

test('a job that fails says why and leaves the child alive', async () => {
  const child = start();
  await assert.rejects(child.request({ kind: 'throw' }, soon), /no such thing/);
  assert.equal(await child.request({ kind: 'echo', value: 1 }, soon), 1);
});

test('a child that dies fails its jobs and is back for the next', async () => {
  const child = start();
  await child.warm();
  const first = child.pid;
  await assert.rejects(child.request({ kind: 'die' }, soon), isUnavailable);
  assert.equal(await child.request({ kind: 'echo', value: 2 }, soon), 2);
  assert.notEqual(child.pid, first);
});

test('a deadline ends the wait, cancels the job, and its late answer is nobody’s', async () => {
  const child = start();
  await child.warm();
  const slow = child.request({ kind: 'until-cancelled' }, { deadlineMs: 50 });
  await assert.rejects(slow, (error) => error instanceof ProviderError && error.category === 'timeout');
  assert.equal(await child.request({ kind: 'echo', value: 3 }, soon), 3);
});

test('a signal cancels the job and is the reason of the error', async () => {
  const child = start();
  const cancel = new AbortController();
  const onPart = () => cancel.abort(new Error('speech goes on'));
  await assert.rejects(
    child.request({ kind: 'until-cancelled' }, { ...soon, signal: cancel.signal, onPart }),
    /speech goes on/,
  );
  assert.equal(child.busy, 0);
});

test('a model that cannot be loaded says so, and is tried again when asked', async () => {
  let broken = true;
  const child = start({ load: () => Promise.resolve({ broken }) });
  await assert.rejects(child.warm(), /the weights are garbage/);
  assert.equal(child.state, 'waiting');
  assert.match(child.trouble, /garbage/);
  broken = false;
  assert.equal(await child.request({ kind: 'echo', value: 4 }, soon), 4);
});

test('what cannot be fetched cannot be started', async () => {
  const child = start({ load: () => Promise.reject(new Error('no way to fetch it')) });
  await assert.rejects(child.request({ kind: 'echo', value: 5 }, soon), /no way to fetch it/);
});

test('nothing of our environment reaches a child', async () => {
  const names = (await start().request({ kind: 'environment' }, soon)) as string[];
  assert.ok(names.length > 0 && names.every((name) => /^(MALLOC_|NODE_CHANNEL_)/.test(name)), names.join(' '));
});

test('closing ends the child and what is open, once and for good', async () => {
  const child = start();
  await child.warm();
  const waiting = assert.rejects(child.request({ kind: 'until-cancelled' }, soon), isUnavailable);
  await child.close();
  await child.close();
  await waiting;
  assert.equal(child.state, 'closed');
  await assert.rejects(child.warm(), isUnavailable);
});

test('closing while a restart is due starts nothing any more', async () => {
  let starts = 0;
  const child = start({ load: async () => ({ broken: starts++ === 0 }), backoffMs: [20] });
  await assert.rejects(child.warm(), /garbage/);
  const again = assert.rejects(child.warm(), /closed/);
  await child.close();
  await again;
  assert.deepEqual([child.state, child.pid, starts], ['closed', undefined, 1]);
});

test('a model that takes too long to load says so', async () => {
  const child = start({ load: () => Promise.resolve({ hangs: true }), loadTimeoutMs: 20, backoffMs: [10_000] });
  await assert.rejects(child.warm(), /was not loaded within 20 ms/);
});
