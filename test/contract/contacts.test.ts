// Contacts by the API: kept one a number, found, imported from tables, filled from analyses; who is not to be called is not called.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backfillContacts, importContacts } from '../../src/resources/contact/index.ts';
import { finishedCall } from '../support/finished-call.ts';
import { importNumber, otherWorkspace, serverWithAgent, type PhoneServer } from '../support/phone.ts';

const go = new AbortController().signal;

async function upload(server: PhoneServer, table: string, name = 'leads.csv') {
  const form = new FormData();
  form.append('file', new Blob([table]), name);
  const response = await fetch(`${server.url}/upload-contact-import-file`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.key}` },
    body: form,
  });
  return { status: response.status, json: (await response.json()) as any };
}

/** Runs the queued job of this kind as a worker would. */
async function runJob(server: PhoneServer, kind: 'import' | 'backfill', signal = go): Promise<void> {
  const { rows } = await server.database.pools.http.query<{ run_id: string }>(
    'select run_id from contact_jobs where kind = $1',
    [kind],
  );
  const payload = { workspace_id: server.workspaceId, run_id: rows[0]?.run_id ?? '' };
  const deps = { db: server.database.jobs, blobs: server.deps.blobs, wallClock: () => server.clock.now };
  await (kind === 'import' ? importContacts : backfillContacts)(deps, payload, signal);
}

const MAPPING = [
  { external_field_name: 'Phone', field_name: 'phone_number' },
  { external_field_name: 'First', field_name: 'first_name' },
];

test('a contact is made, found by id and number, changed and deleted', async (t) => {
  const { server } = await serverWithAgent(t);
  const made = await server.send('POST', '/create-contact', {
    phone_number: '+1 (415) 555-0101',
    first_name: 'Ada',
    tags: ['vip', 'vip'],
    custom_fields: { plan: 'gold', visits: 3, gone: null },
  });
  assert.equal(made.status, 201, made.text);
  const { contact_id, ...rest } = made.json;
  assert.match(contact_id, /^contact_[0-9a-f]{24}$/);
  assert.deepEqual(rest, {
    org_id: server.workspaceId,
    phone_number: '+14155550101',
    first_name: 'Ada',
    tags: ['vip'],
    contact_tags: [{ id: 'vip', label: 'vip' }],
    custom_fields: { plan: 'gold', visits: 3 },
    do_not_call: false,
    conversation_count: 0,
    created_timestamp: server.clock.now,
    user_modified_timestamp: server.clock.now,
  });
  const twice = await server.send('POST', '/create-contact', { phone_number: '+14155550101' });
  assert.deepEqual([twice.status, /already/.test(twice.json.message)], [400, true]);
  assert.deepEqual((await server.send('GET', `/get-contact/${contact_id}`)).json, made.json);
  for (const path of ['+14155550101', '%2B14155550101'])
    assert.deepEqual((await server.send('GET', `/get-contact-by-phone/${path}`)).json, made.json);
  server.clock.now += 5;
  const changed = await server.send('PATCH', `/update-contact/${contact_id}`, {
    last_name: 'L',
    tags: ['b'],
    custom_fields: { plan: null, city: 'Ulm' },
    do_not_call: true,
  });
  const { last_name, first_name, tags, custom_fields, do_not_call, user_modified_timestamp } = changed.json;
  assert.deepEqual(
    [last_name, first_name, tags, custom_fields, do_not_call, user_modified_timestamp],
    ['L', 'Ada', ['b'], { visits: 3, city: 'Ulm' }, true, server.clock.now],
  );
  assert.equal((await server.send('DELETE', `/delete-contact/${contact_id}`)).status, 204);
  for (const [method, path, body] of [
    ['GET', `/get-contact/${contact_id}`],
    ['DELETE', `/delete-contact/${contact_id}`],
    ['PATCH', `/update-contact/${contact_id}`, {}],
    ['GET', `/list-contact-conversations/${contact_id}`],
    ['GET', '/get-contact-by-phone/+14155550101'],
  ] as const)
    assert.equal((await server.send(method, path, body)).status, 404, path);
});

test('tags may be named as newer clients name them', async (t) => {
  const { server } = await serverWithAgent(t);
  const tagged = { phone_number: '+14155550101', contact_tag_ids: ['vip', 'vip', 'new'] };
  const { contact_id, tags } = (await server.send('POST', '/create-contact', tagged)).json;
  assert.deepEqual(tags, ['vip', 'new']);
  const update = async (body: object) => (await server.send('PATCH', `/update-contact/${contact_id}`, body)).json;
  assert.deepEqual((await update({ contact_tag_ids: ['old'] })).contact_tags, [{ id: 'old', label: 'old' }]);
  assert.deepEqual((await update({ first_name: 'Ada' })).tags, ['old'], 'nothing was said of them');
  assert.deepEqual((await update({ tags: ['a'], contact_tag_ids: ['b'] })).tags, ['a']);
  for (const [value, count] of [
    ['a', 1],
    ['b', 0],
  ] as const) {
    const filter_criteria = { contact_tag_ids: { type: 'enum', op: 'in', value: [value] } };
    assert.equal((await server.send('POST', '/list-contacts', { filter_criteria })).json.total, count);
  }
  assert.equal((await server.send('POST', '/create-contact', { ...tagged, contact_tag_ids: 'vip' })).status, 400);
});

test('what no contact can be is refused with the field', async (t) => {
  const { server } = await serverWithAgent(t);
  for (const [body, words] of [
    [{}, /phone_number/],
    [{ phone_number: '4155550101' }, /phone_number: expected a number with its country code/],
    [{ phone_number: '+14155550101', custom_fields: { a: { b: 1 } } }, /custom_fields\.a/],
    [{ phone_number: '+14155550101', custom_fields: { a: 'x'.repeat(60_000) } }, /custom_fields/],
    [{ phone_number: '+14155550101', tags: [''] }, /tags/],
    [{ phone_number: '+14155550101', do_not_call: 'yes' }, /do_not_call/],
  ] as [object, RegExp][]) {
    const answer = await server.send('POST', '/create-contact', body);
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.json.message, words);
  }
});

test('another workspace does not see them', async (t) => {
  const { server } = await serverWithAgent(t);
  const { contact_id } = (await server.send('POST', '/create-contact', { phone_number: '+14155550101' })).json;
  const asOther = await otherWorkspace(server);
  for (const [method, path, unknown, body] of [
    ['GET', `/get-contact/${contact_id}`, '/get-contact/contact_x'],
    ['PATCH', `/update-contact/${contact_id}`, '/update-contact/contact_x', { first_name: 'x' }],
    ['DELETE', `/delete-contact/${contact_id}`, '/delete-contact/contact_x'],
    ['GET', `/list-contact-conversations/${contact_id}`, '/list-contact-conversations/contact_x'],
  ] as const) {
    const foreign = await server.send(method, path, body, asOther);
    const none = await server.send(method, unknown, body, asOther);
    assert.deepEqual([foreign.status, none.status], [404, 404]);
    assert.equal(foreign.json.message.replace(contact_id, 'contact_x'), none.json.message);
  }
  assert.equal((await server.send('GET', '/get-contact-by-phone/+14155550101', undefined, asOther)).status, 404);
  assert.deepEqual((await server.send('POST', '/list-contacts', {}, asOther)).json.total, 0);
  assert.equal((await server.send('POST', '/create-contact', { phone_number: '+14155550101' }, asOther)).status, 201);
});

test('contacts are filtered, searched, sorted and paged', async (t) => {
  const { server } = await serverWithAgent(t);
  for (let i = 0; i < 6; i++)
    await server.send('POST', '/create-contact', {
      phone_number: `+1415555010${i}`,
      first_name: i === 3 ? '100% Öde_' : `Name ${i}`,
      tags: i % 2 ? ['odd'] : ['even', 'big'],
      do_not_call: i === 5,
      custom_fields: { rank: i, city: i < 3 ? 'Ulm' : 'Bonn' },
    });
  await server.database.db
    .updateTable('contacts')
    .set({ last_conversation_timestamp: 5_000 })
    .where('phone_number', '>=', '+14155550104')
    .execute();
  const list = async (body?: object) => (await server.send('POST', '/list-contacts', body)).json;
  const found = async (filter_criteria: object) =>
    (await list({ filter_criteria })).items.map((one: any) => Number(one.phone_number.at(-1))).sort();
  assert.equal((await list()).total, 6, 'no body at all');
  assert.deepEqual(await found({ tags: { type: 'enum', op: 'in', value: ['odd', 'x'] } }), [1, 3, 5]);
  assert.deepEqual(await found({ do_not_call: { type: 'boolean', op: 'eq', value: true } }), [5]);
  assert.deepEqual(await found({ phone_number: { type: 'string', op: 'ew', value: '04' } }), [4]);
  assert.deepEqual(
    await found({ last_conversation_timestamp: { type: 'range', op: 'bt', value: [1, 9_000] } }),
    [4, 5],
  );
  assert.deepEqual(await found({ external_id: { type: 'present', op: 'pr' } }), []);
  const custom_fields = [
    { type: 'number', op: 'ge', value: 2, key: 'rank' },
    { type: 'string', op: 'eq', value: 'Ulm', key: 'city' },
  ];
  assert.deepEqual(await found({ custom_fields }), [2]);
  const search = async (search_query: string) => (await list({ search_query })).total;
  assert.deepEqual(
    [await search('0% Ö'), await search('%'), await search('bonn'), await search('5550102')],
    [1, 1, 3, 1],
  );
  for (const sort_order of ['asc', 'desc'] as const) {
    const whole = (await list({ sort_order })).items.map((one: any) => one.contact_id);
    const paged: string[] = [];
    let page = await list({ sort_order, limit: 4 });
    paged.push(...page.items.map((one: any) => one.contact_id));
    assert.deepEqual([page.has_more, page.total], [true, 6]);
    page = await list({ sort_order, limit: 4, pagination_key: page.pagination_key });
    paged.push(...page.items.map((one: any) => one.contact_id));
    assert.deepEqual([paged, page.has_more], [whole, false]);
    assert.deepEqual((await list({ sort_order, skip: 5 })).items.length, 1);
  }
  const bad = await server.send('POST', '/list-contacts', { filter_criteria: { do_not_call: { type: 'number' } } });
  assert.equal(bad.status, 400);
  assert.equal((await server.send('POST', '/list-contacts', { pagination_key: 'x' })).status, 400);
});

test('who is marked do_not_call is not called', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, '+14155550100', { outbound_agents: [{ agent_id, weight: 1 }] });
  await server.send('POST', '/create-contact', { phone_number: '+14155550101', do_not_call: true });
  const call = { from_number: '+14155550100', to_number: '+14155550101' };
  const answer = await server.send('POST', '/v2/create-phone-call', call);
  assert.deepEqual([answer.status, /do_not_call/.test(answer.json.message)], [400, true]);
});

test('a table is imported: new contacts are made, known ones changed, bad rows reported', async (t) => {
  const { server } = await serverWithAgent(t);
  const known = { phone_number: '+14155550101', first_name: 'Old', last_name: 'Keep', tags: ['a'] };
  await server.send('POST', '/create-contact', { ...known, custom_fields: { city: 'Ulm' } });
  const table = [
    '\uFEFFPhone;First;"No ""calls""";Plan;Ignored',
    '(415) 555-0101;Ada;;gold;x',
    '+442079460958;"Grace; Hopper";yes;"two\r\nlines";x',
    'not a number;Bad;;;',
    '',
    '4155550103;Eve;perhaps;;',
    '415 555 0104;;no;;',
  ].join('\r\n');
  const { status, json } = await upload(server, table);
  assert.equal(status, 201);
  assert.equal(json.file_name, 'leads.csv');
  const begin = (body: object) => server.send('POST', '/create-contact-import', { upload_id: json.upload_id, ...body });
  const column_mapping = [
    ...MAPPING,
    { external_field_name: 'No "calls"', field_name: 'do_not_call' },
    { external_field_name: 'Plan', field_name: 'plan' },
  ];
  const begun = await begin({ column_mapping, tags: ['spring', 'a'] });
  assert.deepEqual([begun.status, begun.json.status], [201, 'queued']);
  const second = await begin({ column_mapping });
  assert.deepEqual([second.status, /under way/.test(second.json.message)], [400, true]);
  server.clock.now += 1_000;
  await runJob(server, 'import');
  const done = (await server.send('GET', '/get-contact-import')).json;
  assert.deepEqual([done.status, done.succeeded, done.failed, done.triggered_by], ['idle', 3, 2, 'manual']);
  assert.deepEqual(
    done.failures.map((one: any) => one.row),
    [4, 6],
  );
  assert.match(done.failures[0].reason, /"not a number" is no phone number/);
  const by = async (number: string) => (await server.send('GET', `/get-contact-by-phone/${number}`)).json;
  const ada = await by('+14155550101');
  assert.deepEqual(
    [ada.first_name, ada.last_name, ada.tags, ada.custom_fields, ada.do_not_call],
    ['Ada', 'Keep', ['a', 'spring'], { city: 'Ulm', plan: 'gold' }, false],
  );
  const grace = await by('+442079460958');
  assert.deepEqual(
    [grace.first_name, grace.do_not_call, grace.custom_fields],
    ['Grace; Hopper', true, { plan: 'two\r\nlines' }],
  );
  assert.equal((await by('+14155550104')).first_name, undefined);
});

test('a mapping that does not fit its table is refused before anything is read', async (t) => {
  const { server } = await serverWithAgent(t);
  const { upload_id } = (await upload(server, 'Phone,First\n+14155550101,Ada\n')).json;
  const [phone, first] = MAPPING;
  for (const [body, status, words] of [
    [{ upload_id: 'contact_upload_x', column_mapping: MAPPING }, 404, /contact_upload_x/],
    [{ upload_id, column_mapping: [first] }, 400, /exactly one column to be phone_number/],
    [{ upload_id, column_mapping: [phone, first, first] }, 400, /mapped twice/],
    [{ upload_id, column_mapping: [phone, { ...first, external_field_name: 'Nmae' }] }, 400, /\[1\].*"Nmae".*"First"/],
    [{ upload_id, column_mapping: MAPPING, default_country: 'XX' }, 400, /default_country/],
  ] as [object, number, RegExp][]) {
    const answer = await server.send('POST', '/create-contact-import', body);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.json.message, words);
  }
  const asOther = await otherWorkspace(server);
  const foreign = { upload_id, column_mapping: MAPPING };
  assert.equal((await server.send('POST', '/create-contact-import', foreign, asOther)).status, 404);
  assert.deepEqual((await server.send('GET', '/get-contact-import')).json, { status: 'idle', failures: [] });
  assert.equal((await upload(server, '')).status, 400, 'an empty file');
});

test('an import that was cut off goes on where it was, and two at once import each row once', async (t) => {
  const { server } = await serverWithAgent(t);
  const rows = Array.from({ length: 1_000 }, (_, i) => `+1415556${String(1_000 + i).padStart(4, '0')},N${i}`);
  const { upload_id } = (await upload(server, ['Phone,First', ...rows].join('\n'))).json;
  await server.send('POST', '/create-contact-import', { upload_id, column_mapping: MAPPING });
  const cut = new AbortController();
  const first = runJob(server, 'import', cut.signal);
  cut.abort();
  await assert.rejects(first, /abort/);
  await Promise.all([runJob(server, 'import'), runJob(server, 'import')]);
  await runJob(server, 'import');
  const { status, succeeded, failed } = (await server.send('GET', '/get-contact-import')).json;
  assert.deepEqual([status, succeeded, failed], ['idle', 1_000, 0]);
  assert.equal((await server.send('POST', '/list-contacts', {})).json.total, 1_000);
});

test('cells without anything change nothing, and lines without anything may stand before the headers', async (t) => {
  const { server } = await serverWithAgent(t);
  const known = { phone_number: '+14155550101', first_name: 'Ada', do_not_call: true };
  await server.send('POST', '/create-contact', known);
  const { json } = await upload(server, '\n\nPhone,First,Stop\n4155550101,,\n4155550102,Bob,\n');
  const column_mapping = [...MAPPING, { external_field_name: 'Stop', field_name: 'do_not_call' }];
  await server.send('POST', '/create-contact-import', { upload_id: json.upload_id, column_mapping });
  await runJob(server, 'import');
  const { succeeded, failed, failures } = (await server.send('GET', '/get-contact-import')).json;
  assert.deepEqual([succeeded, failed, failures], [2, 0, []]);
  const { items } = (await server.send('POST', '/list-contacts', {})).json;
  const stops = items.map((each: any) => [each.phone_number, each.first_name, each.do_not_call]).sort();
  assert.deepEqual(stops, [
    ['+14155550101', 'Ada', true],
    ['+14155550102', 'Bob', false],
  ]);
});

test('an import that was given up stands in nobody’s way a week later, and changes nothing when it comes back', async (t) => {
  const { server } = await serverWithAgent(t);
  const begin = async (table: string) => {
    const { json } = await upload(server, table);
    return server.send('POST', '/create-contact-import', { upload_id: json.upload_id, column_mapping: MAPPING });
  };
  assert.equal((await begin('Phone,First\n4155550101,Old\n')).status, 201);
  const { rows } = await server.database.pools.http.query<{ run_id: string }>('select run_id from contact_jobs');
  const old = { workspace_id: server.workspaceId, run_id: rows[0]?.run_id ?? '' };
  assert.equal((await begin('Phone,First\n4155550102,New\n')).status, 400);
  server.clock.now += 7 * 86_400_000 + 1;
  assert.equal((await begin('Phone,First\n4155550102,New\n')).status, 201);
  const deps = { db: server.database.jobs, blobs: server.deps.blobs, wallClock: () => server.clock.now };
  await importContacts(deps, old, go);
  await runJob(server, 'import');
  const { items } = (await server.send('POST', '/list-contacts', {})).json;
  assert.deepEqual(
    items.map((each: any) => each.first_name),
    ['New'],
  );
});

test('a quotation mark that is never closed ends the import with a word, and what came before stays', async (t) => {
  const { server } = await serverWithAgent(t);
  const { upload_id } = (await upload(server, 'Phone,First\n+14155550101,Ada\n+14155550102,"Eve\n+14155550103,X\n'))
    .json;
  await server.send('POST', '/create-contact-import', { upload_id, column_mapping: MAPPING });
  await runJob(server, 'import');
  const { status, succeeded, failed, failures } = (await server.send('GET', '/get-contact-import')).json;
  assert.deepEqual([status, succeeded, failed], ['idle', 1, 1]);
  assert.deepEqual(failures, [{ row: 3, reason: 'A quotation mark is not closed.' }]);
});

test('conversations with a contact are counted and listed', async (t) => {
  const { server } = await serverWithAgent(t);
  const them = '+14155550101';
  const { contact_id } = (await server.send('POST', '/create-contact', { phone_number: them })).json;
  for (let i = 1; i <= 3; i++)
    await finishedCall(server, {
      direction: i === 2 ? 'inbound' : 'outbound',
      from_number: i === 2 ? them : '+14155550100',
      to_number: i === 2 ? '+14155550100' : them,
      start_timestamp: i * 1_000,
      created_at: i * 1_000,
    });
  await finishedCall(server, {
    direction: 'outbound',
    from_number: them,
    to_number: '+14155550100',
    start_timestamp: 9,
  });
  const list = async (query = '') =>
    (await server.send('GET', `/list-contact-conversations/${contact_id}?${query}`)).json;
  const all = await list();
  assert.deepEqual(
    all.items.map((one: any) => [one.type, one.start_timestamp, one.direction]),
    [
      ['call', 3_000, 'outbound'],
      ['call', 2_000, 'inbound'],
      ['call', 1_000, 'outbound'],
    ],
  );
  const page = await list('limit=2');
  const rest = await list(`limit=2&pagination_key=${page.pagination_key}`);
  assert.deepEqual([...page.items, ...rest.items], all.items);
  const contact = (await server.send('GET', `/get-contact/${contact_id}`)).json;
  assert.deepEqual([contact.conversation_count, contact.last_conversation_timestamp], [3, 3_000]);
  await server.send('DELETE', `/delete-contact/${contact_id}`);
  const again = (await server.send('POST', '/create-contact', { phone_number: them })).json;
  assert.deepEqual([again.conversation_count, again.last_conversation_timestamp], [3, 3_000]);
});

test('analyses of past calls are copied into contacts, the latest of a field last', async (t) => {
  const { server } = await serverWithAgent(t);
  const them = '+14155550101';
  const { contact_id } = (
    await server.send('POST', '/create-contact', { phone_number: them, custom_fields: { city: 'Ulm' } })
  ).json;
  const analysed = (start_timestamp: number, agent_id: string, custom_analysis_data: object) =>
    finishedCall(server, {
      agent_id,
      direction: 'outbound',
      from_number: '+14155550100',
      to_number: them,
      start_timestamp,
      created_at: start_timestamp,
      details: JSON.stringify({ call_analysis: { user_sentiment: 'Positive', custom_analysis_data } }),
    });
  await analysed(3_000, 'agent_a', { budget: 30 });
  await analysed(2_000, 'agent_a', { budget: 20, pet: 'cat', list: [1] });
  await analysed(4_000, 'agent_b', { budget: 40 });
  const begun = await server.send('POST', '/backfill-contact-analysis-data', {
    backfill_attributes: ['budget', 'pet', 'user_sentiment', 'list', 'none'],
    backfill_call_filter: {
      agent: [{ agent_id: 'agent_a', version: [0] }],
      start_timestamp: { type: 'number', op: 'gt', value: 1 },
    },
  });
  assert.equal(begun.json.status, 'queued', begun.text);
  await runJob(server, 'backfill');
  await runJob(server, 'backfill');
  const { status, succeeded } = (await server.send('GET', '/get-backfill-contact-job-status')).json;
  assert.deepEqual([status, succeeded], ['idle', 2]);
  assert.deepEqual((await server.send('GET', `/get-contact/${contact_id}`)).json.custom_fields, {
    city: 'Ulm',
    budget: 30,
    pet: 'cat',
    user_sentiment: 'Positive',
  });
});
