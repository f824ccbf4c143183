// What can be asked of running calls, over HTTP; the calls themselves are scripted.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import Retell from 'retell-sdk';
import { WebSocket } from 'ws';
import { createCallMonitor } from '../../src/http/index.ts';
import type { CallEvent, CallFact, LiveFact } from '../../src/interfaces/call-event.ts';
import {
  createFollowers,
  openCallLine,
  type CallCommand,
  type CallLine,
  type CommandAnswer,
} from '../../src/resources/call/index.ts';
import { updateCall as changeRow } from '../../src/storage/tables/index.ts';
import { testServer, type TestServer, type TestServerOptions } from '../support/http.ts';
import { fakeLiveCall, type FakeLiveCall } from '../support/live-call.ts';

interface World {
  server: TestServer;
  agentId: string;
  /** Calls of this process. */
  live: Map<string, FakeLiveCall>;
  asked: CallCommand[];
  /** How they answer. */
  answer: CommandAnswer;
  waitingCall(): Promise<string>;
  runningCall(columns?: object): Promise<string>;
}

async function world(t: TestContext, options: TestServerOptions = {}): Promise<World> {
  const live = new Map<string, FakeLiveCall>();
  const server = await testServer(t, {
    http: { webCalls: { handleHttp() {} } },
    resources: { liveCall: (id) => live.get(id), ...options.resources },
  });
  const { llm_id } = (await server.send('POST', '/create-retell-llm', {})).json;
  const response_engine = { type: 'retell-llm', llm_id };
  const { agent_id } = (await server.send('POST', '/create-agent', { response_engine, voice_id: 'local-joe' })).json;
  const made: World = {
    server,
    agentId: agent_id,
    live,
    asked: [],
    answer: { ok: true },
    waitingCall: async () => (await server.send('POST', '/v2/create-web-call', { agent_id })).json.call_id,
    async runningCall(columns = {}) {
      const callId = await made.waitingCall();
      const row = { call_status: 'ongoing', start_timestamp: 1, owner_node: 'node_us', owner_epoch: 1, ...columns };
      await changeRow(server.database.db, server.workspaceId, callId, row as never);
      if (!('owner_node' in columns)) {
        const answer = (command: CallCommand) => (made.asked.push(command), made.answer);
        live.set(callId, fakeLiveCall(answer, server.workspaceId));
      }
      return callId;
    },
  };
  return made;
}

test('a web call of the newer transport is the same call, told otherwise', async (t) => {
  const { server, agentId } = await world(t);
  const made = await server.send('POST', '/v3/create-web-call', { agent_id: agentId, agent_version: 0 });
  assert.equal(made.status, 201);
  const { call_id, access_token, expires_at, ice_servers, transport } = made.json;
  assert.deepEqual([transport, ice_servers], ['gateway', []]);
  assert.equal(expires_at, server.clock.now + 7_290_000);
  const call = (await server.send('GET', `/v2/get-call/${call_id}`)).json;
  assert.deepEqual([call.call_type, call.access_token, call.call_status], ['web_call', access_token, 'registered']);
  assert.equal((await server.send('POST', '/v3/create-web-call', {})).status, 400);
  assert.equal((await server.send('POST', '/v3/create-web-call', { agent_id: 'agent_no' })).status, 422);
});

test('stopping: a call that runs is told, one that waits ends at once, one that is over or unknown is refused', async (t) => {
  const { server, asked, runningCall, waitingCall } = await world(t);
  const stop = (id: string) => server.send('POST', `/v2/stop-call/${id}`);
  const running = await runningCall();
  const stopped = await stop(running);
  assert.deepEqual([stopped.status, stopped.text, asked], [204, '', [{ do: 'stop' }]]);
  const waiting = await waitingCall();
  assert.equal((await stop(waiting)).status, 204);
  const call = (await server.send('GET', `/v2/get-call/${waiting}`)).json;
  assert.deepEqual([call.call_status, call.disconnection_reason], ['ended', 'manual_stopped']);
  assert.equal(call.duration_ms, undefined);
  const again = await stop(waiting);
  assert.equal(again.status, 422);
  assert.match(again.json.message, /over already: ended/);
  assert.equal((await stop('call_unknown')).status, 422);
});

