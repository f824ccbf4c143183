import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addEvents, callEndDeps, eventsOf, GREETING, OUR_EPOCH, STARTED_MS } from '../../../test/support/call-end.ts';
import { addTestCall } from '../../../test/support/call-row.ts';
import { findCallById, listWebhookDeliveries } from '../../storage/index.ts';
import { createCallRecovery } from './recover.ts';

const DEAD_OWNER = { call_status: 'ongoing', owner_node: 'node_dead', owner_epoch: 1 } as const;

test('a call of a dead node ends with what was stored, at the time of its last event', async (t) => {
  const deps = await callEndDeps(t);
  const { call_id } = await addTestCall(deps.db, { ...DEAD_OWNER, start_timestamp: STARTED_MS });
  await addEvents(deps.database, call_id, eventsOf(GREETING, { is: 'speaking', who: 'agent', on: false }));
  await createCallRecovery(deps).sweep();
  const call = await findCallById(deps.db, call_id);
  assert.deepEqual(
    [call?.call_status, call?.disconnection_reason, call?.end_timestamp],
    ['error', 'error_retell', STARTED_MS + 1000],
  );
  assert.match(String(call?.details['transcript']), /Hello/);
  assert.equal((await listWebhookDeliveries(deps.db, call_id)).length, 1);
});

test('the far end of a call of a dead node is hung up on at its carrier, once', async (t) => {
  const deps = await callEndDeps(t);
  const telephony_identifier = { twilio_call_sid: 'CA1' };
  await addTestCall(deps.db, { ...DEAD_OWNER, details: JSON.stringify({ telephony_identifier }) });
  await addTestCall(deps.db, DEAD_OWNER);
  const buried: object[] = [];
  const recovery = createCallRecovery({ ...deps, bury: (leg) => void buried.push(leg) });
  await recovery.sweep();
  await recovery.sweep();
  assert.deepEqual(buried, [telephony_identifier]);
});

test('an end that was decided before the crash keeps its reason', async (t) => {
  const deps = await callEndDeps(t);
  const { call_id } = await addTestCall(deps.db, { ...DEAD_OWNER, start_timestamp: STARTED_MS });
  await addEvents(
    deps.database,
    call_id,
    eventsOf(GREETING, { is: 'end', reason: 'agent_hangup', detail: 'end_call' }),
  );
  await createCallRecovery(deps).sweep();
  assert.equal((await findCallById(deps.db, call_id))?.disconnection_reason, 'agent_hangup');
});

test('a sweep that spares others takes over nothing, and writes what is ours to write', async (t) => {
  const deps = await callEndDeps(t);
  const { call_id } = await addTestCall(deps.db, DEAD_OWNER);
  const recovery = createCallRecovery(deps);
  let written = 0;
  recovery.later('call_ours', async () => void (written += 1));
  await recovery.sweep({ sparing: true });
  assert.equal((await findCallById(deps.db, call_id))?.call_status, 'ongoing');
  assert.equal(written, 1);
  await recovery.sweep({ sparing: false });
  assert.equal((await findCallById(deps.db, call_id))?.call_status, 'error');
});

test('a web call that nobody joined for 30 s is over; a younger one waits', async (t) => {
  const deps = await callEndDeps(t);
  const old = await addTestCall(deps.db, { created_at: Date.now() - 31_000 });
  const young = await addTestCall(deps.db, { created_at: Date.now() });
  await createCallRecovery(deps).sweep();
  assert.equal((await findCallById(deps.db, old.call_id))?.disconnection_reason, 'error_user_not_joined');
  assert.equal((await findCallById(deps.db, young.call_id))?.call_status, 'registered');
});

test('an end that cannot be written holds up no other, and is tried again', async (t) => {
  const deps = await callEndDeps(t);
  const { call_id } = await addTestCall(deps.db, DEAD_OWNER);
  const recovery = createCallRecovery(deps);
  let tries = 0;
  recovery.later('call_bad', async () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
  });
  await recovery.sweep();
  assert.equal((await findCallById(deps.db, call_id))?.call_status, 'error');
  await recovery.sweep();
  await recovery.sweep();
  assert.equal(tries, 2);
});

test('an abandoned call is ended if it is ours and runs, else left alone', async (t) => {
  const deps = await callEndDeps(t);
  await deps.db.insertInto('nodes').values({ node_id: 'node_us', epoch: OUR_EPOCH }).execute();
  const owner = { owner_node: 'node_us', owner_epoch: OUR_EPOCH };
  const ours = await addTestCall(deps.db, { call_status: 'ongoing', ...owner });
  const kept = await addTestCall(deps.db, { call_status: 'ongoing', ...owner });
  const waiting = await addTestCall(deps.db);
  const recovery = createCallRecovery(deps);
  recovery.abandoned(ours.call_id);
  recovery.abandoned(waiting.call_id);
  recovery.abandoned('call_unknown');
  await recovery.sweep();
  const status = async (id: string) => (await findCallById(deps.db, id))?.call_status;
  assert.equal(await status(ours.call_id), 'error');
  assert.equal(await status(kept.call_id), 'ongoing', 'a running call of ours is no orphan');
  assert.equal(await status(waiting.call_id), 'registered');
});
