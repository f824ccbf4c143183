import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
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

test('a download that broke off is resumed where it ended', async () => {
  let broken = false;
  const { base, asked } = await serve({
    flaky: (request, response) => {
      if (broken) return whole(request, response);
      broken = true;
      response.writeHead(200, { 'content-length': content.length });
      response.write(content.subarray(0, 100_000), () => response.destroy());
    },
  });
  const { store } = open(['flaky'], { upstreams: { huggingface: base } });
  await assert.rejects(store.ensure('thing'), /could not be fetched/);
  assert.equal(store.status()[0]!.state, 'failed');
  await store.ensure('thing');
  assert.match(asked[1]!, /^flaky bytes=[1-9]\d*-$/);
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

test('a lock whose owner is gone holds nobody up', async () => {
  const { base } = await serve({ good: whole });
  const { folder, store } = open(['good'], { upstreams: { huggingface: base } });
  await mkdir(join(folder, 'thing'), { recursive: true });
  await writeFile(join(folder, 'thing', '.lock'), '999999999');
  await store.ensure('thing');
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
