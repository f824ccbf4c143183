import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { ModelSpec } from './catalogue.ts';
import { createFileStore, type ModelStoreOptions } from './model-store.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');
const scratch = await mkdtemp(join(tmpdir(), 'ringback-store-'));
after(() => rm(scratch, { recursive: true, force: true }));
let folders = 0;

function spec(...paths: string[]): Record<'thing', ModelSpec> {
  const sources = paths.map((path) => ({ from: 'huggingface' as const, repository: 'a/b', revision: 'main', path }));
  return {
    thing: {
      role: 'does things',
      licence: 'MIT',
      files: [{ name: 'thing.bin', bytes: content.length, sha256, sources }],
    },
  };
}

function open(paths: string[], options: Partial<ModelStoreOptions> = {}) {
  const folder = options.folder ?? join(scratch, String(folders++));
  return { folder, store: createFileStore(spec(...paths), { folder, pip: [], idleTimeoutMs: 500, ...options }) };
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server that answers by the last part of the path. */
async function serve(answers: Record<string, Answer>): Promise<{ base: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url?.split('/').at(-1)} ${request.headers.range ?? ''}`.trim());
    answers[request.url?.split('/').at(-1) ?? '']?.(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, server };
}

const whole: Answer = (request, response) => {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
  response.writeHead(start > 0 ? 206 : 200, start > 0 ? range : {}).end(content.subarray(start));
};

test('a file is fetched once however many ask, and found again at the next start', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  const states: string[] = [];
  store.onChange((status) => states.push(status.state));
  assert.equal(store.folder('thing'), null);
  const [first, second] = await Promise.all([store.ensure('thing'), store.ensure('thing')]);
  assert.equal(first, second);
  assert.deepEqual(asked, ['good']);
  assert.deepEqual(await readFile(join(first, 'thing.bin')), content);
  assert.equal(states.at(0), 'fetching');
  assert.equal(states.at(-1), 'ready');
  assert.equal(open(['good'], { folder }).store.folder('thing'), first);
});

test('two processes do not disturb each other: the second finds what the first fetched', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  const other = open(['good'], { folder, upstreams: { huggingface: base } }).store;
  await Promise.all([store.ensure('thing'), other.ensure('thing')]);
  assert.deepEqual(asked, ['good']);
});

/** Breaks the connection after so many bytes, each time it is asked. */
const breaking =
  (bytes: number): Answer =>
  (request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    const rest = content.subarray(start);
    response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, ...(start > 0 && range) });
    if (rest.length <= bytes) response.end(rest);
    else response.write(rest.subarray(0, bytes), () => response.destroy());
  };

test('a download that breaks off goes on where it ended, as long as something comes each time', async () => {
  const { base, asked } = await serve({ flaky: breaking(100_000) });
  const { folder, store } = open(['flaky'], { upstreams: { huggingface: base } });
  assert.deepEqual(await readFile(join(await store.ensure('thing'), 'thing.bin')), content);
  assert.match(asked[1]!, /^flaky bytes=[1-9]\d*-$/);
  assert.deepEqual((await readdir(join(folder, 'thing'))).sort(), ['.verified.json', 'thing.bin']);
});

test('a download that was given up is resumed by the next server that starts', async () => {
  let isUp = false;
  const { base, asked } = await serve({
    flaky: (request, response) => {
      if (isUp) whole(request, response);
      else if (request.headers.range) response.destroy();
      else breaking(100_000)(request, response);
    },
  });
  const { folder, store } = open(['flaky'], { upstreams: { huggingface: base } });
  await assert.rejects(store.ensure('thing'), /could not be fetched/);
  assert.equal(store.status()[0]!.state, 'failed');
  isUp = true;
  await open(['flaky'], { folder, upstreams: { huggingface: base } }).store.ensure('thing');
  assert.match(asked.at(-1)!, /^flaky bytes=[1-9]\d*-$/);
});

test('the words tell how far a download came before it broke', async () => {
  const { base } = await serve({ flaky: breaking(0) });
  const { store } = open(['flaky'], { upstreams: { huggingface: base } });
  await assert.rejects(store.ensure('thing'), /the connection broke after 0 of 300000 bytes/);
});

test('a beginning that was spoilt, as by a power cut, is fetched anew', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  await mkdir(join(folder, 'thing'), { recursive: true });
  await writeFile(join(folder, 'thing', 'thing.bin.part0'), Buffer.alloc(100_000));
  await store.ensure('thing');
  assert.deepEqual(asked, ['good bytes=100000-', 'good']);
});

test('what other sources and killed processes left is cleared away once the model is whole', async () => {
  const { base } = await serve({ short: (_, response) => response.end(content.subarray(0, 1_000)), good: whole });
  const { folder, store } = open(['short', 'good'], { upstreams: { huggingface: base } });
  await mkdir(join(folder, 'thing', '.wheels-abc123'), { recursive: true });
  await store.ensure('thing');
  assert.deepEqual((await readdir(join(folder, 'thing'))).sort(), ['.verified.json', 'thing.bin']);
});

test('a model that another process brought is seen, also after a failure of our own', async () => {
  const { base } = await serve({ good: whole, missing: (_, response) => response.writeHead(404).end() });
  const { folder, store } = open(['missing'], { upstreams: { huggingface: base } });
  await assert.rejects(store.ensure('thing'));
  await open(['good'], { folder, upstreams: { huggingface: base } }).store.ensure('thing');
  await store.ensure('thing');
  assert.deepEqual([store.status()[0]!.state, store.status()[0]!.bytesDone], ['ready', content.length]);
});

test('wrong bytes, too many, too few and an error page are refused, and the next source is asked', async () => {
  const { base, asked } = await serve({
    wrong: (_, response) => response.end(Buffer.alloc(content.length, 7)),
    long: (_, response) => response.end(Buffer.concat([content, content])),
    short: (_, response) => response.end(content.subarray(0, 1_000)),
    missing: (_, response) => response.writeHead(404).end('no such thing'),
    good: whole,
  });
  const { store } = open(['wrong', 'long', 'short', 'missing', 'good'], { upstreams: { huggingface: base } });
  const folder = await store.ensure('thing');
  assert.deepEqual(asked, ['wrong', 'long', 'short', 'missing', 'good']);
  assert.deepEqual(await readFile(join(folder, 'thing.bin')), content);
});

test('a server that falls silent is left for the next one', async () => {
  const { base } = await serve({
    silent: (_, response) => {
      response.writeHead(200);
      response.write(content.subarray(0, 1_000));
    },
    good: whole,
  });
  const { store } = open(['silent', 'good'], { upstreams: { huggingface: base } });
  await store.ensure('thing');
});

test('when nothing helps the words say what was tried and what to do', async () => {
  const { base } = await serve({ wrong: (_, response) => response.end(Buffer.alloc(content.length)) });
  const { store } = open(['wrong'], { upstreams: { huggingface: base }, offlineFolder: join(scratch, 'nowhere') });
  await assert.rejects(store.ensure('thing'), (error: Error) => {
    assert.match(error.message, /nowhere.*not there/);
    assert.match(error.message, /wrong: its sha256 is not the one we know/);
    assert.match(error.message, /RINGBACK_MODELS/);
    return true;
  });
});

test('a folder brought along comes first, is hashed too, and a link in it does not end up in ours', async () => {
  const { base, asked } = await serve({ good: whole });
  const offlineFolder = join(scratch, 'offline');
  await mkdir(join(offlineFolder, 'thing'), { recursive: true });
  await writeFile(join(scratch, 'elsewhere.bin'), content);
  await symlink(join(scratch, 'elsewhere.bin'), join(offlineFolder, 'thing', 'thing.bin'));
  const { store } = open(['good'], { upstreams: { huggingface: base }, offlineFolder });
  const folder = await store.ensure('thing');
  assert.deepEqual(asked, []);
  assert.equal((await lstat(join(folder, 'thing.bin'))).isSymbolicLink(), false);

  await rm(join(offlineFolder, 'thing', 'thing.bin'));
  await writeFile(join(offlineFolder, 'thing', 'thing.bin'), Buffer.alloc(content.length));
  await open(['good'], { upstreams: { huggingface: base }, offlineFolder }).store.ensure('thing');
  assert.deepEqual(asked, ['good']);
});

test('a file that was cut short or changed afterwards is fetched anew', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  const path = join(await store.ensure('thing'), 'thing.bin');
  await truncate(path, 1_000);
  assert.equal(store.folder('thing'), null);
  await store.ensure('thing');
  await writeFile(path, Buffer.alloc(content.length));
  await open(['good'], { folder, upstreams: { huggingface: base } }).store.ensure('thing');
  assert.equal(asked.length, 3);
});

async function lockOf(folder: string, owner: string): Promise<string> {
  await mkdir(join(folder, 'thing'), { recursive: true });
  const path = join(folder, 'thing', '.lock');
  await writeFile(path, owner);
  return path;
}

test('a lock whose owner is gone holds nobody up, however many wait for it', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  await lockOf(folder, `999999999 ${hostname()} abc`);
  const others = [1, 2, 3].map(() => open(['good'], { folder, upstreams: { huggingface: base } }).store);
  await Promise.all([store, ...others].map((each) => each.ensure('thing')));
  assert.deepEqual(asked, ['good']);
});

test('a lock of another machine counts until it is not refreshed any more', async () => {
  const { base, asked } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  const path = await lockOf(folder, '999999999 another-container abc');
  const leaving = new AbortController();
  const waiting = assert.rejects(store.ensure('thing', leaving.signal), /no patience/);
  leaving.abort(new Error('no patience'));
  await waiting;
  assert.deepEqual(asked, [], 'it is held');
  await utimes(path, new Date(0), new Date(0));
  await store.ensure('thing');
  assert.deepEqual(asked, ['good']);
});

test('who does not want to wait any longer can leave, and the fetch goes on for the others', async () => {
  let answer: (() => void) | undefined;
  const asked = Promise.withResolvers<void>();
  const { base } = await serve({
    held: (request, response) => {
      answer = () => whole(request, response);
      asked.resolve();
    },
  });
  const { store } = open(['held'], { upstreams: { huggingface: base }, idleTimeoutMs: 20_000 });
  const leaving = new AbortController();
  const gone = store.ensure('thing', leaving.signal);
  const staying = store.ensure('thing');
  await asked.promise;
  leaving.abort(new Error('no patience'));
  await assert.rejects(gone, /no patience/);
  answer?.();
  await staying;
});

test('closing the store ends a fetch', async () => {
  const asked = Promise.withResolvers<void>();
  const { base } = await serve({ held: () => asked.resolve() });
  const { store } = open(['held'], { upstreams: { huggingface: base }, idleTimeoutMs: 20_000 });
  const fetching = assert.rejects(store.ensure('thing'), /closed/);
  await asked.promise;
  await store.close();
  await fetching;
});
