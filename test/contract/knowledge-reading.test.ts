// Reading of sources: from what was given to chunks that can be looked up.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { testServer, type TestServer } from '../support/http.ts';
import { readAll, readingDeps } from '../support/read-knowledge.ts';

type Files = [name: string, content: string | Uint8Array<ArrayBuffer>][];

async function create(server: TestServer, fields: Record<string, unknown>, files: Files = []) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ knowledge_base_name: 'kb', ...fields }))
    form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
  for (const [name, content] of files) form.append('knowledge_base_files', new Blob([content]), name);
  const response = await fetch(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  const json = (await response.json()) as any;
  assert.equal(response.status, 201, JSON.stringify(json));
  return json.knowledge_base_id as string;
}

const get = async (server: TestServer, id: string) => (await server.send('GET', `/get-knowledge-base/${id}`)).json;

function chunksOf(server: TestServer) {
  return server.database.db.selectFrom('knowledge_chunks').selectAll().orderBy('chunk_id').execute();
}

test('texts become chunks with vectors, and the knowledge base is complete', async (t) => {
  const server = await testServer(t);
  const deps = readingDeps(t, server);
  const id = await create(server, {
    knowledge_base_texts: [{ title: 'Hours', text: '# Opening\n\nNine to five.\n\n## Sunday\n\nClosed.' }],
  });
  assert.equal((await get(server, id)).status, 'in_progress');
  await readAll(server, deps);
  const base = await get(server, id);
  assert.deepEqual([base.status, base.knowledge_base_sources[0].status], ['complete', 'complete']);
  const [chunk, ...more] = await chunksOf(server);
  assert.deepEqual(
    [chunk?.text, chunk?.heading, chunk?.source_name, chunk?.source_url, more.length],
    ['Opening\nNine to five.\n\nSunday\nClosed.', '', 'Hours', null, 0],
  );
  assert.ok(chunk?.embedding && chunk.embedded_by);
});

/** Of `test/knowledge/files`; its README says how they were made. */
async function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(new URL(`../knowledge/files/${name}`, import.meta.url));
  return new Uint8Array(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

test('a source that cannot be read says why, beside those that can', async (t: TestContext) => {
  const server = await testServer(t);
  const deps = readingDeps(t, server);
  const id = await create(server, {}, [
    ['locked.pdf', await fixture('locked.pdf')],
    ['fine.txt', 'Words.'],
  ]);
  await readAll(server, deps);
  const base = await get(server, id);
  assert.equal(base.status, 'error');
  assert.deepEqual(
    base.knowledge_base_sources.map((source: any) => [source.filename, source.status, source.error]),
    [
      ['locked.pdf', 'error', 'the file is protected by a password'],
      ['fine.txt', 'complete', undefined],
    ],
  );
});
