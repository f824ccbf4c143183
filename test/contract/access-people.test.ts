// People: roles, invitations, sessions, workspaces side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSignInLink } from '../../src/resources/sign-in/index.ts';
import { addTestCall } from '../support/call-row.ts';
import { testServer, type Answer, type TestServer } from '../support/http.ts';

/** Requests of a browser that followed a sign-in link. */
type Browser = (method: string, path: string, body?: unknown) => Promise<Answer>;

async function browserOf(server: TestServer, link: string): Promise<Browser> {
  const { pathname, search } = new URL(link);
  const answer = await fetch(server.url + pathname + search, { redirect: 'manual' });
  assert.equal(answer.status, 303);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return async (method, path, body) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined };
  };
}

async function operator(server: TestServer): Promise<Browser> {
  const now = () => server.clock.now;
  const { envelope, workspaceId } = server;
  return browserOf(server, createSignInLink({ envelope, now }, { workspaceId, publicUrl: 'http://ringback.test' }));
}

async function invited(server: TestServer, role: string): Promise<{ browser: Browser; id: string }> {
  const answer = await server.send('POST', '/invite-member', { name: `a ${role}`, role });
  assert.equal(answer.status, 201, answer.text);
  return { browser: await browserOf(server, answer.json.sign_in_url), id: answer.json.member_id };
}

test('an admin may do everything, a developer all but administer, a member only read', async (t) => {
  const server = await testServer(t);
  const people = {
    operator: await operator(server),
    admin: (await invited(server, 'admin')).browser,
    developer: (await invited(server, 'developer')).browser,
    member: (await invited(server, 'member')).browser,
  };
  const table: [string, string, unknown, number, number, number][] = [
    ['GET', '/list-agents', undefined, 200, 200, 200],
    ['POST', '/v2/list-calls', {}, 200, 200, 200],
    ['GET', '/get-session', undefined, 200, 200, 200],
    ['POST', '/create-retell-llm', {}, 201, 201, 403],
    ['POST', '/v2/create-web-call', { agent_id: 'x' }, 422, 422, 403],
    ['GET', '/list-api-keys', undefined, 200, 200, 403],
    ['POST', '/create-api-key', { name: 'x', permissions: { build: 'edit' } }, 201, 201, 403],
    ['POST', '/create-api-key', { name: 'x' }, 201, 403, 403],
    ['GET', '/list-members', undefined, 200, 403, 403],
    ['POST', '/invite-member', { name: 'x', role: 'admin' }, 201, 403, 403],
    ['GET', '/list-audit-log', undefined, 200, 403, 403],
    ['POST', '/create-workspace', { org_name: 'x' }, 201, 403, 403],
  ];
  for (const [method, path, body, admin, developer, member] of table) {
    const wanted = { operator: admin, admin, developer, member };
    for (const [who, browser] of Object.entries(people)) {
      const answer = await browser(method, path, body);
      assert.equal(answer.status, wanted[who as keyof typeof wanted], `${who} ${method} ${path}: ${answer.text}`);
    }
  }
  const refusal = await people.member('POST', '/create-retell-llm', {});
  assert.match(refusal.json.message, /permission edit build, which a member does not have/);
  assert.deepEqual(
    [
      (await people.developer('GET', '/get-session')).json.role,
      (await people.operator('GET', '/get-session')).json.type,
    ],
    ['developer', 'operator'],
  );
});

test('a developer cannot revoke or widen a key that may do more', async (t) => {
  const server = await testServer(t);
  const { browser } = await invited(server, 'developer');
  const full = (await server.send('POST', '/create-api-key', { name: 'full' })).json.api_key_id;
  const own = (await browser('POST', '/create-api-key', { name: 'own', permissions: { build: 'read' } })).json
    .api_key_id;
  assert.equal((await browser('DELETE', `/delete-api-key/${full}`)).status, 403);
  assert.equal((await browser('PATCH', `/update-api-key/${full}`, { name: 'x' })).status, 403);
  assert.equal((await browser('PATCH', `/update-api-key/${own}`, { permissions: null })).status, 403);
  assert.equal((await browser('PATCH', `/update-api-key/${own}`, { permissions: { deploy: 'edit' } })).status, 200);
  assert.equal((await browser('DELETE', `/delete-api-key/${own}`)).status, 204);
});