test('changing a running call: fields are stored first, then the agent is told', async (t) => {
  const { server, asked, runningCall, waitingCall } = await world(t);
  const id = await runningCall();
  const update = (body: unknown, call = id) => server.send('PATCH', `/v2/update-live-call/${call}`, body);
  const done = await update({
    call_control: { additional_context: 'The ticket is closed.', trigger_response: true },
    fields_to_override: {
      override_dynamic_variables: { discount: '15%' },
      metadata: { a: 1 },
      data_storage_setting: 'everything_except_pii',
    },
  });
  assert.deepEqual([done.status, done.json], [200, { success: true }]);
  assert.deepEqual(asked, [
    { do: 'update', variables: { discount: '15%' } },
    { do: 'update', context: 'The ticket is closed.', respond: true },
  ]);
  const call = (await server.send('GET', `/v2/get-call/${id}`)).json;
  assert.deepEqual([call.metadata, call.data_storage_setting], [{ a: 1 }, 'everything_except_pii']);
  for (const nothing of [{}, { call_control: {} }, { call_control: { trigger_response: false } }])
    assert.equal((await update(nothing)).status, 200);
  assert.equal(asked.length, 2, 'an empty control is no command');
  for (const wrong of [
    { call_control: { additional_context: '' } },
    { call_control: { additional_context: 5 } },
    { fields_to_override: { metadata: { long: 'x'.repeat(60_000) } } },
    { fields_to_override: { data_storage_setting: 'everything' } },
  ])
    assert.equal((await update(wrong)).status, 400, JSON.stringify(wrong).slice(0, 80));
  assert.equal((await update({}, await waitingCall())).status, 422);
  assert.equal((await update({}, 'call_unknown')).status, 422);
});

test('listening: a token that hears, for calls that run here, five at a time', async (t) => {
  const { server, live, runningCall, waitingCall } = await world(t);
  const id = await runningCall();
  const listen = (call: string) => server.send('POST', `/v2/listen-live-call/${call}`);
  const { status, json } = await listen(id);
  assert.equal(status, 200);
  assert.deepEqual(
    [json.room_name, json.url, json.transport, json.expires_at],
    [id, 'ws://ringback.test', 'livekit', server.clock.now + 7_290_000],
  );
  assert.deepEqual(await server.deps.resources.accessTokens.verify(json.access_token), {
    callId: id,
    identity: json.participant_id,
    role: 'listener',
  });
  const leg = { id: 'l', kind: 'scripted', role: 'supervisor', can: {}, send() {}, onEvent() {} };
  for (const n of [1, 2, 3, 4, 5]) live.get(id)!.audience.join({ ...leg, id: `l${n}` } as never, `listener_${n}`);
  const full = await listen(id);
  assert.equal(full.status, 409);
  assert.equal(full.headers.get('x-should-retry'), 'false');
  assert.equal((await listen(await waitingCall())).status, 422);
  assert.equal((await listen(await runningCall({ owner_node: 'node_other' }))).status, 409);
});

test('taking over says why it cannot be', async (t) => {
  const all = await world(t);
  const id = await all.runningCall();
  const take = (body: unknown) => all.server.send('POST', `/v2/take-over-live-call/${id}`, body);
  assert.deepEqual((await take({ participant_id: 'listener_1' })).json, { success: true });
  assert.deepEqual(all.asked, [{ do: 'takeOver', participantId: 'listener_1' }]);
  for (const [why, status] of [
    ['taken', 409],
    ['not_connected', 409],
    ['no_such_listener', 422],
    ['not_ongoing', 422],
  ] as const) {
    all.answer = { ok: false, why };
    assert.equal((await take({ participant_id: 'listener_2' })).status, status, why);
  }
  for (const wrong of [{}, { participant_id: '' }, { participant_id: 'x'.repeat(201) }, { participant_id: 1 }])
    assert.equal((await take(wrong)).status, 400);
});

