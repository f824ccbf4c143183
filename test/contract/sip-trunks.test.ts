// SIP trunks by the API: made, changed, refused, named by numbers, seen by the telephone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { silentLog } from '../../src/interfaces/log.ts';
import type { SipTrunk, TrunkCare, TrunkTestWish } from '../../src/interfaces/sip-trunk.ts';
import {
  createDialogKeeper,
  createRegistrationLeases,
  openTrunkDirectory,
  type OpenTrunkDirectory,
} from '../../src/resources/sip-trunk/index.ts';
import { beginNodeLife, endNodeLife } from '../../src/storage/tables/nodes.ts';
import { createSipTimers } from '../../src/telephony/sip/sip-timers.ts';
import { createTrunkLife } from '../../src/telephony/trunk/trunk-life.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { importNumber, otherWorkspace, serverWithAgent } from '../support/phone.ts';
import type { Scope } from '../support/scope.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const MINE = '+14155550100';
const TRUNK = { name: 'Desk', targets: [{ uri: 'trunk.example.com' }] };

async function makeTrunk(server: TestServer, body: object = TRUNK): Promise<string> {
  const answer = await server.send('POST', '/create-sip-trunk', body);
  assert.equal(answer.status, 201, answer.text);
  return answer.json.sip_trunk_id;
}

async function directoryOf(t: Scope, server: TestServer): Promise<OpenTrunkDirectory> {
  const { db, url } = server.database;
  const directory = await openTrunkDirectory({ db, url, envelope: server.envelope, log: silentLog });
  t.after(() => directory.close());
  return directory;
}

/** The trunks after the next change that fits. */
function changed(directory: OpenTrunkDirectory, fits: (all: readonly SipTrunk[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => void (fits(directory.all()) && resolve());
    directory.onChange(look);
    look();
  });
}

test('a trunk comes back as it was made, without its passwords', async (t) => {
  const server = await testServer(t);
  const id = await makeTrunk(server, {
    ...TRUNK,
    targets: [
      { uri: 'a.example.com', priority: 1 },
      { uri: 'sip:203.0.113.7:5080;transport=tcp', weight: 3 },
    ],
    outbound_proxy: ' sip:sbc.example.com:5080 ',
    transport: 'TLS',
    auth_username: 'ada',
    auth_password: 'very secret',
    registration: { registrar: 'sip.example.com' },
    inbound_networks: ['198.51.100.7', '2001:db8::/32'],
    inbound_auth_username: 'them',
    inbound_auth_password: 'other secret',
    srtp: 'offered',
  });
  const { json, text } = await server.send('GET', `/get-sip-trunk/${id}`);
  assert.doesNotMatch(text, /secret/);
  assert.deepEqual(json, {
    sip_trunk_id: id,
    name: 'Desk',
    targets: [
      { uri: 'a.example.com', priority: 1, weight: 1 },
      { uri: 'sip:203.0.113.7:5080;transport=tcp', priority: 0, weight: 3 },
    ],
    outbound_proxy: 'sip:sbc.example.com:5080',
    transport: 'TLS',
    auth_username: 'ada',
    registration: { registrar: 'sip.example.com', expires_seconds: 300 },
    inbound_networks: ['198.51.100.7/32', '2001:db8::/32'],
    inbound_auth_username: 'them',
    srtp: 'offered',
    health_check_seconds: 60,
    has_auth_password: true,
    has_inbound_auth_password: true,
    health: null,
    last_modification_timestamp: server.clock.now,
  });
  const { rows } = await server.database.pools.http.query('select sip_trunks::text as row from sip_trunks');
  assert.doesNotMatch(rows[0].row, /very secret|other secret/);
});

test('those who make the last trunks at once get no more than there may be', async (t) => {
  const server = await testServer(t);
  await makeTrunk(server);
  await sql`insert into sip_trunks (workspace_id, sip_trunk_id, name, config, created_at, modified_at)
    select workspace_id, sip_trunk_id || n, name, config, created_at, modified_at
    from sip_trunks, generate_series(1, 197) n`.execute(server.database.db);
  const answers = await Promise.all(Array.from({ length: 6 }, () => server.send('POST', '/create-sip-trunk', TRUNK)));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 400, 400, 400, 400]);
});

