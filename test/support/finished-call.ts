// A phone call that was, written as calls are: begun by a row, ended by the one function that ends calls.

import { silentLog } from '../../src/interfaces/log.ts';
import { writeEnd } from '../../src/resources/call/finish.ts';
import type { NewRow, Row } from '../../src/storage/index.ts';
import { addTestCall } from './call-row.ts';
import type { TestServer } from './http.ts';

export async function finishedCall(server: TestServer, columns: Partial<NewRow<'calls'>>): Promise<Row<'calls'>> {
  const row = await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_type: 'phone_call',
    call_status: 'ongoing',
    ...columns,
  });
  const deps = {
    db: server.database.db,
    blobs: server.deps.blobs,
    repairRecording: async () => false,
    fileLinks: server.deps.resources.fileLinks,
    wallClock: () => server.clock.now,
    log: silentLog,
  };
  const end = {
    reason: 'user_hangup',
    detail: '',
    endedAt: (row.start_timestamp ?? 0) + 500,
    hasRecording: false,
  } as const;
  await writeEnd(deps, row, [], end);
  return row;
}
