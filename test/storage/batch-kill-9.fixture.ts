// A process for tests: runs a batch of calls until it is killed, time in fast motion. Prints a line for each number that it dials.

import { writeSync } from 'node:fs';
import { silentLog } from '../../src/interfaces/log.ts';
import { runBatch } from '../../src/resources/batch-call/index.ts';
import { placeCall, releaseDueDials } from '../../src/resources/call/index.ts';
import { findCallById, openDatabase } from '../../src/storage/index.ts';

const [url = '', workspace_id = '', batch_call_id = '', start = '0'] = process.argv.slice(2);
const database = await openDatabase({ url, log: silentLog });
const db = database.jobs;
let now = Number(start);
const wallClock = (): number => (now += 1_000);
const deps = { db, wallClock, log: silentLog, renderCall: () => ({}), telephony: { placeCall: dial } };

for (;;) {
  await runBatch(deps, { workspace_id, batch_call_id }, new AbortController().signal);
  await releaseDueDials(db, wallClock);
  const released = await db.selectFrom('dials').select('call_id').where('released_at', 'is not', null).execute();
  await Promise.all(released.map(({ call_id }) => placeCall(deps as never, call_id)));
  const left = await db.selectFrom('batch_calls').select('done_at').executeTakeFirstOrThrow();
  if (left.done_at !== null && released.length === 0) break;
}
await database.close();

/** A carrier that takes every call, and whose session ends it at once. */
async function dial(callId: string): Promise<void> {
  const call = await findCallById(db, callId);
  writeSync(1, `${call?.to_number}\n`);
  await db.updateTable('calls').set({ call_status: 'ended' }).where('call_id', '=', callId).execute();
}
