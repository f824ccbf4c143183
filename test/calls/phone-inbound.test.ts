// Calls in: whose number, who takes them, what the number's webhook says, what happens when there is no room.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { FarPhone } from '../support/phone-edge.ts';
import { importNumber, otherWorkspace } from '../support/phone.ts';
import { phoneWorld, MINE, THEM, type PhoneWorld } from '../support/phone-world.ts';
import type { Scope } from '../support/scope.ts';

const CALLER = { from: THEM, to: MINE };

/** Why the leg was hung up, before anybody answered. */
async function refusal(phone: FarPhone): Promise<string> {
  const { detail } = await phone.over;
  assert.ok(!phone.commands.some((command) => command.do === 'answer'));
  return detail;
}

async function onlyCall(world: PhoneWorld): Promise<Record<string, any>> {
  const calls = await world.calls();
  assert.equal(calls.length, 1);
  return world.get(calls[0]?.['call_id']);
}

/** A customer's server: answers the nth question with the nth status and body, the last one again and again. */
async function hookServer(t: Scope, answers: { status?: number; body?: unknown; hang?: boolean }[]) {
  const asked: { body: any; request: IncomingMessage }[] = [];
  const coming: ((nth: number) => void)[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ body: JSON.parse(body), request });
      for (const tell of coming) tell(asked.length);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      if (answer?.hang) return;
      const shown = typeof answer?.body === 'string' ? answer.body : JSON.stringify(answer?.body ?? {});
      response.writeHead(answer?.status ?? 200).end(shown);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/inbound`,
    asked,
    times: (n: number) =>
      asked.length >= n ? Promise.resolve() : new Promise<void>((done) => coming.push((nth) => nth >= n && done())),
  };
}

test('a call to a number of ours rings, is answered by its agent, and knows its headers and its caller', async (t) => {
  const world = await phoneWorld(t, { agent: { webhook_url: 'https://example.com/hook' } });
  const headers = { 'x-order': '42', 'user-to-user': 'abc', diversion: '<sip:1@a>' };
  const phone = world.edge.call({ ...CALLER, headers });
  await phone.told('answer');
  assert.deepEqual(
    phone.commands.map((command) => command.do),
    ['ring', 'answer'],
  );
  await phone.hears(0.3);
  const { call_id } = await onlyCall(world);
  phone.hangsUp();
  const call = await world.ended(call_id);
  assert.deepEqual(
    [call.direction, call.from_number, call.to_number, call.agent_id, call.disconnection_reason],
    ['inbound', THEM, MINE, world.agent_id, 'user_hangup'],
  );
  assert.deepEqual(call.custom_sip_headers, headers);
  assert.deepEqual(call.retell_llm_dynamic_variables, { ...headers, order: '42' });
  assert.equal((await world.webhooks(call_id))[0]?.event, 'call_started');
});

test('nobody answers for numbers that are not ours, have no agent, or keep callers of this country out', async (t) => {
  const world = await phoneWorld(t, { number: { allowed_inbound_country_list: ['US'] } });
  await importNumber(world.server, '+14155550111');
  assert.equal(await refusal(world.edge.call({ from: THEM, to: '+14155559999' })), 'unknown');
  assert.equal(await refusal(world.edge.call({ from: THEM, to: '' })), 'unknown');
  assert.equal(await refusal(world.edge.call({ from: THEM, to: '+14155550111' })), 'rejected');
  assert.equal(await refusal(world.edge.call({ from: '+442079460958', to: MINE })), 'rejected');
  assert.equal(await refusal(world.edge.call({ from: 'anonymous', to: MINE })), 'rejected');
  assert.deepEqual(await world.calls(), []);
});

test('a number that several workspaces have is taken by the one whose trunk the call came by', async (t) => {
  const world = await phoneWorld(t);
  const asOther = await otherWorkspace(world.server);
  const body = { phone_number: MINE, termination_uri: 'other.example.com' };
  assert.equal((await world.server.send('POST', '/import-phone-number', body, asOther)).status, 201);
  assert.equal(await refusal(world.edge.call(CALLER)), 'unknown');
  const phone = world.edge.call({ ...CALLER, to: MINE.slice(1), workspaceId: world.server.workspaceId });
  await phone.told('answer');
  phone.hangsUp();
});

test('a source that the trunks of some workspaces name reaches no number of another', async (t) => {
  const world = await phoneWorld(t);
  const { workspaceId } = world.server;
  assert.equal(await refusal(world.edge.call({ ...CALLER, workspaceIds: ['org_other', 'org_third'] })), 'unknown');
  assert.equal(await refusal(world.edge.call({ ...CALLER, workspaceIds: [] })), 'unknown');
  const phone = world.edge.call({ ...CALLER, workspaceIds: ['org_other', workspaceId] });
  await phone.told('answer');
  phone.hangsUp();
});

test('a caller who withholds his number is anonymous', async (t) => {
  const world = await phoneWorld(t);
  const phone = world.edge.call({ to: MINE, from: '' });
  await phone.told('answer');
  assert.equal((await onlyCall(world))['from_number'], 'anonymous');
  phone.hangsUp();
});

test('the webhook of the number chooses agent, variables, metadata and settings, and is asked under a signature', async (t) => {
  const answer: Record<string, unknown> = {
    dynamic_variables: { name: 'Ada', order: 'mine' },
    metadata: { customer: 7 },
    agent_override: { agent: { voice_speed: 1.5 } },
  };
  const hook = await hookServer(t, [{ status: 500 }, { body: { call_inbound: answer } }]);
  const world = await phoneWorld(t, { number: { inbound_webhook_url: hook.url } });
  const other = await world.server.send('POST', '/create-agent', { ...world.server.agentBody, agent_name: 'Other' });
  answer['override_agent_id'] = other.json.agent_id;
  const phone = world.edge.call({ ...CALLER, headers: { 'x-order': '1' } });
  await phone.told('answer');
  const call = await onlyCall(world);
  assert.deepEqual([call['agent_id'], call['metadata']], [other.json.agent_id, { customer: 7 }]);
  assert.deepEqual(call['retell_llm_dynamic_variables'], { 'x-order': '1', order: 'mine', name: 'Ada' });
  const asked = {
    agent_id: world.agent_id,
    agent_version: 0,
    from_number: THEM,
    to_number: MINE,
    call_id: call['call_id'],
  };
  assert.deepEqual(
    hook.asked.map(({ body }) => body),
    [1, 2].map(() => ({ event: 'call_inbound', call_inbound: asked })),
  );
  assert.match(String(hook.asked[0]?.request.headers['x-retell-signature']), /^v=\d+,d=[0-9a-f]{64}$/);
  phone.hangsUp();
});

test('a webhook that says nothing useful leaves the call to the agent of the number', async (t) => {
  const useless: unknown[] = [
    'no JSON',
    '',
    [],
    { call_inbound: 7 },
    { call_inbound: { override_agent_id: 'agent_unknown' } },
    { call_inbound: { agent_override: { agent: 'fast' }, metadata: 'x'.repeat(60_000), dynamic_variables: [1] } },
    { call_inbound: { dynamic_variables: { a: '\u0000' } } },
  ];
  const hook = await hookServer(
    t,
    useless.map((body) => ({ body })),
  );
  const world = await phoneWorld(t, { number: { inbound_webhook_url: hook.url } });
  for (const _ of useless) {
    const phone = world.edge.call(CALLER);
    await phone.told('answer');
    phone.hangsUp();
  }
  const calls = await world.calls();
  assert.equal(calls.length, useless.length);
  assert.ok(calls.every((call) => call['agent_id'] === world.agent_id));
});

test('without an agent of the number its webhook decides: an answer without one rejects, and so does none at all', async (t) => {
  const hook = await hookServer(t, [{ body: {} }, { status: 500 }]);
  const world = await phoneWorld(t);
  await importNumber(world.server, '+14155550111', { inbound_webhook_url: hook.url });
  assert.equal(await refusal(world.edge.call({ from: THEM, to: '+14155550111' })), 'rejected');
  assert.equal(hook.asked.length, 1);
  assert.equal(await refusal(world.edge.call({ from: THEM, to: '+14155550111' })), 'rejected');
  assert.equal(hook.asked.length, 4, 'three tries');
  assert.deepEqual(await world.calls(), []);
});

test('a caller who hangs up while the webhook is asked leaves nothing behind', async (t) => {
  const hook = await hookServer(t, [{ hang: true }]);
  const world = await phoneWorld(t, { number: { inbound_webhook_url: hook.url } });
  const phone = world.edge.call(CALLER);
  await hook.times(1);
  phone.hangsUp();
  await world.close();
  assert.deepEqual(await world.calls(), []);
});

test('a server that leaves waits for no webhook: the caller is sent away', async (t) => {
  const hook = await hookServer(t, [{ hang: true }]);
  const world = await phoneWorld(t, { number: { inbound_webhook_url: hook.url } });
  const phone = world.edge.call(CALLER);
  await hook.times(1);
  const closed = world.close();
  assert.equal(await refusal(phone), 'shutdown');
  await closed;
  assert.deepEqual(await world.calls(), []);
});

test('over the limit a caller rings for 40 s, then the call is on record as refused', async (t) => {
  const world = await phoneWorld(t, { agent: { webhook_url: 'https://example.com/hook' } });
  await world.server.send('PATCH', '/update-organization', { concurrency: 0 });
  const phone = world.edge.call(CALLER);
  assert.equal(await refusal(phone), 'busy');
  assert.equal(world.slotLooks, 80);
  const call = await onlyCall(world);
  assert.deepEqual(
    [call['call_status'], call['disconnection_reason'], call['start_timestamp']],
    ['error', 'concurrency_limit_reached', undefined],
  );
  assert.deepEqual(
    (await world.webhooks(call['call_id'])).map(({ event }) => event),
    ['call_ended'],
  );
});

test('a caller who waits is let in as soon as another call is over', async (t) => {
  const world = await phoneWorld(t);
  await world.server.send('PATCH', '/update-organization', { concurrency: 1 });
  const first = world.edge.call(CALLER);
  await first.told('answer');
  const second = world.edge.call({ ...CALLER, from: '+14155550198' });
  await second.told('ring');
  first.hangsUp();
  await second.told('answer');
  second.hangsUp();
});

test('over the limit the fallback of the number takes the caller, and both hear each other', async (t) => {
  const talks: number[] = [];
  const settleDestination = async (_id: string, _to: string, { talkedMs }: { talkedMs: number }) =>
    void talks.push(talkedMs);
  const world = await phoneWorld(t, { phone: { settleDestination } });
  await world.server.send('PATCH', '/update-phone-number/%2B14155550100', { fallback_number: '+14155550188' });
  await world.server.send('PATCH', '/update-organization', { concurrency: 0 });
  const caller = world.edge.call(CALLER);
  const fallback = await world.edge.dialled();
  assert.deepEqual([fallback.wish?.to, fallback.wish?.shownAs], ['+14155550188', THEM]);
  fallback.answers();
  await caller.told('answer');
  const tone = Int16Array.from({ length: 16_000 }, (_, i) => 9_000 * Math.sin((2 * Math.PI * 440 * i) / 16_000));
  await Promise.all([caller.says(tone), fallback.says(tone), caller.hears(0.5), fallback.hears(0.5)]);
  caller.hangsUp();
  await fallback.over;
  const call = await onlyCall(world);
  assert.deepEqual([call['call_status'], call['disconnection_reason']], ['ended', 'no_concurrency_fallback']);
  assert.equal(call['transfer_destination'], '+14155550188');
  assert.ok(talks.length === 1 && talks[0]! > 0, `talked ${talks} ms`);
});

test('in an outage the fallback takes every call; one that does not answer leaves the caller with a refusal', async (t) => {
  const talks: number[] = [];
  const settleDestination = async (_id: string, _to: string, { talkedMs }: { talkedMs: number }) =>
    void talks.push(talkedMs);
  const world = await phoneWorld(t, { phone: { settleDestination } });
  await world.server.send('PATCH', '/update-phone-number/%2B14155550100', { fallback_number: '+14155550188' });
  await world.server.send('PATCH', '/update-organization', { outage_mode_enabled: true });
  const caller = world.edge.call(CALLER);
  const fallback = await world.edge.dialled();
  fallback.fails('busy');
  assert.equal(await refusal(caller), 'busy');
  assert.equal((await onlyCall(world))['disconnection_reason'], 'concurrency_limit_reached');
  assert.deepEqual(talks, [0], 'nobody talked');
});

test('a fallback that the limits of calls out refuse is not dialled', async (t) => {
  const world = await phoneWorld(t, { phone: { refuseDestination: async () => 'Enough for today.' } });
  await world.server.send('PATCH', '/update-phone-number/%2B14155550100', { fallback_number: '+14155550188' });
  await world.server.send('PATCH', '/update-organization', { outage_mode_enabled: true });
  assert.equal(await refusal(world.edge.call(CALLER)), 'busy');
  assert.equal(world.edge.dials, 0);
});

test('while the database is away a caller is told to try again', async (t) => {
  const world = await phoneWorld(t);
  await world.server.database.db.schema.alterTable('phone_numbers').renameTo('gone').execute();
  assert.equal(await refusal(world.edge.call(CALLER)), 'unavailable');
});

test('a caller who is a contact is known by name, whatever the switch says of him', async (t) => {
  const world = await phoneWorld(t);
  const { send, agentBody } = world.server;
  const contact = { phone_number: THEM, first_name: 'Ada', custom_fields: { city: 'Bonn' }, do_not_call: true };
  assert.equal((await send('POST', '/create-contact', contact)).status, 201);
  const { llm_id } = (agentBody as { response_engine: { llm_id: string } }).response_engine;
  const begin_message = '{{first_name}} of {{city}} on {{user_number}}.';
  await send('PATCH', `/update-retell-llm/${llm_id}`, { begin_message });
  const phone = world.edge.call(CALLER);
  await phone.hears(0.5);
  const { call_id } = await onlyCall(world);
  await world.server.send('POST', `/v2/stop-call/${call_id}`);
  const call = await world.ended(call_id);
  assert.match(call['transcript'], /^Agent: Ada of/);
  assert.equal(call['disconnection_reason'], 'manual_stopped');
});

test('a registered call is taken from the switch that dials its id, once, with no webhook asked', async (t) => {
  const world = await phoneWorld(t);
  const { server, agent_id } = world;
  const variables = { retell_llm_dynamic_variables: { name: 'Ada' }, from_number: '1001' };
  const registered = await server.send('POST', '/v2/register-phone-call', { agent_id, ...variables });
  const { call_id } = registered.json;
  const phone = world.edge.call({ from: '2002', to: call_id, headers: { 'x-name': 'Bob', 'x-queue': 'a' } });
  await phone.told('answer');
  assert.equal(await refusal(world.edge.call({ to: call_id })), 'unknown', 'a second dial-in');
  phone.hangsUp();
  const call = await world.ended(call_id);
  assert.deepEqual([call['call_status'], call['from_number']], ['ended', '1001']);
  assert.deepEqual(call['retell_llm_dynamic_variables'], { 'x-name': 'Bob', 'x-queue': 'a', name: 'Ada', queue: 'a' });
  assert.equal(await refusal(world.edge.call({ to: 'call_00000000000000000000000000a' })), 'unknown');
  const late = (await server.send('POST', '/v2/register-phone-call', { agent_id })).json.call_id;
  const longAgo = Date.now() - 300_001;
  await server.database.db.updateTable('calls').set({ created_at: longAgo }).where('call_id', '=', late).execute();
  assert.equal(await refusal(world.edge.call({ to: late })), 'unknown', 'after five minutes');
  await world.recovery.sweep();
  assert.equal((await world.get(late))['disconnection_reason'], 'registered_call_timeout');
  const queued = await server.send('POST', '/v2/create-phone-call', { from_number: MINE, to_number: THEM });
  assert.equal(await refusal(world.edge.call({ to: queued.json.call_id })), 'unknown', 'one of ours');
});
