// Rows for tests that need a call and do not care which.

import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { insertCall, type CallRow, type Database, type NewRow } from '../../src/storage/index.ts';

export const TEST_WORKSPACE = 'org_test';

/** The workspace of all calls made here. */
export async function addTestWorkspace(db: Kysely<Database>, webhookUrl: string | null = null): Promise<void> {
  await db
    .insertInto('workspaces')
    .values({
      workspace_id: TEST_WORKSPACE,
      name: 'Test',
      webhook_urls: JSON.stringify(webhookUrl === null ? [] : [{ url: webhookUrl }]),
      concurrency_limit: 20,
      created_at: 1,
    })
    .execute();
}

/** A registered web call; `columns` say what is special about it. */
export function addTestCall(db: Kysely<Database>, columns: Partial<NewRow<'calls'>> = {}): Promise<CallRow> {
  return insertCall(db, {
    workspace_id: TEST_WORKSPACE,
    call_id: `call_${randomBytes(8).toString('hex')}`,
    call_type: 'web_call',
    call_status: 'registered',
    agent_id: 'agent_test',
    agent_version: 0,
    agent_name: null,
    created_at: Date.now(),
    files_key: randomBytes(32).toString('hex'),
    details: '{}',
    has_recording: false,
    owner_epoch: 0,
    ...columns,
  });
}
