// Assets: images and sounds under addresses of their own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import Retell, { toFile } from 'retell-sdk';
import { testServer, type TestServer } from '../support/http.ts';

const PNG = Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1');

async function upload(server: TestServer, name: string, content: string | Uint8Array<ArrayBuffer>, field = 'file') {
  const form = new FormData();
  form.append(field, new Blob([content]), name);
  const response = await fetch(`${server.url}/create-asset`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  return { status: response.status, json: (await response.json()) as any };
}

test('the official SDK uploads an asset, and whoever has its address may read it', async (t) => {
  const server = await testServer(t);
  const retell = new Retell({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
  const made = await retell.asset.create({ file: await toFile(PNG, 'My logo.png', { type: 'text/html' }) });
  assert.match(made.asset_id ?? '', /^asset_[0-9a-f]{24}$/);
  assert.deepEqual(
    [made.file_name, made.content_type, made.file_size, made.created_timestamp],
    ['My logo.png', 'image/png', PNG.length, server.clock.now],
  );
  const answer = await fetch((made.url ?? '').replace('http://ringback.test', server.url));
  assert.equal(answer.headers.get('content-type'), 'image/png');
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), PNG);
  const shown = await server.send('GET', `/get-asset/${made.asset_id}`);
  assert.deepEqual([shown.status, shown.json], [200, made]);
});

test('its content says what an asset is', async (t) => {
  const server = await testServer(t);
  const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const kinds: [string, Uint8Array<ArrayBuffer>, string][] = [
    ['a.png', latin('GIF89a..'), 'image/gif'],
    ['a', latin('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
    ['a.txt', latin('<?xml version="1.0"?>\n<svg xmlns="x"/>'), 'image/svg+xml'],
    ['a', latin('RIFF\x10\0\0\0WAVEfmt '), 'audio/wav'],
    ['a', latin('ID3\x04...'), 'audio/mpeg'],
    ['a', latin('\xff\xfb\x90\0'), 'audio/mpeg'],
    ['a', latin('\xff\xf1\x50\x80'), 'audio/aac'],
    ['a', latin('OggS...'), 'audio/ogg'],
    ['a', latin('fLaC...'), 'audio/flac'],
    ['a', latin('\x1aE\xdf\xa3...'), 'audio/webm'],
    ['a', latin('\0\0\0\x20ftypM4A ....'), 'audio/mp4'],
  ];
  for (const [name, content, type] of kinds) {
    const { status, json } = await upload(server, name, content);
    assert.deepEqual([status, json.content_type], [201, type]);
  }
  for (const [name, content] of [
    ['a.png', '<html><script>alert(1)</script>'],
    ['a.png', ''],
    ['a.mp3', '%PDF-1.7'],
  ] as const) {
    const { status, json } = await upload(server, name, content);
    assert.equal(status, 400);
    assert.match(json.message, /file: expected content of one of png, jpeg/);
  }
});

test('one file of at most 10 MB, under its own name', async (t) => {
  const server = await testServer(t);
  const big = new Uint8Array(10 * 1024 * 1024 + 1);
  big.set(PNG);
  const large = await upload(server, 'a.png', big);
  assert.deepEqual([large.status, /at most 10 MB/.test(large.json.message)], [413, true]);
  assert.match((await upload(server, 'a.png', PNG, 'files')).json.message, /no field "files" .* files come as file/);
  const form = new FormData();
  for (const name of ['a', 'b']) form.append('file', new Blob([PNG]), name);
  const two = await fetch(`${server.url}/create-asset`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  assert.match(await two.text(), /file: expected one file, got 2/);
});

test('assets are listed page by page, also while some come and go', async (t) => {
  const server = await testServer(t);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.unshift((await upload(server, 'a.png', PNG)).json.asset_id);
  ids.sort().reverse();
  const first = (await server.send('GET', '/v2/list-assets?limit=2')).json;
  assert.deepEqual([first.items.map((each: any) => each.asset_id), first.has_more], [ids.slice(0, 2), true]);
  assert.equal((await server.send('DELETE', `/delete-asset/${ids[1]}`)).status, 204);
  server.clock.now += 1;
  await upload(server, 'new.png', PNG);
  const second = (await server.send('GET', `/v2/list-assets?limit=2&pagination_key=${first.pagination_key}`)).json;
  assert.deepEqual(
    second.items.map((each: any) => each.asset_id),
    ids.slice(2, 4),
  );
  const third = (await server.send('GET', `/v2/list-assets?limit=2&pagination_key=${second.pagination_key}`)).json;
  assert.deepEqual([third.items.length, third.has_more, third.pagination_key], [1, false, undefined]);
  const wrong = await server.send('GET', '/v2/list-assets?pagination_key=abc');
  assert.deepEqual([wrong.status, /pagination_key/.test(wrong.json.message)], [400, true]);
  for (const method of ['GET /get-asset/', 'DELETE /delete-asset/']) {
    const [verb = '', path] = method.split(' ');
    assert.equal((await server.send(verb, path + (ids[1] ?? ''))).status, 404);
  }
});
