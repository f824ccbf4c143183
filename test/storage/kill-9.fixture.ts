// A process for tests: runs calls through the built-in database until it is killed. Prints a line for whatever was acknowledged.

import { addTestCall, addTestWorkspace, TEST_WORKSPACE } from '../support/call-row.ts';
import { silentLog } from '../../src/interfaces/log.ts';
import { enqueueCallWebhook } from '../../src/resources/webhook/index.ts';
import {
  claimCall,
  createEventWriter,
  endCall,
  findWorkspace,
  nodeIdOf,
  openDatabase,
  startCall,
  takeNodeLease,
} from '../../src/storage/index.ts';

const dataDir = process.argv[2] ?? '';
const database = await openDatabase({ embedded: { dataDir }, log: silentLog });
const db = database.realtime;
if (!(await findWorkspace(db, TEST_WORKSPACE))) await addTestWorkspace(db, 'https://workspace.example/hook');
const lease = await takeNodeLease({ db, nodeId: await nodeIdOf(dataDir), log: silentLog });
await lease.setWorkerPool(`pool-${lease.epoch}`);
const events = createEventWriter({ pool: database.pools.events, spoolDir: `${dataDir}/spool`, log: silentLog });
console.log(`ready ${lease.epoch}`);
await Promise.all(Array.from({ length: 4 }, runCalls));

async function runCalls(): Promise<void> {
  for (;;) await runCall();
}

async function runCall(): Promise<void> {
  const { call_id: callId } = await addTestCall(db);
  console.log(`registered ${callId}`);
  const call = { callId, epoch: lease.epoch };
  await claimCall(db, callId, lease);
  await startCall(db, call, { start_timestamp: Date.now() });
  console.log(`ongoing ${callId}`);
  const log = events.open(call);
  for (let n = 0; n < 5; n += 1) {
    await log.durable({ at: n, wall: Date.now(), is: 'user_said', text: String(n), words: [] });
    console.log(`event ${callId} ${n}`);
  }
  await log.settled(1_000);
  await db.transaction().execute(async (trx) => {
    const end = { call_status: 'ended', disconnection_reason: 'user_hangup', end_timestamp: Date.now() } as const;
    const ended = await endCall(trx, call, end);
    if (ended) await enqueueCallWebhook(trx, ended, 'call_ended', { call_id: callId });
  });
  console.log(`ended ${callId}`);
}
