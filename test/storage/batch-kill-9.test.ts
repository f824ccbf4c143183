// A batch goes on after its server was killed, and nobody is dialled twice.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { importNumber, serverWithAgent, type PhoneServer } from '../support/phone.ts';

const MINE = '+14155550100';
const TASKS = 36;
const ROUNDS = 3;
const DIALS_PER_ROUND = 8;

test('a batch whose server is killed again and again dials everybody at most once, and is done in the end', async (t) => {
  const { server, agent_id } = await serverWithAgent(t);
  await importNumber(server, MINE, { outbound_agents: [{ agent_id, weight: 1 }] });
  await server.database.db
    .updateTable('workspaces')
    .set({ concurrency_limit: 1_000, cps_config: JSON.stringify({ custom: 4 }) })
    .execute();
  const tasks = Array.from({ length: TASKS }, (_, i) => ({ to_number: `+1415556${1_000 + i}` }));
  const { batch_call_id } = (await server.send('POST', '/create-batch-call', { from_number: MINE, tasks })).json;

  const dialled: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const lines = await runBatch(server, batch_call_id, DIALS_PER_ROUND);
    assert.ok(lines.length >= DIALS_PER_ROUND);
    dialled.push(...lines);
  }
  dialled.push(...(await runBatch(server, batch_call_id, Infinity)));

  assert.equal(new Set(dialled).size, dialled.length, 'nobody twice');
  const calls = await server.database.db.selectFrom('calls').select(['to_number', 'call_status']).execute();
  assert.deepEqual(calls.map((call) => call.to_number).sort(), tasks.map((task) => task.to_number).sort());
  const cutOff = calls.filter((call) => call.call_status === 'not_connected').length;
  assert.equal(calls.filter((call) => call.call_status === 'registered').length, 0);
  assert.ok(cutOff <= ROUNDS * 4, `${cutOff} calls were cut off between asking and knowing`);
  const { status, sent_task_count } = (await server.send('GET', `/get-batch-call/${batch_call_id}`)).json;
  assert.deepEqual([status, sent_task_count], ['sent', TASKS]);
});

/** Gives the numbers that were dialled before the process was killed, after `most` of them, or ended. */
async function runBatch(server: PhoneServer, batchCallId: string, most: number): Promise<string[]> {
  const fixture = fileURLToPath(new URL('./batch-kill-9.fixture.ts', import.meta.url));
  const args = [fixture, server.database.url, server.workspaceId, batchCallId, String(server.clock.now)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === most) child.kill('SIGKILL');
  }
  return lines;
}
