// Exports of calls: asked for, written by a job that may be killed at any point, fetched by an address that runs out.

import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import { silentLog } from '../../src/interfaces/log.ts';
import { exportCalls } from '../../src/jobs/export-calls.ts';
import { findExportRequest } from '../../src/storage/index.ts';
import { addTestCall } from '../support/call-row.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { notAborted } from '../support/jobs.ts';

const START = Date.UTC(2026, 10, 22, 15, 0, 0);

async function serverWithCalls(t: TestContext, count: number): Promise<TestServer> {
  const server = await testServer(t);
  for (let n = 0; n < count; n++) {
    await addTestCall(server.database.db, {
      workspace_id: server.workspaceId,
      call_id: `call_${String(n).padStart(4, '0')}`,
      call_type: 'phone_call',
      direction: 'inbound',
      from_number: '+14155550100',
      to_number: '+14155550199',
      call_status: 'ended',
      agent_name: n === 0 ? '=HYPERLINK("http://evil")' : 'Jo, "the" agent',
      start_timestamp: START + n * 1_000,
      end_timestamp: START + n * 1_000 + 1,
      details: JSON.stringify({
        transcript: 'Agent: Hi\nUser: Bye\n',
        call_analysis: { custom_analysis_data: { 'a.b': -5 } },
      }),
      metadata: JSON.stringify({ note: '@sum' }),
    });
  }
  return server;
}

const job = (server: TestServer, signal: AbortSignal = notAborted) => {
  const { db, blobs, fileLinks } = server.deps.resources;
  return (id: string, attempt = 1) =>
    exportCalls(
      { db, blobs, fileLinks, wallClock: server.deps.now, log: silentLog },
      { export_request_id: id },
      signal,
      attempt,
    );
};

async function onlyExport(server: TestServer) {
  return (await server.send('GET', '/v2/list-export-requests')).json.items[0];
}

const pathOf = (url: string): string => url.replace('http://ringback.test', '');

test('an export is listed from the start, and its file opens by the signed address alone, for a day', async (t) => {
  const server = await serverWithCalls(t, 3);
  const columns = [
    'call_id',
    'agent_name',
    'from_number',
    'start_timestamp',
    'metadata.note',
    'call_analysis.custom_analysis_data.a.b',
    'transcript',
    'nothing',
  ];
  const made = await server.send('POST', '/create-export-request', {
    columns,
    timezone: 'Europe/Berlin',
    sort_order: 'ascending',
  });
  assert.equal(made.status, 201);
  const { export_request_id } = made.json;
  assert.deepEqual(await onlyExport(server), {
    export_request_id,
    channel: 'call',
    status: 'created',
    created_timestamp: server.clock.now,
    timezone: 'Europe/Berlin',
  });
  await job(server)(export_request_id);
  const { status, url } = await onlyExport(server);
  assert.equal(status, 'completed');
  const file = await fetch(server.url + pathOf(url));
  assert.equal(
    await file.text(),
    [
      columns.join(','),
      `call_0000,"'=HYPERLINK(""http://evil"")",+14155550100,2026-11-22 16:00:00,"'@sum",-5,"Agent: Hi\nUser: Bye\n",`,
      `call_0001,"Jo, ""the"" agent",+14155550100,2026-11-22 16:00:01,"'@sum",-5,"Agent: Hi\nUser: Bye\n",`,
      `call_0002,"Jo, ""the"" agent",+14155550100,2026-11-22 16:00:02,"'@sum",-5,"Agent: Hi\nUser: Bye\n",`,
      '',
    ].join('\r\n'),
  );
  const unsigned = pathOf(url).split('?')[0];
  assert.equal((await fetch(server.url + unsigned)).status, 403);
  assert.equal((await fetch(server.url + pathOf(url).replace(/signature=./, 'signature=x'))).status, 403);
  server.clock.now += 86_400_001;
  assert.equal((await fetch(server.url + pathOf(url))).status, 403);
  assert.equal(
    (await fetch(server.url + pathOf((await onlyExport(server)).url))).status,
    200,
    'a new reading gives a new address',
  );
});

