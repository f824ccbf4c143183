// Knowledge bases: what goes in, what is refused, what stays when something fails.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import Retell, { toFile } from 'retell-sdk';
import RetellOfContract from 'retell-sdk-contract';
import { deleteFiles } from '../../src/jobs/delete-files.ts';
import { addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { testServer, type TestServer } from '../support/http.ts';

type Fields = Record<string, unknown>;
type Files = [name: string, content: string | Uint8Array<ArrayBuffer>][];

async function submit(server: TestServer, path: string, fields: Fields, files: Files = [], key = server.key) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  for (const [name, content] of files) form.append('knowledge_base_files', new Blob([content]), name);
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: form,
  });
  return { status: response.status, json: (await response.json()) as any };
}

const create = (server: TestServer, fields: Fields = {}, files: Files = []) =>
  submit(server, '/create-knowledge-base', { knowledge_base_name: 'kb', ...fields }, files);

/** All files that are kept. */
async function blobs(server: TestServer): Promise<string[]> {
  const folder = join(server.deps.uploads.folder, '..', 'files');
  const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

/** What the queue would do. */
async function deleteQueuedFiles(server: TestServer): Promise<void> {
  const { rows } = await server.database.pools.jobs.query(
    `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'delete-files'`,
  );
  for (const { payload } of rows) await deleteFiles({ db: server.database.db, blobs: server.deps.blobs }, payload);
}

test('a knowledge base keeps texts, pages and files, and waits for its reader', async (t) => {
  const server = await testServer(t);
  const made = await create(
    server,
    {
      knowledge_base_texts: [{ title: 'Hours', text: 'Nine to five.' }],
      knowledge_base_urls: ['https://example.com/a', 'https://example.com/a'],
      enable_auto_refresh: true,
      max_chunk_size: 1000,
    },
    [['Prices 2026.md', '# Prices']],
  );
  assert.equal(made.status, 201);
  const { knowledge_base_sources: sources, ...rest } = made.json;
  assert.match(rest.knowledge_base_id, /^knowledge_base_[0-9a-f]{16}$/);
  assert.deepEqual(rest, {
    knowledge_base_id: rest.knowledge_base_id,
    knowledge_base_name: 'kb',
    status: 'in_progress',
    max_chunk_size: 1000,
    min_chunk_size: 400,
    enable_auto_refresh: true,
  });
  assert.deepEqual(
    sources.map((source: any) => [source.type, source.filename ?? source.title ?? source.url, source.file_size]),
    [
      ['document', 'Prices 2026.md', 8],
      ['text', 'Hours', undefined],
      ['url', 'https://example.com/a', undefined],
    ],
  );
  const read = async (url: string) => (await fetch(url.replace('http://ringback.test', server.url))).text();
  assert.equal(await read(sources[0].file_url), '# Prices');
  assert.equal(await read(sources[1].content_url), 'Nine to five.');
  assert.match(sources[0].file_url, /\/files\/[0-9a-f]{64}\/Prices-2026\.md$/);

  const again = await server.send('GET', `/get-knowledge-base/${rest.knowledge_base_id}`);
  assert.deepEqual(again.json, made.json);
  assert.deepEqual((await server.send('GET', '/list-knowledge-bases')).json, [made.json]);
});

test('knowledge bases are listed from the newest to the oldest', async (t) => {
  const server = await testServer(t);
  for (const name of ['one', 'two', 'three']) {
    await create(server, { knowledge_base_name: name });
    server.clock.now += 1;
  }
  const { json } = await server.send('GET', '/list-knowledge-bases?limit=x');
  assert.deepEqual(
    json.map((each: any) => [each.knowledge_base_name, each.status, each.knowledge_base_sources]),
    [
      ['three', 'complete', []],
      ['two', 'complete', []],
      ['one', 'complete', []],
    ],
  );
});

test('sources are added and taken away', async (t) => {
  const server = await testServer(t);
  const { json } = await create(server, { knowledge_base_texts: [{ title: 'a', text: 'A' }] });
  const id = json.knowledge_base_id;
  const urls = { knowledge_base_urls: ['https://example.com/a', 'https://example.com/b'] };
  const added = await submit(server, `/add-knowledge-base-sources/${id}`, urls, [['a.txt', 'content']]);
  assert.equal(added.status, 201);
  assert.equal(added.json.knowledge_base_sources.length, 4);
  const twice = await submit(server, `/add-knowledge-base-sources/${id}`, urls);
  assert.equal(twice.json.knowledge_base_sources.length, 4, 'an address is in once');
  let left = added.json;
  for (const { source_id } of added.json.knowledge_base_sources) {
    assert.equal(left.status, 'in_progress');
    const answer = await server.send('DELETE', `/delete-knowledge-base-source/${id}/source/${source_id}`);
    assert.equal(answer.status, 200);
    left = answer.json;
    const gone = await server.send('DELETE', `/delete-knowledge-base-source/${id}/source/${source_id}`);
    assert.equal(gone.status, 422);
    assert.match(gone.json.message, /no knowledge base source "source_/);
  }
  assert.deepEqual([left.status, left.knowledge_base_sources], ['complete', []]);
  assert.equal((await blobs(server)).length, 2);
  await deleteQueuedFiles(server);
  await deleteQueuedFiles(server);
  assert.deepEqual(await blobs(server), []);
});

test('deleting a knowledge base takes its files along', async (t) => {
  const server = await testServer(t);
  const { json } = await create(server, { knowledge_base_texts: [{ title: 'a', text: 'A' }] }, [['a.txt', 'x']]);
  assert.equal((await server.send('DELETE', `/delete-knowledge-base/${json.knowledge_base_id}`)).status, 204);
  await deleteQueuedFiles(server);
  assert.deepEqual(await blobs(server), []);
  for (const [method, path] of [
    ['GET', `/get-knowledge-base/${json.knowledge_base_id}`],
    ['DELETE', `/delete-knowledge-base/${json.knowledge_base_id}`],
    ['DELETE', `/delete-knowledge-base-source/${json.knowledge_base_id}/source/x`],
  ] as const)
    assert.equal((await server.send(method, path)).status, 422, path);
  const late = await submit(server, `/add-knowledge-base-sources/${json.knowledge_base_id}`, {}, [['b.txt', 'x']]);
  assert.equal(late.status, 400);
  assert.match(late.json.message, /There is no knowledge base "knowledge_base_/);
  assert.deepEqual(await blobs(server), []);
});

test('what a knowledge base cannot hold is refused in words, and nothing of it stays', async (t) => {
  const server = await testServer(t);
  const table = (rows: number, columns: number) => `${Array(columns).fill('"a, b"').join(',')}\n`.repeat(rows);
  const refusals: [Fields, Files, RegExp][] = [
    [{ knowledge_base_name: 'x'.repeat(41) }, [], /knowledge_base_name: expected 1 to 40 characters, got 41/],
    [{ knowledge_base_name: ' ' }, [], /knowledge_base_name: expected 1 to 40/],
    [{ max_chunk_size: 599 }, [], /max_chunk_size: expected at least 600, got 599/],
    [
      { max_chunk_size: 600, min_chunk_size: 600 },
      [],
      /min_chunk_size: expected less than max_chunk_size, 600, got 600/,
    ],
    [{ knowledge_base_urls: ['example.com'] }, [], /knowledge_base_urls\[0\]: expected an http/],
    [{ knowledge_base_urls: ['ftp://example.com'] }, [], /knowledge_base_urls\[0\]: expected an http/],
    [{ knowledge_base_urls: ['https://me:pw@example.com'] }, [], /knowledge_base_urls\[0\]: .* user name/],
    [
      { knowledge_base_urls: Array.from({ length: 501 }, (_, i) => `https://example.com/${i}`) },
      [],
      /knowledge_base_urls: .* at most 500 of them, got 501/,
    ],
    [{ knowledge_base_texts: Array(51).fill({ title: 'a', text: 'b' }) }, [], /knowledge_base_texts: .* at most 50/],
    [{ knowledge_base_texts: [{ title: 'a', text: ' ' }] }, [], /knowledge_base_texts\[0\]\.text: expected some text/],
    [{}, Array(26).fill(['a.txt', 'x']) as Files, /knowledge_base_files: expected at most 25 files/],
    [{}, [['a.exe', 'x']], /knowledge_base_files\[0\] \(a\.exe\): expected one of bmp, csv, .* got exe/],
    [
      {},
      [
        ['good.txt', 'x'],
        ['a.pdf', 'no pdf'],
      ],
      /knowledge_base_files\[1\] \(a\.pdf\): the content is not pdf/,
    ],
    [{}, [['a.docx', 'PK\x03\x04 some other archive']], /\(a\.docx\): the content is not docx/],
    [{}, [['a.txt', new Uint8Array([1, 2, 3, 0])]], /\(a\.txt\): the content is not txt/],
    [{}, [['upload', new Uint8Array([1, 2, 3, 0])]], /\(upload\): the content is of no kind that can be read/],
    [{}, [['a.txt', '']], /\(a\.txt\): the file is empty/],
    [{}, [['a.csv', table(1002, 2)]], /\(a\.csv\): expected at most 1000 rows under the first/],
    [{}, [['a.csv', table(2, 51)]], /\(a\.csv\): expected at most 50 columns/],
  ];
  for (const [fields, files, message] of refusals) {
    const answer = await create(server, fields, files);
    assert.match(answer.json.message, message);
    assert.equal(answer.status, 400);
  }
  assert.deepEqual((await server.send('GET', '/list-knowledge-bases')).json, []);
  assert.deepEqual(await blobs(server), []);
  assert.equal((await create(server, {}, [['a.csv', table(1001, 50)]])).status, 201);
});

test('limits count what is there already, even when two ask at once', async (t) => {
  const server = await testServer(t);
  const { json } = await create(server, { knowledge_base_texts: Array(40).fill({ title: 'a', text: 'b' }) });
  const more = () =>
    submit(server, `/add-knowledge-base-sources/${json.knowledge_base_id}`, {
      knowledge_base_texts: Array(6).fill({ title: 'a', text: 'b' }),
    });
  const answers = await Promise.all([more(), more()]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400]);
  const refused = answers.find(({ status }) => status === 400);
  assert.match(refused?.json.message, /at most 50 of them, got 6 and there are 46 already/);
  assert.equal((await blobs(server)).length, 46);
});

test('the content decides what a document is', async (t) => {
  const server = await testServer(t);
  const zip = (entry: string) => `PK\x03\x04\x14\0\0\0\0\0${entry}`;
  const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const files: [string, Uint8Array<ArrayBuffer>, string][] = [
    ['upload', latin('%PDF-1.7 ...'), 'pdf'],
    ['scan.png', latin('\xff\xd8\xff\xe0 jpeg after all'), 'jpeg'],
    ['upload', latin('<!DOCTYPE html><p>hi'), 'html'],
    ['page.htm', latin('<p>hi'), 'html'],
    ['upload', latin('just words'), 'txt'],
    ['a.docx', latin(zip('word/document.xml')), 'docx'],
    ['upload', latin(zip('xl/workbook.xml')), 'xlsx'],
    ['book.epub', latin(zip('mimetypeapplication/epub+zip')), 'epub'],
    ['old.doc', latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'doc'],
    ['a.rst', latin('Title\n====='), 'rst'],
    ['utf16.txt', latin('\xff\xfeh\0i\0'), 'txt'],
  ];
  const made = await create(
    server,
    {},
    files.map(([name, content]) => [name, content]),
  );
  assert.equal(made.status, 201, made.json.message);
  const rows = await server.database.db.selectFrom('knowledge_base_sources').selectAll().orderBy('position').execute();
  assert.deepEqual(
    rows.map((row) => [row.name, row.file_kind, row.state]),
    files.map(([name, , kind]) => [name, kind, 'waiting']),
  );
});

test('official SDKs of both generations manage knowledge bases', async (t) => {
  const server = await testServer(t);
  for (const Sdk of [Retell, RetellOfContract as unknown as typeof Retell]) {
    const retell = new Sdk({ apiKey: server.key, baseURL: server.url, maxRetries: 0 });
    const made = await retell.knowledgeBase.create({
      knowledge_base_name: 'true',
      knowledge_base_texts: [{ title: 'a', text: 'b' }],
      knowledge_base_urls: ['https://example.com'],
      knowledge_base_files: [await toFile(Buffer.from('one'), 'one.txt'), await toFile(Buffer.from('two'), 'two.txt')],
      enable_auto_refresh: false,
      max_chunk_size: 700,
    });
    assert.deepEqual(
      [made.knowledge_base_name, made.max_chunk_size, made.knowledge_base_sources?.length],
      ['true', 700, 4],
    );
    const more = await retell.knowledgeBase.addSources(made.knowledge_base_id, {
      knowledge_base_files: [await toFile(Buffer.from('three'), 'three.txt')],
    });
    assert.equal(more.knowledge_base_sources?.length, 5);
    const [source] = more.knowledge_base_sources ?? [];
    const less = await retell.knowledgeBase.deleteSource(source?.source_id ?? '', {
      knowledge_base_id: made.knowledge_base_id,
    });
    assert.equal(less.knowledge_base_sources?.length, 4);
    assert.equal((await retell.knowledgeBase.retrieve(made.knowledge_base_id)).status, 'in_progress');
    await retell.knowledgeBase.delete(made.knowledge_base_id);
    assert.deepEqual(await retell.knowledgeBase.list(), []);
  }
});

test("another workspace's knowledge base is as unknown as one that never was", async (t) => {
  const server = await testServer(t);
  await addTestWorkspace(server.database.db);
  const { json } = await create(server);
  const id = json.knowledge_base_id;
  await server.database.db
    .updateTable('knowledge_bases')
    .set({ workspace_id: TEST_WORKSPACE })
    .where('knowledge_base_id', '=', id)
    .execute();
  const shown = (text: string) => text.replaceAll(id, 'ID').replaceAll('knowledge_base_unknown', 'ID');
  for (const [method, path] of [
    ['GET', '/get-knowledge-base/'],
    ['DELETE', '/delete-knowledge-base/'],
  ] as const) {
    const foreign = await server.send(method, path + id);
    const unknown = await server.send(method, `${path}knowledge_base_unknown`);
    assert.deepEqual([foreign.status, shown(foreign.text)], [unknown.status, shown(unknown.text)]);
  }
  const foreign = await submit(server, `/add-knowledge-base-sources/${id}`, {});
  assert.equal(foreign.status, 400);
  const llm = await server.send('POST', '/create-retell-llm', { knowledge_base_ids: [id] });
  assert.deepEqual([llm.status, /knowledge_base_ids\[0\]: there is no knowledge base/.test(llm.text)], [400, true]);
});
