// `ringback batch`, as a terminal sees it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { silentLog } from '../../src/interfaces/log.ts';
import { runBatch } from '../../src/resources/batch-call/index.ts';
import { importNumber, serverWithAgent, type PhoneServer } from '../support/phone.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const MINE = '+14155550100';

async function batchServer(t: any): Promise<PhoneServer> {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE, { outbound_agents: [{ agent_id, weight: 1 }] });
  return server;
}

/** Runs the command with a table as its standard input. */
async function ringback(
  server: PhoneServer,
  words: string[],
  table = '',
): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, RETELL_BASE_URL: server.url, RETELL_API_KEY: server.key };
  const child = execFile(process.execPath, [MAIN, 'batch', ...words], { env });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (text: string) => (out += text));
  child.stderr?.on('data', (text: string) => (err += text));
  child.stdin?.on('error', () => {}).end(table);
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

test('a table becomes a batch, which is paused, resumed, read and cancelled', async (t) => {
  const server = await batchServer(t);
  const table = 'phone number,name,metadata\n+14155550111,Ada,"{""row"":1}"\n+14155550112,Jane,\n';
  const made = await ringback(server, ['-', '--from', MINE, '--name', 'Spring'], table);
  assert.equal(made.code, 0, made.err);
  const id = made.out.trim();
  const batch = (await server.send('GET', `/get-batch-call/${id}`)).json;
  assert.deepEqual([batch.name, batch.total_task_count], ['Spring', 2]);
  assert.match((await ringback(server, ['pause', id])).out, /^paused: 0 of 2 sent/);
  assert.match((await ringback(server, ['resume', id])).out, /^ongoing: 0 of 2 sent/);
  const deps = { db: server.database.jobs, wallClock: () => server.clock.now, log: silentLog };
  await runBatch(deps, { workspace_id: server.workspaceId, batch_call_id: id }, new AbortController().signal);
  const calls = await server.database.db.selectFrom('calls').selectAll().execute();
  const ada = calls.find((call) => call.to_number === '+14155550111');
  assert.deepEqual([ada?.metadata, ada?.retell_llm_dynamic_variables], [{ row: 1 }, { name: 'Ada' }]);
  assert.match((await ringback(server, ['status', id])).out, /^ongoing: 2 of 2 sent, 0 picked up/);
  assert.match((await ringback(server, ['cancel', id])).out, /^canceled: 2 of 2 sent/);
  const watched = await ringback(server, ['status', id, '--watch']);
  assert.deepEqual([watched.code, watched.out.split('\n').length], [0, 2]);
});

test('bad rows are told and nobody is called, unless they are to be skipped', async (t) => {
  const server = await batchServer(t);
  const table = 'phone number\n+14155550111\n0199\n\n+14155550112\n\u0007x\n';
  const batches = async (): Promise<any[]> => (await server.send('GET', '/list-batch-calls')).json.items;
  const refused = await ringback(server, ['-', '--from', MINE], table);
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^row 3: .*\nrow 6: .*\n2 bad rows, 2 good ones\. Nothing was sent\.\n$/);
  assert.doesNotMatch(refused.err, /\u0007/);
  assert.deepEqual(await batches(), []);
  const skipped = await ringback(server, ['-', '--from', MINE, '--skip-bad'], table);
  assert.equal(skipped.code, 0, skipped.err);
  assert.deepEqual(
    (await batches()).map((batch) => batch.total_task_count),
    [2],
  );
});

test('wrong calls end with 2 and in words, and refusals in those of the server', async (t) => {
  const server = await batchServer(t);
  const table = 'phone number\n+14155550111\n';
  for (const [words, text, why] of [
    [[], '', /Usage/],
    [['/none.csv', '--from', MINE], '', /none\.csv/],
    [['-', '--from', MINE, '--at', 'tomorrow'], table, /--at/],
    [['-', '--from', MINE, '--at', '2001-01-01T00:00:00Z'], table, /is over/],
    [['-', '--from', MINE], 'phone number\n"b', /row 2/],
  ] as const) {
    const { code, err } = await ringback(server, [...words], text);
    assert.equal(code, 2, words.join(' '));
    assert.match(err, why);
  }
  const unknown = await ringback(server, ['pause', 'batch_call_none']);
  assert.deepEqual([unknown.code, /404/.test(unknown.err)], [1, true]);
  const foreign = await ringback(server, ['-', '--from', '+14155550999'], table);
  assert.deepEqual([foreign.code, /from_number/.test(foreign.err)], [1, true]);
});
