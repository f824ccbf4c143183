// Phone numbers by the API: imported, bought, bound to agents, changed, listed, given up.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TelephonyError, type NumberWish, type Telephony } from '../../src/interfaces/telephony.ts';
import { testServer } from '../support/http.ts';
import { importNumber, otherWorkspace, serverWithAgent } from '../support/phone.ts';

const MINE = '+14155550100';

test('an imported number comes back with its trunk, without its password', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  const answer = await server.send('POST', '/import-phone-number', {
    phone_number: MINE,
    termination_uri: 'example.pstn.twilio.com',
    sip_trunk_auth_username: 'ada',
    sip_trunk_auth_password: 'very secret',
    transport: 'tls',
    nickname: 'Desk',
    inbound_agents: [{ agent_id, agent_version: 0, weight: 1 }],
    allowed_outbound_country_list: ['us', 'GB', 'US'],
    inbound_webhook_url: 'https://example.com/in',
  });
  assert.equal(answer.status, 201, answer.text);
  const { last_modification_timestamp, ...rest } = answer.json;
  assert.equal(last_modification_timestamp, server.clock.now);
  assert.deepEqual(rest, {
    phone_number: MINE,
    phone_number_type: 'custom',
    phone_number_pretty: '+1 (415) 555-0100',
    area_code: 415,
    inbound_agents: [{ agent_id, agent_version: 0, weight: 1 }],
    inbound_agent_id: agent_id,
    inbound_agent_version: 0,
    outbound_agents: null,
    outbound_agent_id: null,
    outbound_agent_version: null,
    inbound_sms_agents: null,
    outbound_sms_agents: null,
    nickname: 'Desk',
    inbound_webhook_url: 'https://example.com/in',
    allowed_outbound_country_list: ['US', 'GB'],
    sip_outbound_trunk_config: {
      termination_uri: 'example.pstn.twilio.com',
      auth_username: 'ada',
      transport: 'TLS',
    },
    fallback_number: null,
  });
  const { rows } = await server.database.pools.http.query('select phone_numbers::text as row from phone_numbers');
  assert.doesNotMatch(rows[0].row, /very secret/);
  for (const path of [MINE, encodeURIComponent(MINE)])
    assert.equal((await server.send('GET', `/get-phone-number/${path}`)).json.phone_number, MINE);
});

test('a number is in a workspace once, and in another workspace apart from it', async (t) => {
  const { server } = await serverWithAgent(t);
  await importNumber(server, MINE);
  const twice = await server.send('POST', '/import-phone-number', { phone_number: MINE, termination_uri: 'a.example' });
  assert.equal(twice.status, 400);
  assert.match(twice.json.message, /is here already/);
  const asOther = await otherWorkspace(server);
  const unknown = await server.send('GET', '/get-phone-number/+14155550199', undefined, asOther);
  const foreign = await server.send('GET', `/get-phone-number/${MINE}`, undefined, asOther);
  assert.deepEqual([unknown.status, foreign.status], [422, 422]);
  assert.equal(foreign.json.message, unknown.json.message.replace('+14155550199', MINE));
  const also = await server.send(
    'POST',
    '/import-phone-number',
    { phone_number: MINE, termination_uri: 'b.example' },
    asOther,
  );
  assert.equal(also.status, 201);
  assert.equal((await server.send('DELETE', `/delete-phone-number/${MINE}`)).status, 204);
  assert.equal((await server.send('DELETE', `/delete-phone-number/${MINE}`)).status, 422);
  assert.equal((await server.send('GET', `/get-phone-number/${MINE}`, undefined, asOther)).status, 200);
});

test('what is no number is refused when E.164 is asked for, and pseudo numbers are taken otherwise', async (t) => {
  const { server } = await serverWithAgent(t);
  const send = (body: object) =>
    server.send('POST', '/import-phone-number', { termination_uri: 'sip.example.com:5060', ...body });
  for (const phone_number of [
    '4155550100',
    '+1415',
    '+0123456789',
    '+999123456',
    '+1415555010a',
    '+141555501001234567',
  ]) {
    const strict = await send({ phone_number, ignore_e164_validation: false });
    assert.equal(strict.status, 400, phone_number);
    assert.match(strict.json.message, /phone_number: expected a number in E\.164 format/);
  }
  assert.equal((await send({ phone_number: '1001' })).status, 201);
  assert.equal((await send({ phone_number: 'reception', ignore_e164_validation: true })).status, 201);
  for (const phone_number of ['a b', 'x'.repeat(65), '<sip:x>', 'a\r\nb'])
    assert.equal((await send({ phone_number })).status, 400, phone_number);
  for (const bad of [
    { termination_uri: 'not an address' },
    { transport: 'carrier pigeon' },
    { inbound_webhook_url: 'ftp://x' },
    { allowed_inbound_country_list: ['USA'] },
    { allowed_outbound_country_list: ['US', 'XX'] },
    { ignore_e164_validation: 'true' },
  ])
    assert.equal((await send({ phone_number: '2000', ...bad })).status, 400, JSON.stringify(bad));
});

