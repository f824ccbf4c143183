import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '../../test/support/database.ts';
import { addDelivery, jobsDeps, notAborted, receiver } from '../../test/support/jobs.ts';
import { createEgress } from '../egress/index.ts';
import { findWebhookDelivery } from '../storage/index.ts';
import { deliverWebhook, MAX_WEBHOOK_ATTEMPTS } from './deliver-webhook.ts';

test('a webhook is tried four times, each time with a fresh signature, and the row tells why it failed', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t, [500, 302, 404, 503]);
  const id = await addDelivery(database, server.url);
  let now = 1_000;
  const deps = jobsDeps(database, { wallClock: () => (now += 1) });
  const signatures = new Set<unknown>();
  for (let attempt = 1; attempt <= MAX_WEBHOOK_ATTEMPTS; attempt += 1) {
    const run = deliverWebhook(deps, { delivery_id: id }, notAborted);
    if (attempt < MAX_WEBHOOK_ATTEMPTS) await assert.rejects(run);
    else await run;
    signatures.add((await server.next()).headers['x-retell-signature']);
  }
  assert.equal(signatures.size, 4);
  await deliverWebhook(deps, { delivery_id: id }, notAborted);
  assert.equal(server.waiting, 0, 'a fifth run sends nothing');
  const row = await findWebhookDelivery(database.db, id);
  assert.deepEqual([row?.attempts, row?.delivered_at, row?.last_error], [4, null, 'The server answered 503.']);
});

test('a delivered webhook is not sent again when its job runs twice', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t, [204]);
  const id = await addDelivery(database, server.url);
  await deliverWebhook(jobsDeps(database), { delivery_id: id }, notAborted);
  await deliverWebhook(jobsDeps(database), { delivery_id: id }, notAborted);
  await server.next();
  assert.equal(server.waiting, 0);
  assert.equal((await findWebhookDelivery(database.db, id))?.last_error, null);
});

test('an address that the guard refuses is not tried again, and the row names the setting', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t);
  const id = await addDelivery(database, server.url);
  await deliverWebhook(jobsDeps(database, { egress: createEgress({ allow: [] }) }), { delivery_id: id }, notAborted);
  assert.match((await findWebhookDelivery(database.db, id))?.last_error ?? '', /RINGBACK_EGRESS_ALLOW/);
  assert.equal(server.waiting, 0);
});

test('a server that never answers costs its timeout, not more', async (t) => {
  const database = await testDatabase(t);
  const server = await receiver(t, ['hang']);
  const id = await addDelivery(database, server.url);
  await database.db.updateTable('webhook_deliveries').set({ timeout_ms: 50 }).execute();
  await assert.rejects(deliverWebhook(jobsDeps(database), { delivery_id: id }, notAborted));
  assert.equal((await findWebhookDelivery(database.db, id))?.attempts, 1);
});
