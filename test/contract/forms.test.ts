// Forms (multipart/form-data) as clients of all generations send them, and as nobody should.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Busboy } from '@fastify/busboy';
import type { Handlers } from '../../src/http/api.ts';
import type { FormLimits } from '../../src/http/multipart.ts';
import { testServer, type TestServer } from '../support/http.ts';

interface Seen {
  body: any;
  files: { field: string; fileName: string; content: string; size: number }[];
}

/** A server whose create-knowledge-base notes what reaches it. */
async function formServer(t: TestContext, limits: Partial<FormLimits> = {}) {
  const seen: Seen[] = [];
  const handlers = {
    createKnowledgeBase: async (_deps, { body, files }) => {
      const read = async ({ field, fileName, path, size }: (typeof files)[number]) => ({
        field,
        fileName,
        content: await readFile(path, 'utf8'),
        size,
      });
      seen.push({ body, files: await Promise.all(files.map(read)) });
      return { knowledge_base_id: 'x', knowledge_base_name: 'x', status: 'complete' };
    },
  } as Handlers;
  const server = await testServer(t, { handlers });
  // The folder is made by the first upload; limits are read with each request.
  Object.assign(server.deps.uploads, { limits });
  const leftovers = () => readdir(server.deps.uploads.folder).catch(() => []);
  return { server, seen, leftovers };
}

type Part = [name: string, value: string, file?: { name: string; type?: string }];

function encode(parts: Part[], boundary = 'b0undary'): string {
  const encoded = parts.map(([name, value, file]) => {
    const fileName = file ? `; filename="${file.name}"` : '';
    const type = file?.type ? `content-type: ${file.type}\r\n` : '';
    return `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${fileName}\r\n${type}\r\n${value}\r\n`;
  });
  return `${encoded.join('')}--${boundary}--\r\n`;
}

function post(server: TestServer, body: string, headers: Record<string, string> = {}) {
  return server.send('POST', '/create-knowledge-base', body, {
    'content-type': 'multipart/form-data; boundary=b0undary',
    ...headers,
  });
}

test('the schema of a field says what its text stands for', async (t) => {
  const { server, seen } = await formServer(t);
  const parts: Part[] = [
    ['knowledge_base_name', '123'],
    ['enable_auto_refresh', 'true'],
    ['max_chunk_size', '1000'],
    ['knowledge_base_urls', '["https://a.example"]'],
    ['knowledge_base_texts', '[{"title": "a", "text": "b"}]'],
    ['colour', 'blue'],
  ];
  assert.equal((await post(server, encode(parts))).status, 201);
  assert.equal((await post(server, encode([['knowledge_base_name', 'true']]))).status, 201);
  assert.deepEqual(seen[0]?.body, {
    knowledge_base_name: '123',
    enable_auto_refresh: true,
    max_chunk_size: 1000,
    knowledge_base_urls: ['https://a.example'],
    knowledge_base_texts: [{ title: 'a', text: 'b' }],
  });
  assert.equal(seen[1]?.body.knowledge_base_name, 'true');
});

test('files of all three generations of SDKs arrive alike', async (t) => {
  const { server, seen, leftovers } = await formServer(t);
  const name: Part = ['knowledge_base_name', 'kb'];
  const file = (field: string, content: string): Part => [field, content, { name: `${content}.txt` }];
  const generations: Part[][] = [
    [file('knowledge_base_files', 'one'), name, file('knowledge_base_files', 'two')],
    [name, file('knowledge_base_files[]', 'one'), file('knowledge_base_files[]', 'two')],
    [name, ['knowledge_base_files', '[]'], file('knowledge_base_files', 'one'), file('knowledge_base_files', 'two')],
  ];
  for (const parts of generations) assert.equal((await post(server, encode(parts))).status, 201);
  for (const { files, body } of seen) {
    assert.deepEqual(
      files.map(({ field, fileName, content, size }) => [field, fileName, content, size]),
      [
        ['knowledge_base_files', 'one.txt', 'one', 3],
        ['knowledge_base_files', 'two.txt', 'two', 3],
      ],
    );
    assert.equal(body.knowledge_base_name, 'kb');
  }
  assert.equal(seen.length, 3);
  assert.deepEqual(await leftovers(), [], 'nothing outlives its request');
});

