// The server goes away in the middle of 500 creates of all kinds, by kill -9 and by SIGTERM: what it answered is there, nothing half-made
// stays, what was cut can be sent again, and webhooks of stored calls go out.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { silentLog } from '../../src/interfaces/log.ts';
import { openDatabase, type Database } from '../../src/storage/index.ts';
import { testDatabaseUrl } from '../support/database.ts';
import type { Scope } from '../support/scope.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import { until, wholeServer, type WholeServer } from '../support/whole-server.ts';

const CUT_AFTER = 100;

interface Create {
  /** Of `KINDS`. */
  kind: number;
  n: number;
}
/** What became of a create: the id that was answered, a refusal, or no answer. */
type Result = { id: string } | { status: number; body: any } | 'cut';

interface Setting {
  agent_id: string;
  chat_agent_id: string;
  llm_id: string;
}

interface Kind {
  /** In the answer. */
  id: string;
  /** So many of the creates are of this kind. */
  share: number;
  post: string;
  get: string;
  /** JSON, or a form. */
  body(n: number, there: Setting): object | FormData;
}

const KINDS: Kind[] = [
  {
    id: 'agent_id',
    share: 120,
    post: '/create-agent',
    get: '/get-agent',
    body: (n, { llm_id }) => ({
      agent_name: `agent ${n}`,
      voice_id: 'local-Joe',
      response_engine: { type: 'retell-llm', llm_id },
    }),
  },
  {
    id: 'call_id',
    share: 120,
    post: '/v2/create-web-call',
    get: '/v2/get-call',
    body: (n, { agent_id }) => ({ agent_id, metadata: { n } }),
  },
  {
    id: 'chat_id',
    share: 120,
    post: '/create-chat',
    get: '/get-chat',
    body: (n, { chat_agent_id }) => ({ agent_id: chat_agent_id, metadata: { n } }),
  },
  {
    id: 'knowledge_base_id',
    // Each is read and embedded afterwards, which takes longer than all others together.
    share: 20,
    post: '/create-knowledge-base',
    get: '/get-knowledge-base',
    body(n) {
      const form = new FormData();
      form.append('knowledge_base_name', `base ${n}`);
      form.append('knowledge_base_texts', JSON.stringify([{ title: 'Hours', text: `Open ${n} hours.` }]));
      form.append('knowledge_base_files', new File([`A file of base ${n}.`.repeat(500)], 'facts.txt'));
      return form;
    },
  },
  {
    id: 'phone_number',
    share: 120,
    post: '/import-phone-number',
    get: '/get-phone-number',
    body: (n, { agent_id }) => ({
      phone_number: `+1415555${String(1000 + n)}`,
      termination_uri: 'trunk.example.com',
      inbound_agents: [{ agent_id, weight: 1 }],
    }),
  },
];

/** The kind of each create, one after the other as far as the shares go. */
const CREATES: number[] = Array.from({ length: 120 }, (_, n) => n).flatMap((n) =>
  KINDS.flatMap(({ share }, kind) => (n % (120 / share) === 0 ? [kind] : [])),
);

interface Stage {
  server: WholeServer;
  db: Kysely<Database>;
  there: Setting;
  hooks: Awaited<ReturnType<typeof webhookReceiver>>;
}

async function stage(t: Scope): Promise<Stage> {
  const url = await testDatabaseUrl(t);
  const hooks = await webhookReceiver(t);
  const opened = await openDatabase({ url, log: silentLog });
  t.after(() => opened.close());
  const db = opened.http;
  const server = await wholeServer(t, { DATABASE_URL: url });
  await db.updateTable('workspaces').set({ concurrency_limit: 10_000 }).execute();
  const { agent_id, llm_id } = await server.makeAgent({ agent: { webhook_url: hooks.url } });
  const chat = await server.api('POST', '/create-retell-llm', { general_prompt: 'Be brief.' });
  const engine = { type: 'retell-llm', llm_id: chat['llm_id'] };
  const { agent_id: chat_agent_id } = await server.api('POST', '/create-chat-agent', { response_engine: engine });
  return { server, db, hooks, there: { agent_id, chat_agent_id, llm_id } };
}

async function create({ server, there }: Stage, { kind, n }: Create, tries: number): Promise<Result> {
  const { post, id, body } = KINDS[kind] as Kind;
  const sent = body(n, there);
  const isForm = sent instanceof FormData;
  const headers = { authorization: `Bearer ${server.key}`, 'x-stainless-retry-count': String(tries) };
  try {
    const response = await fetch(server.url + post, {
      method: 'POST',
      headers: isForm ? headers : { ...headers, 'content-type': 'application/json' },
      body: isForm ? sent : JSON.stringify(sent),
    });
    const answer = (await response.json()) as Record<string, string>;
    return response.status === 201 ? { id: answer[id] as string } : { status: response.status, body: answer };
  } catch {
    return 'cut';
  }
}

/** Sends all of them at once; `cut` is called when some are answered. */
async function createAll(on: Stage, cut: () => void): Promise<[Create, Result][]> {
  let answered = 0;
  return Promise.all(
    CREATES.map(async (kind, n): Promise<[Create, Result]> => {
      const each = { kind, n };
      const result = await create(on, each, 0);
      if (result !== 'cut' && ++answered === CUT_AFTER) cut();
      return [each, result];
    }),
  );
}

