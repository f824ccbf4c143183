// What the end of a call needs, over a real database and a folder of its own.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CallEvent, CallFact } from '../../src/interfaces/call-event.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import type { RecoverDeps } from '../../src/resources/call/recover.ts';
import { createFileLinks } from '../../src/resources/file/index.ts';
import { createLocalBlobs } from '../../src/storage/index.ts';
import { addTestWorkspace } from './call-row.ts';
import { testDatabase, type TestDatabase } from './database.ts';

export const OUR_EPOCH = 7;
export const STARTED_MS = 1_700_000_000_000;

export async function callEndDeps(t: TestContext): Promise<RecoverDeps & { database: TestDatabase }> {
  const database = await testDatabase(t);
  const folder = await mkdtemp(join(tmpdir(), 'ringback-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await addTestWorkspace(database.db, 'https://workspace.example/hook');
  return {
    database,
    db: database.db,
    blobs: createLocalBlobs(folder),
    repairRecording: async () => false,
    node: () => ({ nodeId: 'node_us', epoch: OUR_EPOCH }),
    fileLinks: createFileLinks({ publicUrl: 'http://ringback.test', secret: Buffer.alloc(32), now: () => STARTED_MS }),
    wallClock: () => STARTED_MS + 60_000,
    log: silentLog,
  };
}

/** Facts a second apart, from the start of the call. */
export function eventsOf(...facts: CallFact[]): CallEvent[] {
  return facts.map((fact, index) => ({ at: index * 1e6, wall: STARTED_MS + index * 1000, ...fact }));
}

export async function addEvents(database: TestDatabase, callId: string, events: CallEvent[]): Promise<void> {
  for (const [seq, { at, wall, ...fact }] of events.entries()) {
    await database.db
      .insertInto('call_events')
      .values({ call_id: callId, seq, at_us: at, wall_ms: wall, kind: fact.is, fact: JSON.stringify(fact) })
      .execute();
  }
}

export const GREETING: CallFact = {
  is: 'agent_said',
  utt: 'u1',
  text: 'Hello.',
  words: [{ word: 'Hello.', start: 0, end: 0.5 }],
  interrupted: false,
  metadata: { response_id: 0 },
};
