// A server that is killed in the middle of creates: what it answered is there, nothing is half there, and what is sent again is there once.

import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { testServer, type TestServer } from '../support/http.ts';

const CREATES = 500;
const KILLED_AFTER = 60;

test('kill -9 during 500 creates, and the SDK sends again what was not answered', { timeout: 180_000 }, async (t) => {
  const server = await testServer(t);
  const { child, url } = await otherServer(server);
  t.after(async () => void child.kill('SIGKILL'));
  const dispatcher = new Agent({ connections: 64 });
  t.after(() => dispatcher.close());
  const create = async (to: string, n: number, count: number): Promise<string | null> => {
    const answer = await request(`${to}/create-retell-llm`, {
      method: 'POST',
      dispatcher,
      headers: {
        authorization: `Bearer ${server.key}`,
        'content-type': 'application/json',
        'x-stainless-retry-count': String(count),
      },
      body: JSON.stringify({ general_prompt: `create ${n}` }),
    });
    const { llm_id } = (await answer.body.json()) as { llm_id: string };
    assert.equal(answer.statusCode, 201);
    return llm_id;
  };
  let answered = 0;
  const first = await Promise.all(
    Array.from({ length: CREATES }, async (_, n) => {
      try {
        const id = await create(url, n, 0);
        if (++answered === KILLED_AFTER) child.kill('SIGKILL');
        return id;
      } catch {
        return null;
      }
    }),
  );
  const cut = first.filter((id) => id === null).length;
  assert.ok(cut > 0 && cut < CREATES, `${cut} of them were cut`);
  const second = await Promise.all(first.map(async (id, n) => id ?? (await create(server.url, n, 1))));

  const rows = await server.database.db.selectFrom('retell_llms').select(['llm_id', 'config']).execute();
  const byPrompt = new Map(rows.map(({ llm_id, config }) => [config['general_prompt'], llm_id]));
  assert.equal(rows.length, CREATES, 'each is there once');
  for (const [n, id] of second.entries()) assert.equal(byPrompt.get(`create ${n}`), id, `create ${n}`);
  const entries = await server.database.db.selectFrom('audit_log').select('object_id').execute();
  assert.deepEqual(new Set(entries.map(({ object_id }) => object_id)), new Set(second), 'each with its trace');
  assert.equal(entries.length, CREATES);
});

async function otherServer(server: TestServer): Promise<{ child: ChildProcess; url: string }> {
  const fixture = fileURLToPath(new URL('./races-kill.fixture.ts', import.meta.url));
  const { NODE_TEST_CONTEXT: _runner, ...env } = process.env;
  const child = spawn(process.execPath, [fixture, server.database.url, server.key], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, url: line.replace('listening ', '') };
}