test('calls of another server are reached through the database; a dead or silent owner is a clear error', async (t) => {
  const callLine: CallLine = { ask: (call, command) => line.ask(call, command), async close() {} };
  const { server, runningCall } = await world(t, { resources: { callLine } });
  const { db, url } = server.database;
  const log = server.deps.log;
  const asked: unknown[] = [];
  const answer = (command: CallCommand): CommandAnswer => {
    asked.push(command);
    return command.do === 'takeOver' ? { ok: false, why: 'taken' } : { ok: true };
  };
  const remote = fakeLiveCall(answer, server.workspaceId);
  const node = (nodeId: string) => ({ nodeId, epoch: 1 });
  for (const node_id of ['node_us', 'node_other', 'node_silent'])
    await db.insertInto('nodes').values({ node_id, epoch: 1 }).execute();
  const line = await openCallLine({ db, url, node: node('node_us'), find: () => undefined, log, waitMs: 400 });
  const other = await openCallLine({ db, url, node: node('node_other'), find: () => remote, log });
  t.after(() => Promise.all([line.close(), other.close()]).then(() => {}));

  const there = await runningCall({ owner_node: 'node_other' });
  assert.equal((await server.send('POST', `/v2/stop-call/${there}`)).status, 204);
  const fields_to_override = { override_dynamic_variables: { a: '1' } };
  assert.equal((await server.send('PATCH', `/v2/update-live-call/${there}`, { fields_to_override })).status, 200);
  const override_dynamic_variables = { b: '2' };
  assert.equal((await server.send('PATCH', `/v2/update-call/${there}`, { override_dynamic_variables })).status, 200);
  const taken = await server.send('POST', `/v2/take-over-live-call/${there}`, { participant_id: 'listener_1' });
  assert.equal(taken.status, 409);
  assert.deepEqual(asked, [
    { do: 'stop' },
    { do: 'update', variables: { a: '1' } },
    { do: 'update', variables: { a: '1', b: '2' } },
    { do: 'takeOver', participantId: 'listener_1' },
  ]);

  const dead = await server.send('POST', `/v2/stop-call/${await runningCall({ owner_node: 'node_dead' })}`);
  assert.deepEqual([dead.status, /has stopped/.test(dead.json.message)], [409, true]);
  const silent = await server.send('POST', `/v2/stop-call/${await runningCall({ owner_node: 'node_silent' })}`);
  assert.deepEqual([silent.status, silent.headers.get('x-should-retry')], [503, 'true']);
  const left = await db.selectFrom('call_commands').select('command_id').execute();
  assert.deepEqual(left, [], 'nothing is left to be carried out later');
});

test('following a call: a snapshot, what is new by id, the end; five at a time, keys of the workspace alone', async (t) => {
  const { server, live, runningCall } = await world(t);
  const id = await runningCall();
  const call = live.get(id)!;
  const at = (fact: object): CallEvent => ({ at: 1_000_000, wall: 1, ...fact }) as CallEvent;
  const said = at({ is: 'user_said', text: 'Hello.', words: [] });
  call.events = [
    at({ is: 'agent_said', utt: 'u1', text: 'Hi.', words: [], interrupted: false, metadata: { interrupt_id: 0 } }),
  ];
  const monitor = createCallMonitor(server.deps.resources);
  t.after(() => monitor.close());
  server.app.server.on('upgrade', (request, socket, head) => void monitor.handleUpgrade(request, socket, head));

  const follow = (callId: string, protocols = ['bearer', server.key]) =>
    new WebSocket(`${server.url.replace('http', 'ws')}/v2/monitor-live-call/${callId}`, protocols);
  const closeOf = async (socket: WebSocket) => Number((await once(socket, 'close'))[0]);
  const socket = follow(id);
  const messages: any[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  await once(socket, 'message');
  assert.equal(socket.protocol, 'bearer');
  const more = await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const each = follow(id);
      await once(each, 'message');
      return each;
    }),
  );
  assert.equal(await closeOf(follow(id)), 4008);
  for (const each of more) {
    each.close();
    await once(each, 'close');
  }
  assert.equal(await closeOf(follow('call_unknown')), 4004);
  assert.equal(await closeOf(follow(id, ['bearer', 'key_wrong'])), 4001);
  call.tell({ is: 'partial', text: 'Hel' } satisfies LiveFact);
  call.tell(said);
  call.tell(at({ is: 'speaking', who: 'user', on: false }));
  call.tell(at({ is: 'end', reason: 'agent_hangup', detail: '' }));
  assert.equal(await closeOf(socket), 1000);
  assert.deepEqual(
    messages.map(({ type, transcripts }) => [type, transcripts?.map((each: any) => [each.id, each.content])]),
    [
      ['transcript_snapshot', [['agent-1', 'Hi.']]],
      ['transcript_updated', [['user-1', 'Hel']]],
      ['transcript_updated', [['user-1', 'Hello.']]],
      ['call_ended', undefined],
    ],
  );
  assert.equal(messages.at(-1).disconnection_reason, 'agent_hangup');
});

