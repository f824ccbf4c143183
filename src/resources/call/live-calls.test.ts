import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { callEndDeps, OUR_EPOCH } from '../../../test/support/call-end.ts';
import { addTestCall } from '../../../test/support/call-row.ts';
import { createScriptedMedia } from '../../../test/support/scripted-media.ts';
import { findCallById } from '../../storage/index.ts';
import { createLiveCalls } from './live-calls.ts';
import type { LiveCallDeps } from './live-call.ts';

const log = { append() {}, durable: async () => {}, settled: async () => {}, nextSeq: 0 };

async function world(t: TestContext) {
  const media = createScriptedMedia();
  const abandoned: string[] = [];
  const deps = {
    ...(await callEndDeps(t)),
    events: { open: () => log },
    mediaHost: media.host,
    node: { nodeId: 'node_us', epoch: OUR_EPOCH },
    recovery: { later() {}, abandoned: (id: string) => void abandoned.push(id) },
  } as unknown as LiveCallDeps;
  const hangups = () => media.commands.flatMap((each) => (each.do === 'hangup' ? [each.reason] : []));
  return { media, deps, abandoned, hangups };
}

test('a call whose agent is gone ends at once, with the reason in its log', async (t) => {
  const { deps, media, hangups, abandoned } = await world(t);
  const { call_id } = await addTestCall(deps.db);
  const calls = createLiveCalls(deps);
  await calls.open(media.leg, call_id);
  const call = await findCallById(deps.db, call_id);
  assert.deepEqual([call?.call_status, call?.disconnection_reason], ['error', 'error_retell']);
  assert.deepEqual(hangups(), ['error']);
  assert.deepEqual([calls.size, abandoned], [0, []]);
});

test('a call that is being opened while all are ended at once is ended with them', async (t) => {
  const { deps, media } = await world(t);
  const { call_id } = await addTestCall(deps.db);
  const entries: unknown[] = [];
  const events = { open: () => ({ ...log, append: (entry: unknown) => void entries.push(entry) }) };
  const calls = createLiveCalls({ ...deps, events } as unknown as LiveCallDeps);
  const opened = calls.open(media.leg, call_id);
  await calls.endAll('the media host died');
  await opened;
  assert.equal((await findCallById(deps.db, call_id))?.disconnection_reason, 'error_retell');
  assert.match(JSON.stringify(entries), /the media host died/);
});

test('a call that breaks off after it was claimed is handed to recovery', async (t) => {
  const { deps, media, abandoned, hangups } = await world(t);
  const { call_id } = await addTestCall(deps.db);
  const createBridge = () => assert.fail('no bridge');
  await createLiveCalls({ ...deps, mediaHost: { ...media.host, createBridge } }).open(media.leg, call_id);
  assert.equal((await findCallById(deps.db, call_id))?.call_status, 'ongoing');
  assert.deepEqual(abandoned, [call_id]);
  assert.deepEqual(hangups(), ['error']);
});

test('a call that does not wait for anybody is refused', async (t) => {
  const { deps, media, hangups } = await world(t);
  await createLiveCalls(deps).open(media.leg, 'call_unknown');
  assert.deepEqual(hangups(), ['rejected']);
});

test('once closed no call is taken, and the first reason stays', async (t) => {
  const { deps, media, hangups } = await world(t);
  const { call_id } = await addTestCall(deps.db);
  const calls = createLiveCalls(deps);
  assert.equal(calls.closed, null);
  await calls.close('lost');
  await calls.close();
  await calls.open(media.leg, call_id);
  assert.equal(calls.closed, 'lost');
  assert.deepEqual(hangups(), ['shutdown']);
  assert.equal((await findCallById(deps.db, call_id))?.call_status, 'registered');
});
