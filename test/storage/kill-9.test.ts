// What was acknowledged is on disk: calls, their events and the outbox, whenever the process dies.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { silentLog } from '../../src/interfaces/log.ts';
import {
  claimOrphanedCalls,
  findCallById,
  listEvents,
  listWebhookDeliveries,
  nodeIdOf,
  openDatabase,
  takeNodeLease,
} from '../../src/storage/index.ts';

const ROUNDS = 3;
const ACKNOWLEDGED_PER_ROUND = 60;

test('nothing that was acknowledged is lost when the process is killed, and what it left open is found', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ringback-kill-'));
  await chmod(dataDir, 0o711);
  const closers: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  t.after(async () => {
    for (const close of closers.reverse()) await close();
  });

  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) acknowledged.push(...(await runAndKill(dataDir)));
  assert.ok(acknowledged.length >= ROUNDS * ACKNOWLEDGED_PER_ROUND);

  const database = await openDatabase({ embedded: { dataDir }, log: silentLog });
  closers.push(() => database.close());
  const db = database.http;
  const ended = new Set<string>();
  for (const line of acknowledged) {
    const [what, callId = '', n] = line.split(' ');
    const call = await findCallById(db, callId);
    assert.ok(call, line);
    if (what === 'ongoing') assert.notEqual(call.call_status, 'registered', line);
    if (what === 'event') {
      const texts = (await listEvents(db, callId)).map((event) => (event.is === 'user_said' ? event.text : ''));
      assert.equal(texts[Number(n)], n, line);
    }
    if (what === 'ended') {
      ended.add(callId);
      assert.equal(call.call_status, 'ended', line);
      const [delivery] = await listWebhookDeliveries(db, callId);
      const { rows } = await sql`select 1 from graphile_worker._private_jobs
        where (payload ->> 'delivery_id')::bigint = ${delivery?.delivery_id ?? 0}`.execute(db);
      assert.equal(rows.length, 1, `${line}: its webhook is queued`);
    }
  }
  assert.ok(ended.size > 0);

  const lease = await takeNodeLease({ db, nodeId: await nodeIdOf(dataDir), log: silentLog, every: () => () => {} });
  closers.push(() => lease.close());
  const limits = { deadAfterMs: 15_000, unjoinedWebCallMs: 3_600_000, unjoinedPhoneCallMs: 3_600_000, limit: 100 };
  const orphans = await claimOrphanedCalls(db, lease, limits);
  const open = await db.selectFrom('calls').select('call_id').where('call_status', '=', 'ongoing').execute();
  assert.deepEqual(orphans.filter((call) => call.call_status === 'ongoing').length, open.length);
  assert.ok(orphans.every((call) => !ended.has(call.call_id)));
});

/** Gives every line that was printed before the process died. */
async function runAndKill(dataDir: string): Promise<string[]> {
  const fixture = fileURLToPath(new URL('./kill-9.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ready')) continue;
    lines.push(line);
    if (lines.length === ACKNOWLEDGED_PER_ROUND) child.kill('SIGKILL');
  }
  return lines;
}
