import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { callEndDeps } from '../../../../test/support/call-end.ts';
import { addTestCall, TEST_WORKSPACE } from '../../../../test/support/call-row.ts';
import { findCallById } from '../../../storage/index.ts';
import type { LiveCallDeps } from '../live-call.ts';
import { createCallRecovery } from '../recover.ts';
import type { ToldTransfer } from './told.ts';
import { openTransferRecord } from './transfer-record.ts';

const TOLD: ToldTransfer = {
  transfer_destination: { number: '+14155550199' },
  transfer_option: { type: 'cold_transfer' },
};

async function world(t: TestContext) {
  const made = await callEndDeps(t);
  const { db } = made;
  await db
    .updateTable('workspaces')
    .set({ webhook_urls: JSON.stringify([{ url: 'https://hooks.example' }]) })
    .execute();
  const agent = {
    webhook_events: ['transfer_started', 'transfer_bridged', 'transfer_cancelled', 'transfer_ended', 'call_ended'],
  };
  const node = { nodeId: 'node_dead', epoch: 3 };
  const row = await addTestCall(db, {
    call_status: 'ongoing',
    owner_node: node.nodeId,
    owner_epoch: node.epoch,
    details: JSON.stringify({ agent_override: { agent } }),
  });
  const later: string[] = [];
  const deps = { ...made, node, recovery: { later: (id: string) => void later.push(id) } } as unknown as LiveCallDeps;
  const events = async (): Promise<string[]> =>
    (
      await db
        .selectFrom('webhook_deliveries')
        .select('event')
        .where('call_id', '=', row.call_id)
        .orderBy('delivery_id')
        .execute()
    ).map(({ event }) => event);
  const transfers = async (): Promise<number> => (await db.selectFrom('call_transfers').selectAll().execute()).length;
  return { made, deps, row, later, events, transfers };
}

test('each step is told once and in order, and the row goes with the end', async (t) => {
  const { deps, row, events, transfers } = await world(t);
  const record = await openTransferRecord(deps, row, TOLD);
  assert.equal(await transfers(), 1);
  void record.bridged();
  await record.over();
  await record.over();
  assert.deepEqual(await events(), ['transfer_started', 'transfer_bridged', 'transfer_ended']);
  assert.equal(await transfers(), 0);
  assert.equal(typeof (await findCallById(deps.db, row.call_id))?.details['transfer_end_timestamp'], 'number');
});

test('one that connected nobody is cancelled; a second one may follow, but not run beside it', async (t) => {
  const { deps, row, events } = await world(t);
  const record = await openTransferRecord(deps, row, TOLD);
  await assert.rejects(openTransferRecord(deps, row, TOLD));
  await record.over();
  await (await openTransferRecord(deps, row, TOLD)).over();
  assert.deepEqual(await events(), [
    'transfer_started',
    'transfer_cancelled',
    'transfer_started',
    'transfer_cancelled',
  ]);
});

test('a step that the database would not take is handed on', async (t) => {
  const { deps, row, later } = await world(t);
  const broken = { ...deps };
  const record = await openTransferRecord(broken, row, TOLD);
  broken.db = { transaction: () => ({ execute: () => Promise.reject(new Error('away')) }) } as never;
  await record.bridged();
  assert.deepEqual(later, [`${row.call_id} transfer`]);
});

for (const [state, told] of [
  ['started', 'transfer_cancelled'],
  ['bridged', 'transfer_ended'],
] as const) {
  test(`a server that died while a transfer was ${state}: the next one tells ${told} and dials nobody`, async (t) => {
    const { made, deps, row, events, transfers } = await world(t);
    const record = await openTransferRecord(deps, row, TOLD);
    if (state === 'bridged') await record.bridged();
    const recovery = createCallRecovery(made);
    await recovery.sweep();
    await recovery.sweep();
    const all = await events();
    assert.equal(all.filter((event) => event === told).length, 1);
    assert.ok(all.indexOf(told) < all.indexOf('call_ended'), all.join());
    assert.equal(await transfers(), 0);
    assert.equal((await findCallById(made.db, row.call_id))?.workspace_id, TEST_WORKSPACE);
  });
}