test('a change keeps what it leaves out', async (t) => {
  const server = await testServer(t);
  const id = await makeTrunk(server, {
    ...TRUNK,
    auth_username: 'ada',
    auth_password: 'x',
    inbound_networks: ['192.0.2.1'],
  });
  const { json, status, text } = await server.send('PATCH', `/update-sip-trunk/${id}`, {
    name: 'Other',
    srtp: 'offered',
  });
  assert.equal(status, 200, text);
  assert.equal(json.name, 'Other');
  assert.equal(json.srtp, 'offered');
  assert.equal(json.auth_username, 'ada');
  assert.equal(json.has_auth_password, true);
  assert.deepEqual(json.inbound_networks, ['192.0.2.1/32']);
  const without = await server.send('PATCH', `/update-sip-trunk/${id}`, { auth_password: null });
  assert.equal(without.json.has_auth_password, false);
});

test('what cannot work is refused with the field and what is wanted', async (t) => {
  const server = await testServer(t);
  const refusals: [object, RegExp][] = [
    [{ targets: [] }, /targets/],
    [{ targets: [{ uri: 'not an address' }] }, /targets\[0\]\.uri: expected the address of a SIP trunk/],
    [{ targets: [{ uri: 'host:99999' }] }, /targets\[0\]\.uri/],
    [{ targets: [{ uri: '1.2.3' }] }, /targets\[0\]\.uri/],
    [{ targets: [{ uri: 'a.example\r\nVia: x' }] }, /targets\[0\]\.uri/],
    [{ targets: [{ uri: 'a.example;transport=sctp' }] }, /transport=udp, tcp or tls/],
    [{ targets: [{ uri: 'a.example', weight: -1 }] }, /targets\[0\]\.weight/],
    [{ outbound_proxy: 'a b' }, /outbound_proxy: expected the address/],
    [{ srtp: 'required', outbound_proxy: 'sbc.example', targets: [{ uri: 'sips:a.example' }] }, /transport TLS/],
    [{ name: '  ' }, /name/],
    [{ auth_password: 'x' }, /auth_username/],
    [{ registration: { registrar: 'sip.example.com' } }, /registration/],
    [{ inbound_networks: ['0.0.0.0/0'] }, /network of at most \/8/],
    [{ inbound_networks: ['10.0.0.0/8/9'] }, /inbound_networks\[0\]/],
    [{ inbound_networks: ['example.com'] }, /inbound_networks\[0\]/],
    [{ inbound_auth_username: 'them' }, /inbound_auth_password/],
    [{ srtp: 'required' }, /transport TLS/],
    [{ srtp: 'maybe' }, /srtp/],
    [{ health_check_seconds: 1 }, /health_check_seconds: expected at least 10/],
    [{ auth_username: 'a\r\nb', auth_password: 'x' }, /auth_username/],
  ];
  for (const [change, message] of refusals) {
    const { status, text } = await server.send('POST', '/create-sip-trunk', { ...TRUNK, ...change });
    assert.equal(status, 400, `${JSON.stringify(change)}: ${text}`);
    assert.match(text, message, JSON.stringify(change));
  }
});

test('a trunk of another workspace is not there', async (t) => {
  const server = await testServer(t);
  const id = await makeTrunk(server);
  const other = await otherWorkspace(server);
  for (const [method, path] of [
    ['GET', `/get-sip-trunk/${id}`],
    ['PATCH', `/update-sip-trunk/${id}`],
    ['DELETE', `/delete-sip-trunk/${id}`],
  ] as const)
    assert.equal((await server.send(method, path, method === 'PATCH' ? {} : undefined, other)).status, 404, path);
  const number = { phone_number: MINE, sip_trunk_id: id };
  assert.equal((await server.send('POST', '/import-phone-number', number, other)).status, 400);
});

test('a number names its trunk, which then cannot be deleted', async (t) => {
  const { server } = await serverWithAgent(t);
  const id = await makeTrunk(server);
  const made = await server.send('POST', '/import-phone-number', { phone_number: MINE, sip_trunk_id: id });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.json.sip_trunk_id, id);
  const refused = await server.send('DELETE', `/delete-sip-trunk/${id}`);
  assert.equal(refused.status, 400);
  assert.match(refused.text, /\+14155550100/);
  const freed = await server.send('PATCH', `/update-phone-number/${MINE}`, {
    sip_trunk_id: null,
    termination_uri: 'a.example.com',
  });
  assert.equal(freed.json.sip_trunk_id, undefined);
  assert.equal((await server.send('DELETE', `/delete-sip-trunk/${id}`)).status, 204);
  assert.equal((await server.send('POST', '/import-phone-number', { phone_number: '+14155550101' })).status, 400);
});

