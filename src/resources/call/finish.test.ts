import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callEndDeps, eventsOf, GREETING, OUR_EPOCH, STARTED_MS } from '../../../test/support/call-end.ts';
import { addTestCall } from '../../../test/support/call-row.ts';
import { findCallById, listWebhookDeliveries } from '../../storage/index.ts';
import { finishCall, writeEnd } from './finish.ts';
import type { Journal } from './journal.ts';
import type { LiveCallDeps } from './live-call.ts';

const RUNNING = { call_status: 'ongoing', owner_node: 'node_us', owner_epoch: OUR_EPOCH } as const;
const EVENTS = eventsOf(GREETING, { is: 'end', reason: 'user_hangup', detail: '' });
const END = { reason: 'user_hangup', detail: '', endedAt: STARTED_MS + 1000, hasRecording: false } as const;

test('an end is written once, with its webhook in the same breath; a second one changes nothing', async (t) => {
  const deps = await callEndDeps(t);
  const row = await addTestCall(deps.db, { ...RUNNING, start_timestamp: STARTED_MS });
  await writeEnd(deps, row, EVENTS, END);
  await writeEnd(deps, row, [], { ...END, reason: 'error_retell' });
  const call = await findCallById(deps.db, row.call_id);
  assert.deepEqual([call?.call_status, call?.disconnection_reason, call?.duration_ms], ['ended', 'user_hangup', 1000]);
  assert.deepEqual(
    (await listWebhookDeliveries(deps.db, row.call_id)).map(({ event }) => event),
    ['call_ended'],
  );
});

test('a call that belongs to a newer owner is left as it is', async (t) => {
  const deps = await callEndDeps(t);
  const row = await addTestCall(deps.db, { ...RUNNING, owner_epoch: OUR_EPOCH + 1 });
  await writeEnd(deps, { ...row, owner_epoch: OUR_EPOCH }, EVENTS, END);
  assert.equal((await findCallById(deps.db, row.call_id))?.call_status, 'ongoing');
});

test('a log that cannot be written does not keep the call from ending', async (t) => {
  const deps = await callEndDeps(t);
  const row = await addTestCall(deps.db, RUNNING);
  const write = () => Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
  await writeEnd({ ...deps, blobs: { ...deps.blobs, write } }, row, EVENTS, END);
  assert.equal((await findCallById(deps.db, row.call_id))?.call_status, 'ended');
});

function journalOf(events = EVENTS): Journal {
  return { events, log: { settled: async () => {} } } as unknown as Journal;
}

const NOTHING_RECORDED = async (): Promise<null> => null;

test('a call ends when it ended, not when that was written', async (t) => {
  const deps = { ...(await callEndDeps(t)), recovery: { later: t.mock.fn() } } as unknown as LiveCallDeps;
  const row = await addTestCall(deps.db, { ...RUNNING, start_timestamp: STARTED_MS });
  await finishCall(deps, row, NOTHING_RECORDED, journalOf(), { reason: 'user_hangup', detail: '' });
  assert.equal((await findCallById(deps.db, row.call_id))?.end_timestamp, STARTED_MS + 1000);
});

test('what a dead media host recorded is repaired and kept', async (t) => {
  const repaired: string[] = [];
  const deps = {
    ...(await callEndDeps(t)),
    repairRecording: async (file: string) => repaired.push(file) > 0,
  } as unknown as LiveCallDeps;
  const row = await addTestCall(deps.db, RUNNING);
  await finishCall(deps, row, NOTHING_RECORDED, journalOf(), { reason: 'error_retell', detail: '' });
  assert.equal(repaired.length, 2);
  assert.equal((await findCallById(deps.db, row.call_id))?.has_recording, true);
});

test('an end that the database does not take is handed on, to be written later', async (t) => {
  const deps = await callEndDeps(t);
  const row = await addTestCall(deps.db, RUNNING);
  const later = new Map<string, () => Promise<void>>();
  const away = { transaction: () => ({ execute: () => Promise.reject(new Error('away')) }) };
  const broken = {
    ...deps,
    db: away,
    recovery: { later: (id: string, run: () => Promise<void>) => later.set(id, run) },
  };
  await finishCall(broken as unknown as LiveCallDeps, row, NOTHING_RECORDED, journalOf(), END);
  assert.deepEqual([...later.keys()], [row.call_id]);
});