test('a member sees that a call was, not what was said', async (t) => {
  const server = await testServer(t);
  const llm = await server.send('POST', '/create-retell-llm', {});
  const agent = await server.send('POST', '/create-agent', {
    voice_id: '11labs-Adrian',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
  });
  const variables = { name: 'the secret word' };
  const body = { agent_id: agent.json.agent_id, retell_llm_dynamic_variables: variables };
  const call = (await server.send('POST', '/v2/create-web-call', body)).json;
  const details = {
    transcript: 'the secret word',
    transcript_object: [],
    call_analysis: { call_summary: 'the secret word', user_sentiment: 'Positive' },
  };
  await server.database.db
    .updateTable('calls')
    .set({ call_status: 'ended', has_recording: true, details: JSON.stringify(details) })
    .where('call_id', '=', call.call_id)
    .execute();
  const whole = await server.send('GET', `/v2/get-call/${call.call_id}`);
  assert.ok(whole.text.includes('the secret word'));
  const { browser } = await invited(server, 'member');
  for (const [method, path, sent] of [
    ['GET', `/v2/get-call/${call.call_id}`, undefined],
    ['POST', '/v2/list-calls', {}],
    ['POST', '/v3/list-calls', {}],
  ] as const) {
    const answer = await browser(method, path, sent);
    assert.equal(answer.status, 200, answer.text);
    assert.ok(answer.text.includes(call.call_id));
    assert.ok(!answer.text.includes('the secret word'), path);
    assert.doesNotMatch(answer.text, /"(recording_url|public_log_url|transcript)"/);
    assert.ok(!answer.text.includes(call.access_token), 'nor can they join it');
  }
});

test('a member does not learn by searching what they are not shown, nor by the way of a contact', async (t) => {
  const server = await testServer(t);
  const from_number = '+14155550123';
  await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    call_type: 'phone_call',
    direction: 'inbound',
    from_number,
    to_number: '+14155550199',
    call_status: 'ended',
    created_at: 1,
    start_timestamp: 2,
    end_timestamp: 3,
    details: JSON.stringify({
      data_storage_setting: 'everything',
      custom_sip_headers: { 'X-Name': 'the secret word' },
      call_analysis: { call_summary: 'the secret word', custom_analysis_data: { illness: 'the secret word' } },
    }),
  });
  const { contact_id } = (await server.send('POST', '/create-contact', { phone_number: from_number })).json;
  const { browser } = await invited(server, 'member');
  const guess = { type: 'string', op: 'sw', value: 'the' };
  const searches: [string, object][] = [
    ['/v2/list-calls', { 'custom_analysis_data.illness': ['the secret word'] }],
    ['/v2/list-calls', { dynamic_variables: { name: ['x'] } }],
    ['/v3/list-calls', { custom_analysis_data: [{ ...guess, key: 'illness' }] }],
    ['/v3/list-chats', { custom_analysis_data: [{ ...guess, key: 'illness' }] }],
  ];
  for (const [path, filter_criteria] of searches) {
    assert.equal((await server.send('POST', path, { filter_criteria })).status, 200, path);
    const answer = await browser('POST', path, { filter_criteria });
    assert.deepEqual([answer.status, /a member does not see/.test(answer.text)], [403, true], path);
  }
  assert.equal((await browser('POST', '/v3/list-calls', { filter_criteria: { from_number: guess } })).status, 200);
  for (const [method, path, body] of [
    ['GET', `/list-contact-conversations/${contact_id}`, undefined],
    ['POST', '/v3/list-calls', {}],
  ] as const) {
    const whole = await server.send(method, path, body);
    assert.ok(whole.text.includes('the secret word'), whole.text);
    const answer = await browser(method, path, body);
    assert.equal(answer.status, 200);
    assert.match(answer.text, /call_/);
    assert.ok(!answer.text.includes('the secret word'), path);
  }
});

