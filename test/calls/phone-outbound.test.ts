// Calls out: ringing, answered, and every way not to be.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DialFailure } from '../../src/interfaces/phone-edge.ts';
import { phoneWorld, MINE, THEM } from '../support/phone-world.ts';
import { until } from '../support/whole-server.ts';

const HOOK = { webhook_url: 'https://example.com/hook' };
const events = (sent: { event: string }[]): string[] => sent.map(({ event }) => event);

test('a call that is answered is spoken to, recorded, and told of from its first ring to its last word', async (t) => {
  const world = await phoneWorld(t, { agent: { ...HOOK, ring_duration_ms: 45_000 } });
  const callId = await world.dial({ custom_sip_headers: { 'X-Order': '7' } });
  const phone = await world.edge.dialled();
  const { workspaceId } = world.server;
  const asked = { callId, workspaceId, role: 'caller', number: MINE, shownAs: MINE, to: THEM };
  assert.deepEqual(phone.wish, { ...asked, headers: { 'X-Order': '7' }, ringMs: 45_000 });
  phone.rings();
  assert.equal((await world.get(callId)).call_status, 'registered');
  assert.deepEqual(await world.webhooks(callId), []);
  phone.answers();
  await phone.hears(0.3);
  const running = await world.get(callId);
  assert.equal(running.call_status, 'ongoing');
  assert.match(running.telephony_identifier.sip_call_id, /@far\.test$/);
  phone.hangsUp();
  const call = await world.ended(callId);
  assert.deepEqual([call.call_status, call.disconnection_reason], ['ended', 'user_hangup']);
  assert.match(call.transcript, /^Agent: /);
  assert.ok(call.recording_url && call.duration_ms > 0);
  assert.ok(call.call_quality.packets_sent > 0);
  assert.match(call.sip_ladder_url, /sip_ladder\.txt$/);
  assert.deepEqual(events(await world.webhooks(callId)).slice(0, 2), ['call_started', 'call_ended']);
});

const FAILURES: [DialFailure, string][] = [
  ['busy', 'dial_busy'],
  ['no_answer', 'dial_no_answer'],
  ['declined', 'user_declined'],
  ['invalid_destination', 'invalid_destination'],
  ['permission_denied', 'telephony_provider_permission_denied'],
  ['unavailable', 'telephony_provider_unavailable'],
  ['routing_error', 'sip_routing_error'],
  ['marked_as_spam', 'marked_as_spam'],
  ['failed', 'dial_failed'],
];

test('a call that nobody answers is not connected, with the reason of its line', async (t) => {
  const world = await phoneWorld(t, { agent: HOOK });
  for (const [why, reason] of FAILURES) {
    const callId = await world.dial();
    const phone = await world.edge.dialled();
    phone.rings();
    phone.fails(why, 486);
    const call = await world.ended(callId);
    assert.deepEqual([call.call_status, call.disconnection_reason], ['not_connected', reason]);
    assert.deepEqual([call.start_timestamp, call.duration_ms, call.recording_url], [undefined, undefined, undefined]);
    assert.equal(call.sip_status, 486);
    assert.match(call.sip_ladder_url, /sip_ladder\.txt$/);
    assert.deepEqual(events(await world.webhooks(callId)), ['call_ended']);
  }
  const { rows } = await world.server.database.pools.http.query('select 1 from dials');
  assert.equal(rows.length, 0);
});

test('a call that is stopped while it rings is hung up there and ends as stopped', async (t) => {
  const world = await phoneWorld(t);
  const callId = await world.dial();
  const phone = await world.edge.dialled();
  phone.rings();
  const stopped = await world.server.send('POST', `/v2/stop-call/${callId}`);
  assert.equal(stopped.status, 204, stopped.text);
  await phone.over;
  const call = await world.get(callId);
  assert.deepEqual([call.call_status, call.disconnection_reason], ['ended', 'manual_stopped']);
});

test('a server that leaves gives up what rings', async (t) => {
  const world = await phoneWorld(t);
  const callId = await world.dial();
  const phone = await world.edge.dialled();
  await world.live.close();
  assert.equal((await phone.over).detail, 'ended');
  const call = await world.get(callId);
  assert.deepEqual([call.call_status, call.disconnection_reason], ['error', 'error_retell']);
});

test('a call whose server died while it rang is marked as not connected, and dialled by nobody again', async (t) => {
  const world = await phoneWorld(t);
  const callId = await world.dial();
  const { leg, rings } = await world.edge.dialled();
  const { db } = world.server.database;
  rings();
  await until(async () => (await world.get(callId))['telephony_identifier'] !== undefined);
  await db.updateTable('calls').set({ owner_epoch: 999_999 }).where('call_id', '=', callId).execute();
  await world.recovery.sweep();
  const call = await world.get(callId);
  assert.deepEqual([call.call_status, call.disconnection_reason], ['not_connected', 'dial_failed']);
  assert.equal(world.edge.dials, 1);
  assert.deepEqual(world.buried, [leg.identifier], 'its carrier is told to hang up');
});
