// A server that is killed while it reads a source: the next one goes on where it was, and nothing is there twice.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testServer } from '../support/http.ts';

test('a source whose server was killed while it was read, and again before it had its vectors, is read once', async (t) => {
  const server = await testServer(t);
  const form = new FormData();
  form.append('knowledge_base_name', 'kb');
  form.append('knowledge_base_files', new Blob(['# Hours\n\nNine to five.']), 'hours.md');
  const response = await fetch(`${server.url}/create-knowledge-base`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  const { knowledge_base_id: id } = (await response.json()) as { knowledge_base_id: string };
  // The folder of all files: each lies in a folder of its own.
  const folder = join(server.deps.blobs.localPath(`${'0'.repeat(64)}/any.md`), '../../..');
  const live = (end: string) => steps([server.database.url, folder, id, end], end);
  const chunks = () => server.database.db.selectFrom('knowledge_chunks').selectAll().execute();
  const status = async () => (await server.send('GET', `/get-knowledge-base/${id}`)).json.status;

  assert.deepEqual(await live('read'), ['read']);
  assert.deepEqual([await status(), (await chunks()).length], ['in_progress', 0]);
  assert.deepEqual(await live('embed'), ['read', 'embed'], 'it was not read before');
  const [before] = await chunks();
  assert.deepEqual([await status(), before?.embedding], ['in_progress', null]);
  assert.deepEqual(await live(''), ['embed'], 'what was read is not read again');
  const [after, ...more] = await chunks();
  assert.deepEqual([await status(), after?.chunk_id, more.length], ['complete', before?.chunk_id, 0]);
  assert.ok(after?.embedding);
});

/** Of one life of the server: it is killed at the step `end`, or ends by itself. */
async function steps(args: string[], end: string): Promise<string[]> {
  const fixture = fileURLToPath(new URL('./knowledge-kill-9.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line === end) child.kill('SIGKILL');
  }
  return lines;
}