test('a list may also come as one field for each item', async (t) => {
  const { server, seen } = await formServer(t);
  const parts: Part[] = [
    ['knowledge_base_name', 'kb'],
    ['knowledge_base_urls[]', 'https://a.example'],
    ['knowledge_base_urls[]', 'https://b.example'],
    ['knowledge_base_texts[]', '{"title":"a","text":"b"}'],
  ];
  assert.equal((await post(server, encode(parts))).status, 201);
  assert.deepEqual(seen[0]?.body.knowledge_base_urls, ['https://a.example', 'https://b.example']);
  assert.deepEqual(seen[0]?.body.knowledge_base_texts, [{ title: 'a', text: 'b' }]);
});

test('a refusal names the field, what came and what is allowed', async (t) => {
  const { server, seen } = await formServer(t);
  const name: Part = ['knowledge_base_name', 'kb'];
  const refusals: [Part[], RegExp][] = [
    [[], /"knowledge_base_name" is missing/],
    [[name, name], /knowledge_base_name: expected once, got it 2 times/],
    [[name, ['max_chunk_size', 'many']], /max_chunk_size: expected a number, got "many"/],
    [[name, ['max_chunk_size', '12']], /max_chunk_size: expected at least 600, got 12/],
    [[name, ['max_chunk_size', '700.5']], /max_chunk_size: expected integer/],
    [[name, ['enable_auto_refresh', '1']], /enable_auto_refresh: expected true or false, got "1"/],
    [[name, ['knowledge_base_urls', 'https://a.example']], /knowledge_base_urls: expected a list as JSON/],
    [[name, ['knowledge_base_urls', '[1]']], /knowledge_base_urls\[0\]: expected string, got 1/],
    [[name, ['knowledge_base_texts', '[{"title":"a"}]']], /knowledge_base_texts\[0\]: "text" is missing/],
    [[name, ['knowledge_base_texts', `${'['.repeat(5000)}`]], /nested deeper/],
    [[['knowledge_base_name', 'a\0b']], /U\+0000/],
    [[name, ['document', 'x', { name: 'x.txt' }]], /no field "document" for files; files come as knowledge_base_files/],
    [[['knowledge_base_name', 'x', { name: 'x.txt' }]], /knowledge_base_name: expected text, got a file/],
  ];
  for (const [parts, message] of refusals) {
    const answer = await post(server, encode(parts));
    assert.equal(answer.status, 400, String(message));
    assert.match(answer.json.message, message);
  }
  assert.deepEqual(seen, []);
});

test('only a whole form is taken', async (t) => {
  const { server, leftovers } = await formServer(t);
  const whole = encode([['knowledge_base_files', 'content', { name: 'a.txt' }]]);
  const bodies: [string, Record<string, string>, RegExp][] = [
    [whole.slice(0, -20), {}, /ends in the middle/],
    [whole, { 'content-type': 'multipart/form-data' }, /no boundary/],
    ['no form at all', {}, /ends in the middle|RFC 7578/],
    ['{"knowledge_base_name":"x"}', { 'content-type': 'application/json' }, /must be a form/],
    ['a=b', { 'content-type': 'application/x-www-form-urlencoded' }, /must be multipart\/form-data/],
    ['{"texts":[],"files":[]}', { 'content-type': 'application/json' }, /must be a form/],
  ];
  for (const [body, headers, message] of bodies) {
    const answer = await post(server, body, headers);
    assert.equal(answer.status, 400, body);
    assert.match(answer.json.message, message);
  }
  const none = await server.send('POST', '/create-knowledge-base');
  assert.deepEqual([none.status, /A form .* is needed/.test(none.json.message)], [400, true]);
  assert.deepEqual(await leftovers(), []);
});

test('too many and too large is refused in words', async (t) => {
  const { server, leftovers } = await formServer(t, { files: 2, fileBytes: 100, textBytes: 1000, parts: 6 });
  const name: Part = ['knowledge_base_name', 'kb'];
  const file = (size: number): Part => ['knowledge_base_files', 'x'.repeat(size), { name: 'big.txt' }];
  assert.equal((await post(server, encode([name, file(100), file(1)]))).status, 201);
  const refusals: [Part[], number, RegExp][] = [
    [[name, file(101)], 413, /knowledge_base_files: the file "big.txt" has more than 100 bytes/],
    [[name, file(1), file(1), file(1)], 400, /knowledge_base_files: expected at most 2 files/],
    [[['knowledge_base_name', 'x'.repeat(1001)]], 413, /All text fields together/],
    [Array.from({ length: 7 }, (_, i): Part => [`f${i}`, 'x']), 400, /more than 6 parts/],
  ];
  for (const [parts, status, message] of refusals) {
    const answer = await post(server, encode(parts));
    assert.equal(answer.status, status, String(message));
    assert.match(answer.json.message, message);
  }
  assert.deepEqual(await leftovers(), []);
});

