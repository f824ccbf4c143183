// Two hundred simulations at a time, and their server killed in the middle again and again: every run ends once, and goes on from the
// step where it was cut off.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { simulations } from '../support/simulations.ts';

const RUNS = 200;
const KILLS = 2;
const QUESTIONS_PER_LIFE = 400;
/** Three of the user, two of the agent, one of the judge. */
const QUESTIONS_PER_RUN = 6;

test('of 200 runs at a time every one ends once, however often the server is killed', async (t) => {
  const { server, addCase } = await simulations(t, { agent: [] });
  const first = await addCase(
    { user_prompt: 'You have seat {{seat}}.', dynamic_variables: { seat: '0' } },
    {
      general_prompt: 'About seat {{seat}}.',
      begin_message: 'Is it seat {{seat}}?',
    },
  );
  const ids = [first.test_case_definition_id];
  for (let seat = 1; seat < RUNS; seat++) {
    const body = { ...first, dynamic_variables: { seat: String(seat) } };
    ids.push((await server.send('POST', '/create-test-case-definition', body)).json.test_case_definition_id);
  }
  const batch = await server.send('POST', '/create-batch-test', {
    test_case_definition_ids: ids,
    response_engine: first.response_engine,
  });
  const batchId = batch.json.test_case_batch_job_id as string;

  const questions: string[] = [];
  for (let life = 1; life <= KILLS; life++) {
    const asked = await play(server.database.url, batchId, life, QUESTIONS_PER_LIFE);
    assert.ok(asked.length >= QUESTIONS_PER_LIFE, `life ${life} ended by itself`);
    questions.push(...asked);
  }
  questions.push(...(await play(server.database.url, batchId, KILLS + 1, Infinity)));

  const { status, pass_count, fail_count, error_count } = (await server.send('GET', `/get-batch-test/${batchId}`)).json;
  assert.deepEqual([status, pass_count, fail_count, error_count], ['complete', RUNS, 0, 0]);
  const runs = (await server.send('GET', `/list-test-runs/${batchId}`)).json;
  const counted: string[] = runs.flatMap((run: any) => countedQuestions(run));
  assert.equal(new Set(counted).size, counted.length, 'no answer counts twice');
  assert.equal(counted.length, RUNS * 4, 'each run has two answers of the user and two of the agent');
  const known = new Set(questions.map((line) => line.split(' ')[2]));
  for (const number of counted) assert.ok(known.has(number));
  const bySeat = Map.groupBy(questions, (line) => line.split(' ')[1]);
  for (const [seat, asked] of bySeat)
    assert.ok(asked.length <= QUESTIONS_PER_RUN + KILLS, `seat ${seat}: a kill costs the one question under way`);
  assert.ok(questions.length > RUNS * QUESTIONS_PER_RUN, 'some were under way when the server was killed');
});

/** The numbers of the questions whose answers stand in the transcript, which must be whole. */
function countedQuestions(run: any): string[] {
  const { seat } = run.test_case_definition_snapshot.dynamic_variables;
  const words = new RegExp(
    String.raw`^Agent: Is it seat ${seat}\?\nUser: user (\S+)\nAgent: agent (\S+)\nUser: user (\S+)\nAgent: agent (\S+)\n$`,
  ).exec(run.transcript_snapshot.transcript);
  assert.ok(words, run.transcript_snapshot.transcript);
  return words.slice(1);
}

/** The questions that one life of the server asked: until it was killed after `most` of them, or the batch was complete. */
async function play(url: string, batchId: string, life: number, most: number): Promise<string[]> {
  const fixture = fileURLToPath(new URL('./simulations-kill-9.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, url, batchId, String(life)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length === most) child.kill('SIGKILL');
  }
  return lines;
}
