import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { sql, type Kysely } from 'kysely';
import { addTestWorkspace, TEST_WORKSPACE } from '../../test/support/call-row.ts';
import { testDatabaseUrl } from '../../test/support/database.ts';
import { silentLog } from '../interfaces/log.ts';
import { kyselyOver } from './database.ts';
import { createPool } from './pools.ts';
import type { Database } from './schema.ts';
import { findCall, listCalls, updateCall } from './tables/index.ts';

/** The tables as they were before a migration, in a schema of their own; `migrate` runs it and all that come after it. */
async function tablesBefore(
  t: TestContext,
  first: string,
): Promise<{ db: Kysely<Database>; migrate(): Promise<void> }> {
  const url = await testDatabaseUrl(t);
  const schema = encodeURIComponent('-c search_path=earlier');
  const pool = createPool(`${url}${url.includes('?') ? '&' : '?'}options=${schema}`, 'migrations', silentLog);
  t.after(() => pool.end());
  const db = kyselyOver(pool);
  const files = (await readdir(new URL('migrations/', import.meta.url))).sort();
  const run = async (names: string[]): Promise<void> => {
    await db.transaction().execute(async (trx) => {
      for (const name of names) {
        const { up } = (await import(`./migrations/${name}`)) as { up(db: unknown): Promise<void> };
        await up(trx);
      }
    });
  };
  await sql`create schema earlier`.execute(db);
  await run(files.filter((name) => name < first));
  return { db, migrate: () => run(files.filter((name) => name >= first)) };
}

test('calls of before keep their transcripts, and are found by the tools in them', async (t) => {
  const { db, migrate } = await tablesBefore(t, '0019');
  await addTestWorkspace(db);
  const said = [
    { role: 'tool_call_invocation', tool_call_id: 't1', name: 'find_order', arguments: '{}', time_sec: 1 },
    { role: 'tool_call_result', tool_call_id: 't1', successful: true, content: 'ü "', time_sec: 1.5 },
  ];
  const forms = { transcript: 'Agent: Hi\n', transcript_with_tool_calls: said };
  for (const [call_id, transcripts] of [
    ['call_said', JSON.stringify(forms)],
    ['call_silent', null],
  ])
    await sql`insert into calls (workspace_id, call_id, call_type, call_status, agent_id, agent_version, created_at, files_key,
        has_recording, owner_epoch, details, transcripts)
      values (${TEST_WORKSPACE}, ${call_id}, 'web_call', 'ended', 'agent_a', 0, 1, ${call_id}, false, 0, '{}', ${transcripts})`.execute(
      db,
    );

  await migrate();
  const found = async (name: string): Promise<string[]> =>
    (await listCalls(db, TEST_WORKSPACE, { limit: 9, filter: { tool_calls: [{ name }], call_status: ['ended'] } })).map(
      ({ call_id }) => call_id,
    );
  assert.deepEqual((await findCall(db, TEST_WORKSPACE, 'call_said'))?.details, forms);
  assert.equal((await findCall(db, TEST_WORKSPACE, 'call_silent'))?.transcripts, null);
  assert.deepEqual(await found('find_order'), ['call_said']);

  const details = { transcript_with_tool_calls: [{ ...said[0], name: 'refund' }] };
  const row = await updateCall(db, TEST_WORKSPACE, 'call_said', { details });
  assert.deepEqual(row?.details, { ...forms, ...details });
  await updateCall(db, TEST_WORKSPACE, 'call_silent', { details });
  assert.deepEqual([await found('find_order'), (await found('refund')).sort()], [[], ['call_said', 'call_silent']]);
});
