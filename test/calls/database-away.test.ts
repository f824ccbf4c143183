// The database goes away and comes back while calls run: they go on, and end once, with all that was said.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isEvent, joinAs, QUESTION } from '../support/caller.ts';
import { relayDatabase } from '../support/database-relay.ts';
import { testDatabaseUrl } from '../support/database.ts';
import { webhookReceiver } from '../support/webhook-receiver.ts';
import { until, wholeServer, type WholeServer } from '../support/whole-server.ts';

async function statusOf(server: WholeServer, path: string, body?: object): Promise<number> {
  const response = await fetch(`${server.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${server.key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

test('a call goes on while the database is away, new ones get 503, and it ends once it is back', async (t) => {
  const hooks = await webhookReceiver(t);
  const relay = await relayDatabase(await testDatabaseUrl(t));
  t.after(() => relay.close());
  const server = await wholeServer(t, { DATABASE_URL: relay.url });
  await server.ready();
  const { agent_id } = await server.makeAgent({ agent: { webhook_url: hooks.url } });
  const { call_id, access_token } = await server.createWebCall(agent_id);
  const caller = await joinAs(t, server.url, access_token);
  await caller.message(isEvent('agent_stop_talking'));

  await relay.cut();
  await until(async () => (await statusOf(server, '/health')) === 503);
  assert.equal(await statusOf(server, '/v2/create-web-call', { agent_id }), 503);
  await caller.sayFile(QUESTION);
  await caller.message(isEvent('agent_stop_talking'), caller.messages.length);
  const valid = await fetch(`${server.url}/rtc/validate?access_token=${access_token}`);
  assert.equal(valid.status, 200, 'a client whose network breaks meanwhile may come back');
  const leftAtMs = Date.now();
  await caller.client.leave();
  await until(async () => server.process.output().includes('it is tried again'));

  await relay.restore();

  const ended = await hooks.next('call_ended');
  assert.equal(ended.call['call_status'], 'ended');
  assert.equal(ended.call['disconnection_reason'], 'user_hangup');
  await hooks.next('call_analyzed');
  const call = await server.api('GET', `/v2/get-call/${call_id}`);
  assert.match(call['transcript'], /^Agent: Hello! I am the scripted guide[^]*User: [^]*Anna[^]*Agent: /);
  const lateMs = call['end_timestamp'] - leftAtMs;
  assert.ok(lateMs < 1_500, `it ended when the caller left, not when it was written (${lateMs} ms later)`);
  assert.equal((await fetch(call['recording_url'])).status, 200);
  assert.deepEqual(
    hooks.received.map(({ event }) => event),
    ['call_started', 'call_ended', 'call_analyzed'],
    'each once',
  );
  assert.equal(await statusOf(server, '/health'), 200);
});
