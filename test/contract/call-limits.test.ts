// Limits of calls out, against toll fraud.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endUnbegun } from '../../src/resources/call/end-unbegun.ts';
import { refuseDestination } from '../../src/resources/call/index.ts';
import { settleTalk } from '../../src/resources/call-limits/index.ts';
import { findCallById } from '../../src/storage/index.ts';
import { findPhoneNumber } from '../../src/storage/tables/index.ts';
import { importNumber, serverWithAgent } from '../support/phone.ts';

const MINE = '+14155550100';
const US = '+14155550199';
const GERMAN = '+4930901820';
const PREMIUM = '+19005550123';
const SATELLITE = '+88213000000';

async function limited(t: any, call_limits?: object) {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE, { outbound_agents: [{ agent_id, weight: 1 }] });
  const set = (limits: object) => server.send('PATCH', '/update-organization', { call_limits: limits });
  if (call_limits) assert.equal((await set(call_limits)).status, 200);
  const call = (to_number: string, more: object = {}) =>
    server.send('POST', '/v2/create-phone-call', { from_number: MINE, to_number, ...more });
  return { server, set, call };
}

test('premium-rate and unknown destinations are not called unless the workspace wants it', async (t) => {
  const { set, call } = await limited(t);
  const refused = await call(PREMIUM);
  assert.equal(refused.status, 400, refused.text);
  assert.match(refused.json.message, /premium-rate/);
  assert.match((await call(SATELLITE)).json.message, /no country/);
  assert.equal((await call('1001', { ignore_e164_validation: true })).status, 201, 'extensions cost nothing');
  await set({ allow_premium_rate: true, allow_unknown_destinations: true });
  assert.equal((await call(PREMIUM)).status, 201);
  assert.equal((await call(SATELLITE)).status, 201);
});

test('calls a day are limited by country and by first digits; the next day begins anew', async (t) => {
  const { server, call } = await limited(t, {
    daily_calls_per_destination: 1,
    destinations: { DE: { daily_calls: null }, '+4930': { daily_calls: 2 } },
  });
  assert.equal((await call(US)).status, 201);
  assert.match((await call('+12125550123')).json.message, /limit of 1 calls to US is reached/);
  assert.equal((await call('+4989123456')).status, 201);
  assert.equal((await call('+4989123456')).status, 201, 'null is no limit');
  assert.equal((await call(GERMAN)).status, 201);
  assert.equal((await call(GERMAN)).status, 201);
  assert.match((await call(GERMAN)).json.message, /limit of 2 calls to \+4930/);
  server.clock.now += 86_400_000;
  assert.equal((await call(GERMAN)).status, 201);
  assert.equal((await call(US)).status, 201);
});

test('minutes and money: a minute is counted with the dialling, and put right when the call is over', async (t) => {
  const { server, set, call } = await limited(t, { daily_minutes_per_destination: 1 });
  const { call_id } = (await call(US)).json;
  assert.match((await call(US)).json.message, /limit of 1 minutes to US/);
  const row = await findCallById(server.database.db, call_id);
  const deps = { db: server.database.db, renderCall: () => ({}), wallClock: () => server.clock.now };
  await endUnbegun(deps, row!, { reason: 'dial_busy' });
  assert.equal((await call(US)).status, 201, 'a call that nobody answered took no time');
  await set({ daily_minutes_per_destination: null, daily_spend: 1, prices_per_minute: { DE: 0.6, '+4930': 2 } });
  assert.equal((await call(GERMAN)).status, 201);
  assert.match((await call(US)).json.message, /estimated at 2\.10, and 1 is the limit/);
});

test('many at once pass no limit', async (t) => {
  const { call } = await limited(t, { daily_calls_per_destination: 3 });
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => call(US, { metadata: { i } })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 400, 400, 400, 400, 400]);
});

test('the first refusal of a day for a destination stands in the audit log, and so does a change of the limits', async (t) => {
  const { server, set, call } = await limited(t);
  await call(PREMIUM);
  await call(PREMIUM);
  await set({ daily_spend: 5 });
  const { items } = (await server.send('GET', '/list-audit-log')).json;
  const refusals = items.filter((entry: any) => entry.actor.name === 'call limits');
  assert.equal(refusals.length, 1);
  assert.match(refusals[0].changes[0].after, /^US: premium-rate/);
  assert.ok(items.some((entry: any) => entry.changes.some((change: any) => change.field === 'call_limits')));
});

test('limits are checked, shown whole, and merged', async (t) => {
  const { server, set } = await limited(t);
  for (const bad of [
    { destinations: { XX: {} } },
    { prices_per_minute: { '49': 1 } },
    { daily_spend: -1 },
    { daily_calls_per_destination: 1.5 },
    { destinations: { DE: { daily_calls: 'many' } } },
    { destinations: Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`+1${1000 + i}`, {}])) },
  ])
    assert.equal((await set(bad)).status, 400, JSON.stringify(bad).slice(0, 80));
  await set({ daily_spend: 5 });
  await set({ allow_premium_rate: true });
  const { call_limits } = (await server.send('GET', '/get-organization')).json;
  assert.deepEqual([call_limits.daily_spend, call_limits.allow_premium_rate], [5, true]);
  assert.deepEqual([call_limits.destinations, call_limits.default_price_per_minute], [{}, 0.1]);
});

test('whom a call is given to is checked by the same rules, and counted', async (t) => {
  const { server, set } = await limited(t, { daily_calls_per_destination: 1 });
  const { db } = server.database;
  const number = await findPhoneNumber(db, { workspace_id: server.workspaceId, phone_number: MINE });
  const refusal = (to: string) => refuseDestination(db, number!, to, server.clock.now);
  assert.match((await refusal('+5351234567')) ?? '', /CU are never placed/);
  // As many as there are connections, which are open from here on.
  const atOnce = (to: string) => Promise.all(Array.from({ length: 8 }, () => refusal(to)));
  for (const why of await atOnce(PREMIUM)) assert.match(why ?? '', /premium-rate/);
  const asked = await atOnce(US);
  assert.equal(asked.filter((why) => why === null).length, 1, 'asking at once passes no limit');
  assert.match((await refusal(US)) ?? '', /limit of 1 calls/);
  assert.equal(await refusal('sip:bob@pbx.example'), null);

  await set({ daily_calls_per_destination: null, daily_minutes_per_destination: 3 });
  const talk = (talkedMs: number) => settleTalk(db, server.workspaceId, US, { dialledAt: server.clock.now, talkedMs });
  await talk(179_000);
  assert.equal(await refusal(US), null, 'a second is left');
  assert.match((await refusal(US)) ?? '', /limit of 3 minutes/);
  await talk(0);
  assert.equal(await refusal(US), null, 'nobody answered');
});