test('weights sum to one, and agents are there in the right channel and version', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE);
  const update = (body: object) => server.send('PATCH', `/update-phone-number/${MINE}`, body);
  const second = (await server.send('POST', '/create-agent', { ...server.agentBody })).json.agent_id;
  for (const [body, message] of [
    [{ inbound_agents: [{ agent_id, weight: 0.5 }] }, /inbound_agents: expected weights that sum to 1, got 0\.5/],
    [{ inbound_agents: [{ agent_id, weight: 0 }] }, /weight/],
    [{ inbound_agents: [{ agent_id: 'agent_unknown', weight: 1 }] }, /inbound_agents\[0\].*agent_unknown/],
    [{ outbound_agents: [{ agent_id, agent_version: 7, weight: 1 }] }, /outbound_agents\[0\].*no version 7/],
    [{ outbound_agents: [{ agent_id, agent_version: 'prod!', weight: 1 }] }, /outbound_agents\[0\]\.agent_version/],
    [{ inbound_sms_agents: [{ agent_id, weight: 1 }] }, /inbound_sms_agents\[0\].*chat agent/],
    [{ inbound_agent_id: 'agent_unknown' }, /agent_unknown/],
    [{ outbound_agent_version: 0 }, /expected outbound_agent_id with it/],
  ] as [object, RegExp][]) {
    const answer = await update(body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.match(answer.json.message, message);
  }
  const thirds = [0.1, 0.2, 0.7].map((weight, i) => ({ agent_id: i === 1 ? second : agent_id, weight }));
  const answer = await update({ inbound_agents: thirds });
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.inbound_agents, thirds);
  assert.equal(answer.json.inbound_agent_id, agent_id, 'the likeliest');
});

test('the older fields for one agent and the weighted lists say the same', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE);
  const update = async (body: object) => (await server.send('PATCH', `/update-phone-number/${MINE}`, body)).json;
  const older = await update({ outbound_agent_id: agent_id, outbound_agent_version: 0 });
  assert.deepEqual(older.outbound_agents, [{ agent_id, agent_version: 0, weight: 1 }]);
  assert.deepEqual((await update({ outbound_agent_version: null })).outbound_agents, [{ agent_id, weight: 1 }]);
  assert.deepEqual((await update({ outbound_agents: [] })).outbound_agent_id, null);
  const lists = await update({ inbound_agents: [{ agent_id, weight: 1 }], inbound_agent_id: null });
  assert.equal(lists.inbound_agent_id, agent_id, 'a list that names somebody counts');
  assert.equal((await update({ nickname: 'x', agent_id: 'not a field', unknown: 1 })).inbound_agent_id, agent_id);
  const unbound = await update({ inbound_agent_id: null });
  assert.deepEqual([unbound.inbound_agent_id, unbound.inbound_agents], [null, null]);
  const whole = await update({ inbound_agents: [{ agent_id, weight: 1 }] });
  const again = await update(whole);
  assert.deepEqual({ ...again, last_modification_timestamp: 0 }, { ...whole, last_modification_timestamp: 0 });
});

test('trunk settings can be changed', async (t) => {
  const { server } = await serverWithAgent(t);
  await importNumber(server, MINE);
  const answer = await server.send('PATCH', `/update-phone-number/${MINE}`, {
    termination_uri: 'new.example.com',
    auth_username: 'bob',
    auth_password: 'p2',
    transport: 'UDP',
  });
  assert.deepEqual(answer.json.sip_outbound_trunk_config, {
    termination_uri: 'new.example.com',
    auth_username: 'bob',
    transport: 'UDP',
  });
  assert.doesNotMatch(answer.text, /p2/);
});

