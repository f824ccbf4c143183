// A batch that the whole program dials by SIP, killed again and again at any instant: what the log of the far end, a process of its own, proves.
// BATCH_TASKS and BATCH_KILLS make it larger; `BATCH_TASKS=1000 BATCH_KILLS=10 node --test test/calls/batch-over-kills.test.ts` takes some minutes.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { reversed, type Scope } from '../support/scope.ts';
import { freePorts } from '../support/sip/free-ports.ts';
import { until, wholeServer, type WholeServer } from '../support/whole-server.ts';
import type { FarEndLine } from './batch-over-kills.fixture.ts';

const TASKS = Number(process.env['BATCH_TASKS'] ?? 60);
const KILLS = Number(process.env['BATCH_KILLS'] ?? 3);
const MINE = '+14155550100';
const CONCURRENCY = 20;
const CPS = 20;
const OVER = ['ended', 'error', 'not_connected'];

test(
  'a batch over many kill -9: the far end saw nobody twice, no limit passed, and each task has its call and its reason',
  { timeout: 60_000 + TASKS * 500 + KILLS * 20_000 },
  async (given) => {
    const t = reversed(given);
    const far = await startFarEnd(t);
    const server = await wholeServer(t, {
      RINGBACK_SIP_LISTEN: `udp:${await freePorts(2)}`,
      RINGBACK_SIP_ALLOW: '127.0.0.0/8',
    });
    const { agent_id } = await server.makeAgent({ llm: { begin_message: '' } });
    await server.api('PATCH', '/update-organization', { concurrency: CONCURRENCY, cps_config: { custom: CPS } });
    await server.api('POST', '/import-phone-number', {
      phone_number: MINE,
      termination_uri: `sip:127.0.0.1:${far.port};transport=udp`,
      outbound_agents: [{ agent_id, weight: 1 }],
    });
    const wanted = numbers(TASKS, '+1415556');
    const batch = await createBatch(server, wanted);
    const closed = await createBatch(server, numbers(10, '+1415557'), closedWindow());

    for (let kill = 0; kill < KILLS; kill++) {
      await far.invites(Math.ceil((0.8 * TASKS * (kill + Math.random())) / KILLS));
      // Any instant, not only those just after an INVITE.
      await pause(Math.random() * 500);
      await server.process.kill();
      await server.restart();
    }
    const calls = await untilAllOver(server, batch);
    far.stop();
    const invites = far.log.filter((line) => line.is === 'invite');

    assert.deepEqual(
      invites.filter(({ to }, i) => invites.findIndex((one) => one.to === to) !== i),
      [],
      'nobody twice',
    );
    assert.deepEqual(calls.map((call) => call['to_number']).sort(), wanted, 'no task is lost, none has two calls');
    const callOf = new Map(calls.map((call) => [call['to_number'], call]));
    for (const { to, call_id } of invites)
      assert.equal(callOf.get(to)?.['call_id'], call_id, 'within its window, by its call');
    const dialled = new Set(invites.map(({ to }) => to));
    const undialled = calls.filter((call) => !dialled.has(call['to_number']));
    for (const call of undialled)
      assert.deepEqual([call['call_status'], call['disconnection_reason']], ['not_connected', 'dial_failed']);
    const doubts = calls.filter((call) => ['dial_failed', 'error_retell'].includes(call['disconnection_reason']));
    assert.ok(doubts.length <= KILLS * CONCURRENCY, `${doubts.length} calls in doubt`);
    assert.ok(doubts.length < TASKS, 'most calls came to their own end');

    const atOnce = mostAtOnce(far.log);
    assert.ok(atOnce <= CONCURRENCY, `${atOnce} at once`);
    const inASecond = mostInASecond(invites.map(({ at }) => at));
    // What was let go at the rate may reach a busy machine's socket in a heap.
    assert.ok(inASecond <= CPS * 1.5, `${inASecond} in a second`);
    const closedNow = await server.api('GET', `/get-batch-call/${closed}`);
    assert.deepEqual([closedNow['status'], closedNow['sent_task_count']], ['ongoing', 0]);
    const { status, sent_task_count } = await server.api('GET', `/get-batch-call/${batch}`);
    assert.deepEqual([status, sent_task_count], ['sent', TASKS]);
    given.diagnostic(
      `${KILLS} kills; ${TASKS} tasks: ${invites.length} INVITEs to ${dialled.size} numbers, ${undialled.length} marked without one; ` +
        `${doubts.length} calls in doubt or cut; at most ${atOnce} at once, ${inASecond} in a second`,
    );
  },
);

const numbers = (count: number, stem: string): string[] =>
  Array.from({ length: count }, (_, i) => `${stem}${1_000 + i}`).sort();

async function createBatch(server: WholeServer, to: string[], call_time_window?: object): Promise<string> {
  const tasks = to.map((to_number) => ({ to_number }));
  const body = { from_number: MINE, tasks, ...(call_time_window ? { call_time_window } : {}) };
  return (await server.api('POST', '/create-batch-call', body))['batch_call_id'] as string;
}

/** Open for a minute half a day from now. */
function closedWindow(): object {
  const now = new Date();
  const start = (now.getUTCHours() * 60 + now.getUTCMinutes() + 720) % 1_440;
  return { windows: [{ start, end: start + 1 }], timezone: 'UTC' };
}

async function untilAllOver(server: WholeServer, batch_call_id: string): Promise<Record<string, any>[]> {
  let calls: Record<string, any>[] = [];
  const body = { filter_criteria: { batch_call_id: [batch_call_id] }, limit: 1000 };
  await until(async () => {
    if ((await server.api('GET', `/get-batch-call/${batch_call_id}`))['status'] !== 'sent') return false;
    calls = await server.api<Record<string, any>[]>('POST', '/v2/list-calls', body);
    return calls.every((call) => OVER.includes(call['call_status'] as string));
  });
  return calls;
}

interface FarEnd {
  port: number;
  log: FarEndLine[];
  /** Resolves when there are so many INVITEs. */
  invites(count: number): Promise<void>;
  stop(): void;
}

async function startFarEnd(t: Scope): Promise<FarEnd> {
  const fixture = fileURLToPath(new URL('./batch-over-kills.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stop = (): void => void child.kill('SIGKILL');
  t.after(stop);
  const log: FarEndLine[] = [];
  const waiting = new Set<() => void>();
  const lines = createInterface({ input: child.stdout });
  const port = await new Promise<number>((resolve) => lines.once('line', (line) => resolve(Number(line))));
  lines.on('line', (line) => {
    log.push(JSON.parse(line) as FarEndLine);
    for (const look of waiting) look();
  });
  return {
    port,
    log,
    invites: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (log.filter((line) => line.is === 'invite').length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    stop,
  };
}

function mostAtOnce(log: FarEndLine[]): number {
  const open = new Set<string>();
  let most = 0;
  for (const line of log) {
    if (line.is === 'invite') open.add(line.wire);
    else open.delete(line.wire);
    most = Math.max(most, open.size);
  }
  return most;
}

function mostInASecond(times: number[]): number {
  return Math.max(...times.map((at, i) => times.slice(i).filter((later) => later < at + 1_000).length));
}