test('a job that was killed between pages goes on where its file was certain', async (t) => {
  const server = await serverWithCalls(t, 450);
  const { export_request_id } = (await server.send('POST', '/create-export-request', { columns: ['call_id'] })).json;
  const killed = new AbortController();
  const { db } = server.database;
  let pages = 0;
  const { blobs, fileLinks } = server.deps.resources;
  const links = { ...fileLinks, url: (key: string) => (++pages > 250 && killed.abort(), fileLinks.url(key)) };
  const deps = { db, blobs, fileLinks: links, wallClock: server.deps.now, log: silentLog };
  await assert.rejects(exportCalls(deps, { export_request_id }, killed.signal, 1), { name: 'AbortError' });
  const half = await findExportRequest(db, export_request_id);
  assert.deepEqual([half?.status, half?.rows_written], ['processing', 300]);
  const path = blobs.localPath(`${half?.files_key}/calls.csv`);
  await appendFile(path, 'call_half wri');
  await job(server)(export_request_id, 2);
  const lines = (await readFile(path, 'utf8')).split('\r\n');
  assert.equal(lines.length, 452);
  assert.deepEqual([lines[1], lines[450], new Set(lines).size], ['call_0449', 'call_0000', 452]);
  assert.equal((await onlyExport(server)).status, 'completed');
});

test('a deleted export is gone with its file, also while it is written; failures are told in the end', async (t) => {
  const server = await serverWithCalls(t, 2);
  const create = async () => (await server.send('POST', '/create-export-request', {})).json.export_request_id as string;
  const gone = await create();
  await job(server)(gone);
  const address = server.url + pathOf((await onlyExport(server)).url);
  assert.equal((await server.send('DELETE', `/delete-export-request/${gone}`)).status, 204);
  assert.equal((await fetch(address.split('?')[0] as string)).status, 403, 'as long as its file is there');
  assert.equal((await server.send('DELETE', `/delete-export-request/${gone}`)).status, 404);
  assert.deepEqual((await server.send('GET', '/v2/list-export-requests')).json, { items: [], has_more: false });
  await job(server)(gone);

  const failing = await create();
  const { db, fileLinks } = server.deps.resources;
  const blobs = { localPath: () => '/nowhere/calls.csv', delete: async () => {} };
  const deps = { db, blobs, fileLinks, wallClock: server.deps.now, log: silentLog };
  await assert.rejects(exportCalls(deps, { export_request_id: failing }, notAborted, 1));
  await exportCalls(deps, { export_request_id: failing }, notAborted, 5);
  assert.equal((await onlyExport(server)).status, 'error');
});

test('what an export cannot be is refused, and its list comes in pages', async (t) => {
  const server = await testServer(t);
  const create = (body: object) => server.send('POST', '/create-export-request', body);
  assert.match((await create({ timezone: 'Mars/Olympus' })).json.message, /timezone: expected a time zone/);
  assert.match((await create({ columns: [] })).json.message, /columns/);
  assert.match(
    (await create({ filter_criteria: { call_status: { type: 'enum', op: 'in', value: ['x'] } } })).json.message,
    /call_status/,
  );
  const made: string[] = [];
  for (let n = 0; n < 20; n++) made.push((await create({})).json.export_request_id);
  assert.match((await create({})).json.message, /20 exports are waiting/);
  const first = (await server.send('GET', '/v2/list-export-requests?limit=15')).json;
  const second = (await server.send('GET', `/v2/list-export-requests?limit=15&pagination_key=${first.pagination_key}`))
    .json;
  assert.deepEqual([first.has_more, second.has_more, second.items.length], [true, false, 5]);
  assert.equal(new Set([...first.items, ...second.items].map((one) => one.export_request_id)).size, 20);
});