test('a fallback has no fallback of its own', async (t) => {
  const { server } = await serverWithAgent(t);
  const [b, c] = ['+14155550101', '+14155550102'];
  for (const number of [MINE, b, c]) await importNumber(server, number);
  const fallBack = (number: string, fallback_number: string | null) =>
    server.send('PATCH', `/update-phone-number/${number}`, { fallback_number });
  assert.equal((await fallBack(MINE, MINE)).status, 400);
  assert.equal((await fallBack(MINE, 'help')).status, 400);
  assert.equal((await fallBack(MINE, '+442079460958')).json.fallback_number, '+442079460958', 'any number outside');
  assert.equal((await fallBack(MINE, b)).status, 200);
  assert.equal((await fallBack(c, MINE)).status, 400, 'it falls back itself');
  assert.equal((await fallBack(b, c)).status, 400, 'it is a fallback');
  assert.equal((await fallBack(MINE, null)).json.fallback_number, null);
  const both = await Promise.all([fallBack(MINE, b), fallBack(b, MINE)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400], 'never in a ring, even at once');
});

test('numbers are listed whole and in pages that survive deletions', async (t) => {
  const { server } = await serverWithAgent(t);
  const numbers = [0, 1, 2, 3, 4].map((i) => `+1415555010${i}`);
  for (const [i, number] of numbers.entries()) {
    // Two of them at the same moment.
    server.clock.now += i === 2 ? 0 : 1_000;
    await importNumber(server, number);
  }
  const all = (await server.send('GET', '/list-phone-numbers')).json;
  assert.deepEqual(
    all.map((one: any) => one.phone_number),
    numbers.toReversed(),
  );
  const page = async (query: string) => (await server.send('GET', `/v2/list-phone-numbers?${query}`)).json;
  const first = await page('limit=2&sort_order=ascending');
  assert.deepEqual([first.items.length, first.has_more], [2, true]);
  await server.send('DELETE', `/delete-phone-number/${numbers[1]}`);
  const second = await page(`limit=2&sort_order=ascending&pagination_key=${first.pagination_key}`);
  assert.deepEqual(
    second.items.map((one: any) => one.phone_number),
    numbers.slice(2, 4),
  );
  const last = await page(`limit=2&sort_order=ascending&pagination_key=${second.pagination_key}`);
  assert.deepEqual([last.items.length, last.has_more, last.pagination_key], [1, false, undefined]);
  assert.equal((await page('pagination_key=rubbish&limit=abc')).items.length, 4, 'the contract lists no 400 here');
});

test('without a carrier no number can be bought, and the answer says what to do', async (t) => {
  const server = await testServer(t);
  const answer = await server.send('POST', '/create-phone-number', { area_code: 415 });
  assert.equal(answer.status, 400);
  assert.match(answer.json.message, /No carrier is set up.*import-phone-number/);
});

test('a number is bought from the carrier and given back to it', async (t) => {
  const wishes: NumberWish[] = [];
  const released: string[] = [];
  let failure: TelephonyError | null = null;
  const telephony: Telephony = {
    async buyNumber(wish) {
      wishes.push(wish);
      if (failure) throw failure;
      return { provider: wish.provider, phoneNumber: '+16285550123', providerId: 'PN1' };
    },
    releaseNumber: async ({ phoneNumber }) => void released.push(phoneNumber),
    placeCall: async () => {},
    sendText: async () => ({ messageId: 'x' }),
  };
  const { server, agent_id } = await serverWithAgent(t, { resources: { telephony } });
  const buy = (body: object) => server.send('POST', '/create-phone-number', body);
  assert.equal((await buy({ inbound_agent_id: 'agent_unknown' })).status, 400);
  assert.equal((await buy({ area_code: 7 })).status, 400);
  assert.equal(wishes.length, 0, 'nothing is spent on what is refused');
  const bought = await buy({ area_code: 628, number_provider: 'telnyx', inbound_agent_id: agent_id });
  assert.equal(bought.status, 201, bought.text);
  assert.deepEqual(
    [bought.json.phone_number, bought.json.phone_number_type, bought.json.sip_outbound_trunk_config],
    ['+16285550123', 'retell-telnyx', null],
  );
  assert.deepEqual(wishes[0], { provider: 'telnyx', phoneNumber: null, areaCode: 628, country: 'US', tollFree: false });
  const trunk = await server.send('PATCH', '/update-phone-number/+16285550123', { termination_uri: 'x.example' });
  assert.equal(trunk.status, 400);
  assert.equal((await buy({})).status, 400, 'it is here already');
  assert.deepEqual(released, ['+16285550123'], 'so it went back');
  failure = new TelephonyError('no_such_number', 'There is no number with area code 999.');
  const none = await buy({ area_code: 999 });
  assert.deepEqual([none.status, /area code 999/.test(none.json.message)], [400, true]);
  assert.equal((await server.send('DELETE', '/delete-phone-number/+16285550123')).status, 204);
  assert.equal(released.length, 2);
});