test('of a form that is refused no more is looked at than came with the fault', async (t) => {
  const { server, leftovers } = await formServer(t, { parts: 5 });
  const real = (Busboy.prototype as unknown as Writable)._write;
  let parsed = 0;
  t.mock.method(Busboy.prototype as unknown as Writable, '_write', function (this: Writable, ...args: unknown[]) {
    parsed += (args[0] as Buffer).length;
    return real.apply(this, args as Parameters<typeof real>);
  });
  const parts = Array.from({ length: 60_000 }, (_, i): Part => [`f${i}`, 'x']);
  const open: Part = ['knowledge_base_files', 'x'.repeat(200_000), { name: 'open.txt' }];
  for (const body of [encode(parts), encode([...parts.slice(0, 6), open])]) {
    parsed = 0;
    const answer = await post(server, body);
    assert.deepEqual([answer.status, /more than 5 parts/.test(answer.json.message)], [400, true]);
    assert.ok(parsed > 0 && parsed <= 200_000, `${parsed} of ${body.length} bytes`);
  }
  assert.deepEqual(await leftovers(), []);
});

test('a file name is only a name', async (t) => {
  const { server, seen } = await formServer(t);
  const names: [string, string][] = [
    ['../../etc/passwd', 'passwd'],
    ['C:\\\\temp\\\\report.pdf', 'report.pdf'],
    ['..', 'upload'],
    ['.hidden', 'hidden'],
    ['a\u202Etxt.exe', 'atxt.exe'],
    [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(180)}${'é'.repeat(16)}.pdf`],
    ['', 'upload'],
    ['Übersicht (neu).md', 'Übersicht (neu).md'],
  ];
  const parts = names.map(([given]): Part => ['knowledge_base_files', 'x', { name: given }]);
  assert.equal((await post(server, encode([['knowledge_base_name', 'kb'], ...parts]))).status, 201);
  assert.deepEqual(
    seen[0]?.files.map(({ fileName }) => fileName),
    names.map(([, expected]) => expected),
  );
});

test('nobody without a key gets a byte read, and cut uploads leave nothing behind', async (t) => {
  const { server, seen, leftovers } = await formServer(t);
  const { port } = new URL(server.url);
  const begin = async (key: string) => {
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(
      `POST /create-knowledge-base HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 100000\r\n` +
        'content-type: multipart/form-data; boundary=b0undary\r\n\r\n' +
        encode([['knowledge_base_files', 'x'.repeat(50_000), { name: 'a.txt' }]]).slice(0, 40_000),
    );
    return socket;
  };
  const stranger = await begin('wrong');
  const [answer] = (await once(stranger, 'data')) as [Buffer];
  assert.match(String(answer), /^HTTP\/1\.1 401 /);
  stranger.destroy();
  assert.deepEqual(await leftovers(), []);

  const handled = once(server.app.server, 'request');
  const cut = await begin(server.key);
  const [request] = await handled;
  while ((await leftovers()).length === 0) await setImmediate();
  assert.ok(!request.complete);
  cut.destroy();
  while ((await leftovers()).length > 0) await setImmediate();
  assert.deepEqual(seen, []);
});

test('a sender that falls silent is cut', async (t) => {
  const { server, leftovers } = await formServer(t, { idleMs: 20 });
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /create-knowledge-base HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${server.key}\r\ncontent-length: 100000\r\n` +
      'content-type: multipart/form-data; boundary=b0undary\r\n\r\n--b0undary\r\n',
  );
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  const answer = String(Buffer.concat(parts));
  assert.match(answer, /^HTTP\/1\.1 408 /);
  assert.match(answer, /Nothing came for 0\.02 s/);
  assert.deepEqual(await leftovers(), []);
});

test('files of many megabytes pass through the disk, not through memory', async (t) => {
  const { server, seen } = await formServer(t);
  const big = new Blob([new Uint8Array(30 * 1024 * 1024).fill(65)]);
  const form = new FormData();
  form.append('knowledge_base_name', 'kb');
  for (const name of ['a.txt', 'b.txt']) form.append('knowledge_base_files', big, name);
  const answer = await fetch(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  assert.equal(answer.status, 201);
  assert.deepEqual(
    seen[0]?.files.map(({ size }) => size),
    [big.size, big.size],
  );
});