test('the telephone sees trunks, those of single numbers too, and hears of changes', async (t) => {
  const { server } = await serverWithAgent(t);
  await importNumber(server, MINE, {
    sip_trunk_auth_username: 'ada',
    sip_trunk_auth_password: 'secret',
    transport: 'TLS',
  });
  const directory = await directoryOf(t, server);
  const own = await directory.forNumber(server.workspaceId, MINE);
  assert.deepEqual(own, {
    trunkId: `number:${server.workspaceId}:${MINE}`,
    workspaceId: server.workspaceId,
    targets: [{ uri: 'trunk.example.com', priority: 0, weight: 1 }],
    outboundProxy: null,
    transport: 'tls',
    credentials: { username: 'ada', password: 'secret' },
    registration: null,
    inbound: { networks: [], credentials: null },
    srtp: 'offered',
    healthEveryS: null,
  });
  assert.deepEqual(directory.all(), [own]);

  const id = await makeTrunk(server, { ...TRUNK, auth_username: 'bob', auth_password: 'hidden' });
  await changed(directory, (all) => all.some(({ trunkId }) => trunkId === id));
  await server.send('PATCH', `/update-phone-number/${MINE}`, { sip_trunk_id: id });
  const named = await directory.forNumber(server.workspaceId, MINE);
  assert.equal(named?.trunkId, id);
  assert.deepEqual(named.credentials, { username: 'bob', password: 'hidden' });
  await changed(directory, (all) => all.length === 1);
  assert.equal(await directory.forNumber(server.workspaceId, '+14155550999'), null);
});