test('who follows a call hears no more of it once their key is revoked or may no more', async (t) => {
  const { server, live, runningCall } = await world(t);
  const id = await runningCall();
  const monitor = createCallMonitor(server.deps.resources, 20);
  t.after(() => monitor.close());
  server.app.server.on('upgrade', (request, socket, head) => void monitor.handleUpgrade(request, socket, head));
  const follower = async () => {
    const { api_key, api_key_id } = (await server.send('POST', '/create-api-key', { name: 'x' })).json;
    const address = `${server.url.replace('http', 'ws')}/v2/monitor-live-call/${id}`;
    const socket = new WebSocket(address, ['bearer', api_key]);
    await once(socket, 'message');
    return { id: api_key_id as string, over: once(socket, 'close').then(([code]) => Number(code)) };
  };
  const [revoked, narrowed] = [await follower(), await follower()];
  assert.equal((await server.send('DELETE', `/delete-api-key/${revoked.id}`)).status, 204);
  assert.equal(await revoked.over, 4001);
  await server.send('PATCH', `/update-api-key/${narrowed.id}`, { permissions: { build: 'edit' } });
  assert.equal(await narrowed.over, 4003);
  assert.ok(live.has(id), 'the call itself goes on');
});

test('a seat is free again when its follower could not begin', async (t) => {
  const { server, runningCall } = await world(t);
  const place = { workspaceId: server.workspaceId, callId: await runningCall({ owner_node: 'node_other' }) };
  let isDown = true;
  const failing = new Proxy(server.database.db, {
    get(db, name, self) {
      if (name === 'selectFrom')
        return (table: never) => {
          if (isDown && String(table) === 'call_events') throw new Error('the database is away');
          return db.selectFrom(table);
        };
      return Reflect.get(db, name, self);
    },
  });
  const followers = createFollowers({ ...server.deps.resources, db: failing });
  const quiet = { begin() {}, tell() {} };
  for (let i = 0; i < 6; i++) await assert.rejects(followers.follow(place, quiet), /the database is away/);
  isDown = false;
  const stop = await followers.follow(place, quiet);
  assert.ok(typeof stop === 'function');
  stop();
});

test('a call of another server is followed by its stored events, and ends even when that server could not say so', async (t) => {
  const { server, runningCall } = await world(t);
  const { db } = server.database;
  const id = await runningCall({ owner_node: 'node_other' });
  const store = (seq: number, fact: CallFact) =>
    db
      .insertInto('call_events')
      .values({ call_id: id, seq, at_us: seq, wall_ms: 1, kind: fact.is, fact: JSON.stringify(fact) })
      .execute();
  await store(0, { is: 'user_said', text: 'Hello.', words: [] });
  const followers = createFollowers(server.deps.resources);
  const told: string[] = [];
  const ended = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<void>();
  const stop = await followers.follow(
    { workspaceId: server.workspaceId, callId: id },
    {
      begin: (past) => void told.push(...past.map(({ is }) => `before: ${is}`)),
      tell(fact) {
        told.push(fact.is === 'end' ? fact.reason : fact.is);
        (fact.is === 'end' ? ended : heard).resolve();
      },
    },
  );
  assert.ok(typeof stop === 'function');
  await store(1, { is: 'dtmf', digit: '1' });
  await heard.promise;
  await changeRow(db, server.workspaceId, id, { call_status: 'error', disconnection_reason: 'error_retell' });
  await ended.promise;
  stop();
  assert.deepEqual(told, ['before: user_said', 'dtmf', 'error_retell']);
  const nobody = { begin: () => assert.fail(), tell: () => assert.fail() };
  assert.equal(await followers.follow({ workspaceId: 'org_other', callId: id }, nobody), 'not_ongoing');
});

test("today's official SDK does all of it", async (t) => {
  const { server, agentId, asked, runningCall } = await world(t);
  const { call } = new Retell({ apiKey: server.key, baseURL: server.url });
  assert.equal((await call.createWebCall({ agent_id: agentId })).transport, 'gateway');
  const id = await runningCall();
  assert.deepEqual(await call.updateLive(id, { call_control: { trigger_response: true } }), { success: true });
  const { participant_id } = await call.listenLive(id);
  assert.deepEqual(await call.takeOverLive(id, { participant_id }), { success: true });
  await call.stop(id);
  assert.deepEqual(
    asked.map((command) => command.do),
    ['update', 'takeOver', 'stop'],
  );
  await assert.rejects(call.stop('call_unknown'), Retell.UnprocessableEntityError);
});