test('a role that changes holds at once, and who is removed is out at once', async (t) => {
  const server = await testServer(t);
  const { browser, id } = await invited(server, 'member');
  assert.equal((await browser('POST', '/create-retell-llm', {})).status, 403);
  assert.equal((await server.send('PATCH', `/update-member/${id}`, { role: 'developer' })).json.role, 'developer');
  assert.equal((await browser('POST', '/create-retell-llm', {})).status, 201);
  const link = (await server.send('POST', `/create-sign-in-link/${id}`)).json.sign_in_url as string;
  assert.equal((await server.send('DELETE', `/delete-member/${id}`)).status, 204);
  assert.equal((await browser('GET', '/list-agents')).status, 401);
  const { pathname, search } = new URL(link);
  assert.equal((await fetch(server.url + pathname + search, { redirect: 'manual' })).status, 401, 'nor by an old link');
  for (const [method, path] of [
    ['PATCH', '/update-member/'],
    ['DELETE', '/delete-member/'],
    ['POST', '/create-sign-in-link/'],
  ] as const)
    assert.equal((await server.send(method, path + id, method === 'PATCH' ? {} : undefined)).status, 404, path);
});

test('an invitation holds for seven days, and once', async (t) => {
  const server = await testServer(t);
  const invite = async () =>
    new URL((await server.send('POST', '/invite-member', { name: 'x', role: 'member' })).json.sign_in_url);
  const follow = async ({ pathname, search }: URL) =>
    (await fetch(server.url + pathname + search, { redirect: 'manual' })).status;
  const [soon, late] = [await invite(), await invite()];
  server.clock.now += 7 * 24 * 3_600_000 - 1;
  assert.deepEqual([await follow(soon), await follow(soon)], [303, 401]);
  server.clock.now += 1;
  assert.equal(await follow(late), 401);
});

test('nobody takes their own role away or removes themselves by mistake', async (t) => {
  const server = await testServer(t);
  const { browser, id } = await invited(server, 'admin');
  assert.equal((await browser('PATCH', `/update-member/${id}`, { role: 'member' })).status, 400);
  assert.equal((await browser('DELETE', `/delete-member/${id}`)).status, 400);
  assert.equal((await browser('PATCH', `/update-member/${id}`, { name: 'new name' })).json.name, 'new name');
});

test('workspaces are made from the first one, and see nothing of each other', async (t) => {
  const server = await testServer(t);
  const { browser: admin } = await invited(server, 'admin');
  const made = await admin('POST', '/create-workspace', { org_name: 'Second' });
  assert.equal(made.status, 201, made.text);
  const second = { authorization: `Bearer ${made.json.api_key}` };
  await server.send('POST', '/create-retell-llm', {});
  assert.deepEqual((await server.send('GET', '/list-retell-llms', undefined, second)).json, []);
  assert.equal((await server.send('GET', '/get-api-key-info', undefined, second)).json.org_name, 'Second');
  assert.equal((await server.send('POST', '/create-workspace', { org_name: 'x' }, second)).status, 403);
  const own = await server.send('GET', '/list-workspaces', undefined, second);
  assert.deepEqual(
    own.json.items.map((item: Answer['json']) => item.org_name),
    ['Second'],
  );
  const members = (await server.send('GET', '/list-members', undefined, second)).json.items as Answer['json'][];
  assert.deepEqual(
    members.map(({ name, role }) => [name, role]),
    [['a admin', 'admin']],
  );

  assert.equal((await admin('GET', '/list-workspaces')).json.items.length, 2);
  const link = await admin('POST', '/switch-workspace', { org_id: made.json.org_id });
  const there = await browserOf(server, link.json.sign_in_url);
  assert.deepEqual((await there('GET', '/list-retell-llms')).json, []);
  assert.equal((await there('GET', '/get-session')).json.org_name, 'Second');

  const { browser: other } = await invited(server, 'admin');
  const refused = await other('POST', '/switch-workspace', { org_id: made.json.org_id });
  const unknown = await other('POST', '/switch-workspace', { org_id: 'org_unknown' });
  assert.deepEqual([refused.status, refused.text.replace(made.json.org_id, 'org_unknown')], [404, unknown.text]);
  assert.equal((await server.send('POST', '/switch-workspace', { org_id: made.json.org_id })).status, 400);
  assert.equal((await (await operator(server))('POST', '/switch-workspace', { org_id: made.json.org_id })).status, 200);
});