test('a test of a trunk is handed to the telephone, and a call only from a number to where it may call', async (t) => {
  const wishes: [SipTrunk, TrunkTestWish][] = [];
  const trunkCare: TrunkCare = {
    health: () => ({
      trunkId: 'x',
      targets: [{ uri: 'u', state: 'up', checkedAt: 5, detail: 'fine' }],
      registration: null,
    }),
    async test(trunk, wish) {
      wishes.push([trunk, wish]);
      return {
        ok: false,
        steps: [{ step: 'resolve', target: 'a', result: 'failed', mistake: 'm', found: 'f', advice: 'g' }],
      };
    },
  };
  const { server } = await serverWithAgent(t, { resources: { trunkCare } });
  const id = await makeTrunk(server);
  await importNumber(server, MINE, { allowed_outbound_country_list: ['US'] });
  const health = (await server.send('GET', `/get-sip-trunk/${id}`)).json.health;
  assert.deepEqual(health, {
    targets: [{ uri: 'u', state: 'up', checked_timestamp: 5, detail: 'fine' }],
    registration: null,
  });
  const { status, json, text } = await server.send('POST', '/test-sip-trunk', { sip_trunk_id: id });
  assert.equal(status, 200, text);
  assert.equal(json.steps[0].mistake, 'm');
  const ring = (ring_number: string) => server.send('POST', '/test-sip-trunk', { phone_number: MINE, ring_number });
  assert.equal((await ring('+14155550142')).status, 200);
  assert.deepEqual(wishes[1]?.[1], { ring: { from: MINE, to: '+14155550142' } });
  assert.equal((await ring('+442079460958')).status, 400);
  assert.equal((await ring('+79161234567')).status, 400);
  await server.send('POST', '/create-contact', { phone_number: '+14155550177', do_not_call: true });
  assert.match((await ring('+14155550177')).json.message, /^ring_number: contact .* is marked do_not_call/);
  await server.send('PATCH', '/update-organization', { call_limits: { daily_calls_per_destination: 1 } });
  assert.match((await ring('+14155550142')).json.message, /^ring_number: today's limit of 1 calls to US is reached/);
  assert.equal((await server.send('POST', '/test-sip-trunk', { sip_trunk_id: id, ring_number: MINE })).status, 400);
  assert.equal((await server.send('POST', '/test-sip-trunk', {})).status, 400);
  assert.equal((await server.send('POST', '/test-sip-trunk', { sip_trunk_id: 'sip_trunk_none' })).status, 404);
  assert.equal(wishes.length, 2);
});

test('a dialog is owed its BYE once its server is gone, and to one who asks', async (t) => {
  const server = await testServer(t);
  const { db } = server.database;
  const alive = async (node_id: string, epoch: number): Promise<void> => {
    await db.insertInto('nodes').values({ node_id, epoch }).execute();
  };
  await alive('a', 1);
  await alive('b', 2);
  const dialog = (key: string) => ({
    key,
    workspaceId: server.workspaceId,
    callId: 'call_1',
    trunkId: null,
    dialog: { key },
  });
  const [a, b] = [
    createDialogKeeper(db, () => ({ nodeId: 'a', epoch: 1 })),
    createDialogKeeper(db, () => ({ nodeId: 'b', epoch: 2 })),
  ];
  await a.keep(dialog('one'));
  await a.keep(dialog('two'));
  await a.keep({ ...dialog('two'), dialog: { key: 'newer' } });
  await b.keep(dialog('three'));
  await b.forget('one');
  assert.deepEqual(await b.orphans(), [], 'their servers live, and nobody forgets for another');
  await db.updateTable('nodes').set({ epoch: 3 }).where('node_id', '=', 'a').execute();
  const found = (await Promise.all([b.orphans(), b.orphans()])).flat().sort((x, y) => x.key.localeCompare(y.key));
  assert.deepEqual(found, [dialog('one'), { ...dialog('two'), dialog: { key: 'newer' } }]);
  await b.forget('three');
  await db.deleteFrom('nodes').execute();
  assert.deepEqual(await b.orphans(), []);
});

test('of two servers one registers a trunk; when it dies, or leaves, the other does', async (t) => {
  const server = await testServer(t);
  const registration = { registrar: 'sip.example.com' };
  const id = await makeTrunk(server, {
    ...TRUNK,
    registration,
    auth_username: 'ada',
    auth_password: 'x',
    health_check_seconds: null,
  });
  const directory = await directoryOf(t, server);

  async function life(nodeId: string) {
    const { epoch } = await beginNodeLife(server.database.db, { nodeId, internalUrl: null });
    const node = { nodeId, epoch };
    const leases = createRegistrationLeases(server.database.db, () => node);
    let decided = Promise.withResolvers<void>();
    const clock = createVirtualClock();
    const asked: string[] = [];
    const one = createTrunkLife({
      agent: {
        async request({ headers }) {
          asked.push(headers.find(({ name }) => name === 'Expires')?.value ?? '');
          return { is: 'response', status: 200, reason: 'OK', headers: [], body: Buffer.alloc(0) };
        },
      },
      leases: {
        release: leases.release,
        async hold(trunks) {
          const held = await leases.hold(trunks);
          setImmediate(() => decided.resolve());
          return held;
        },
      },
      ...{ directory, timers: createSipTimers(clock), random: () => 0.5, wallClock: () => 0, log: silentLog },
    });
    t.after(() => one.close());
    /** What it knows after it has looked. */
    async function state(look = (): void => one.takeOver()): Promise<string | undefined> {
      look();
      await decided.promise;
      decided = Promise.withResolvers();
      do await clock.runTo(clock.now() + 1_000);
      while (one.health(id)?.registration?.state === 'trying');
      return one.health(id)?.registration?.state;
    }
    // It looks by itself when it begins.
    await state(() => {});
    return { one, node, asked, state, clock };
  }

  const first = await life('first');
  assert.equal(await first.state(), 'registered');
  assert.deepEqual(first.asked, ['300']);
  const second = await life('second');
  assert.deepEqual([await second.state(), second.asked], ['elsewhere', []]);

  await endNodeLife(server.database.db, first.node);
  assert.equal(await second.state(() => void second.clock.runTo(second.clock.now() + 15_000_000)), 'registered');
  assert.deepEqual([await first.state(), first.asked], ['elsewhere', ['300', '0']]);

  const third = await life('third');
  assert.equal(await third.state(), 'elsewhere');
  await second.one.close();
  assert.deepEqual(second.asked, ['300', '0']);
  assert.equal(await third.state(), 'registered');
});