/** What was answered is there; the number of them. */
async function checkAnswered({ server }: Stage, results: [Create, Result][]): Promise<number> {
  let count = 0;
  for (const [{ kind }, result] of results) {
    if (typeof result !== 'object' || !('id' in result)) continue;
    const { get, id } = KINDS[kind] as Kind;
    const found = await server.api('GET', `${get}/${encodeURIComponent(result.id)}`);
    assert.equal(found[id], result.id);
    count++;
  }
  return count;
}

/** Rows without their partners, and files without rows. */
async function checkWhole({ server, db }: Stage): Promise<void> {
  // As if a quarter of an hour had passed.
  await sql`select graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) from graphile_worker.jobs
    where task_identifier = 'delete-files'`.execute(db);
  await until(async () => {
    const { rows } = await sql`select 1 from graphile_worker.jobs where task_identifier = 'delete-files'`.execute(db);
    return rows.length === 0;
  });
  const sources = await db.selectFrom('knowledge_base_sources').select(['knowledge_base_id', 'blob_key']).execute();
  const bases = await db.selectFrom('knowledge_bases').select('knowledge_base_id').execute();
  for (const { knowledge_base_id } of bases)
    assert.equal(sources.filter((source) => source.knowledge_base_id === knowledge_base_id).length, 2);
  // Calls have logs of their own.
  const folder = join(server.dataDir, 'files');
  const files = existsSync(folder) ? await readdir(folder, { recursive: true, withFileTypes: true }) : [];
  const keys = files
    .filter((file) => file.isFile() && !file.name.endsWith('.log'))
    .map((file) => `${file.parentPath.split('/').at(-1)}/${file.name}`);
  assert.deepEqual(new Set(keys), new Set(sources.map(({ blob_key }) => blob_key)), 'files and rows');
  const lost = await sql<{ table: string; n: string }>`
    select 'calls' as table, count(*) as n from calls where configuration_hash is not null
      and not exists (select 1 from configurations c where c.hash = calls.configuration_hash)
    union all select 'chats', count(*) from chats
      where not exists (select 1 from configurations c where c.hash = chats.configuration_hash)`.execute(db);
  assert.deepEqual(
    lost.rows.map(({ n }) => Number(n)),
    [0, 0],
    'what calls and chats ran with',
  );
}

/** What was not answered is sent again by its client; afterwards everything is there. */
async function sendAgain(on: Stage, results: [Create, Result][]): Promise<void> {
  // As if the two minutes had passed after which an attempt counts as dead.
  await on.db
    .updateTable('create_attempts')
    .set(({ eb }) => ({ created_at: eb('created_at', '-', 121_000) }))
    .where('answer', 'is', null)
    .execute();
  const cut = results.filter(([, result]) => result === 'cut' || 'status' in result);
  const again = await Promise.all(cut.map(async ([each]) => [each, await create(on, each, 1)] as [Create, Result]));
  for (const [{ kind }, result] of again)
    assert.ok(typeof result === 'object' && 'id' in result, `${KINDS[kind]?.post}: ${JSON.stringify(result)}`);
  await checkAnswered(on, again);
  const stuck = await on.db.selectFrom('create_attempts').select('attempt_id').where('answer', 'is', null).execute();
  assert.deepEqual(stuck, []);
  const count = async (table: 'agents' | 'calls' | 'phone_numbers') =>
    (await on.db.selectFrom(table).selectAll().execute()).length;
  const share = (id: string) => KINDS.find((kind) => kind.id === id)?.share ?? 0;
  // Those that wait for nobody are there exactly once; two agents were there before.
  assert.deepEqual(
    [await count('agents'), await count('calls'), await count('phone_numbers')],
    [share('agent_id') + 2, share('call_id'), share('phone_number')],
  );
}

// Both wait for the clock of the real program, so they wait together.
describe('the server goes away', { concurrency: 2 }, () => {
  test('kill -9 during 500 creates of all kinds', { timeout: 280_000 }, async (t) => {
    const on = await stage(t);
    const results = await createAll(on, () => void on.server.process.process.kill('SIGKILL'));
    const cut = results.filter(([, result]) => result === 'cut').length;
    assert.ok(cut > 0, `${cut} of them were cut`);
    assert.ok(
      results.every(([, result]) => result === 'cut' || 'id' in result),
      'no other answers',
    );
    await on.server.process.kill();
    await on.server.restart();
    assert.equal(await checkAnswered(on, results), CREATES.length - cut);
    await checkWhole(on);
    await sendAgain(on, results);
    await checkWhole(on);
    const calls = await on.db.selectFrom('calls').select('call_id').execute();
    // Nobody joins them.
    await until(async () => {
      const told = new Set(
        on.hooks.received.filter(({ event }) => event === 'call_ended').map(({ call }) => call['call_id']),
      );
      return calls.every(({ call_id }) => told.has(call_id));
    });
  });

  test('SIGTERM during 500 creates of all kinds', { timeout: 280_000 }, async (t) => {
    const on = await stage(t);
    let stopping: Promise<number | null> | undefined;
    const results = await createAll(on, () => void (stopping = on.server.process.stop()));
    // 1: what runs did not come to its end within the fifteen seconds that an end may take.
    assert.ok([0, 1].includes((await stopping) ?? -1));
    for (const [, result] of results) {
      if (result === 'cut' || 'id' in result) continue;
      assert.equal(result.status, 503, JSON.stringify(result.body));
      assert.equal(result.body.status, 'error');
    }
    await on.server.restart();
    assert.ok((await checkAnswered(on, results)) >= CUT_AFTER);
    await checkWhole(on);
    await sendAgain(on, results);
  });
});
