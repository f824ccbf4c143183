// `ringback test`, as a terminal and a CI server see it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { simulations, verdict, type Simulations } from '../support/simulations.ts';
import { until } from '../support/whole-server.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command; `plays`: until a batch is there, which is then played. */
async function ringback({ server, play }: Simulations, words: string[], plays = true): Promise<Ended> {
  const env = { ...process.env, RETELL_BASE_URL: server.url, RETELL_API_KEY: server.key };
  const ended = new Promise<Ended>((resolve) => {
    execFile(process.execPath, [MAIN, 'test', ...words], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err });
    });
  });
  if (plays) {
    let isOver = false;
    void ended.then(() => (isOver = true));
    const waiting = async (): Promise<boolean> => {
      const runs = server.database.db.selectFrom('test_runs').select('status').where('status', '=', 'pending');
      return isOver || (await runs.execute()).length > 0;
    };
    await until(waiting);
    await play();
  }
  return ended;
}

async function agentOf({ server }: Simulations, response_engine: object): Promise<string> {
  const { json, text } = await server.send('POST', '/create-agent', { voice_id: '11labs-Adrian', response_engine });
  assert.ok(json.agent_id, text);
  return json.agent_id as string;
}

test('all cases of an agent are run; it ends with 1 when one fails, and CI gets JUnit', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-junit-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const all = await simulations(t, {
    user: () => ({ say: 'Hi <you> \u0007[END]' }),
    agent: () => ({ say: 'Hello & welcome.' }),
    judge: ({ messages }) => verdict(!JSON.stringify(messages).includes('Must fail')),
  });
  const good = await all.addCase({ name: 'Good' });
  await all.server.send('POST', '/create-test-case-definition', { ...good, name: 'Bad "one"', metrics: ['Must fail'] });
  const agent = await agentOf(all, good.response_engine);
  const file = join(folder, 'junit.xml');
  const { code, out, err } = await ringback(all, [agent, '--junit', file]);
  assert.equal(code, 1, err);
  assert.match(out, /^PASS {2}Good$/m);
  assert.match(out, /^FAIL {2}Bad "one"\n {4}FAIL: Must fail\n {6}Reason 1\.\n {4}\| Agent: Hello, Ada\.\n/m);
  assert.match(out, /1 passed, 1 failed, 0 errors\./);
  assert.doesNotMatch(out, /\u0007/);
  const xml = await readFile(file, 'utf8');
  assert.match(xml, /<testsuites tests="2" failures="1" errors="0" time="[\d.]+">/);
  assert.match(
    xml,
    /<testcase name="Bad &quot;one&quot;" classname="agent_\w+">\s*<failure message="FAIL: Must fail">/,
  );
  assert.match(xml, /User: Hi &lt;you&gt; \uFFFD?\n?/);
  assert.doesNotMatch(xml, /[\u0000-\u0008]/);

  const one = await ringback(all, [agent, '--cases', 'Good']);
  assert.deepEqual([one.code, /1 passed, 0 failed/.test(one.out)], [0, true], one.out + one.err);
});

test('cases may come from a file, and are gone afterwards', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-cases-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const all = await simulations(t, {
    user: () => ({ say: '[END]' }),
    agent: () => ({ say: 'Hi.' }),
    judge: () => verdict(true),
  });
  const { response_engine, test_case_definition_id } = await all.addCase();
  await all.server.send('DELETE', `/delete-test-case-definition/${test_case_definition_id}`);
  const agent = await agentOf(all, response_engine);
  const file = join(folder, 'cases.json');
  const testCase = { name: 'From a file', user_prompt: 'Hang up.', metrics: ['Fine.'], llm_model: 'user' };
  await writeFile(file, JSON.stringify([testCase]));
  const { code, out, err } = await ringback(all, [agent, '--cases', file]);
  assert.equal(code, 0, out + err);
  assert.match(out, /PASS {2}From a file/);
  const left = await all.server.send('GET', '/list-test-case-definitions?type=retell-llm');
  assert.deepEqual(left.json, []);
  assert.equal((await ringback(all, [agent], false)).code, 2, 'there are no cases');
});

test('a replay shows the differences; wrong calls end with 2', async (t) => {
  const all = await simulations(t, { agent: [{ say: 'Before.' }, { say: 'After.' }] });
  const { server } = all;
  const { llm_id } = (
    await server.send('POST', '/create-retell-llm', { general_prompt: 'x', model: 'agent', begin_message: 'Hi.' })
  ).json;
  const agent = await server.send('POST', '/create-chat-agent', { response_engine: { type: 'retell-llm', llm_id } });
  const { chat_id } = (await server.send('POST', '/create-chat', { agent_id: agent.json.agent_id })).json;
  await server.send('POST', '/create-chat-completion', { chat_id, content: 'When?' });
  const { code, out, err } = await ringback(all, ['--replay', chat_id]);
  assert.equal(code, 0, err);
  assert.match(
    out,
    /= Agent: Hi\.\n {2}User: When\?\n- Agent: Before\.\n\+ Agent: After\.\n {2}\(words\)\n\n1 of 2 turns differ/,
  );
  for (const words of [
    [],
    [agent.json.agent_id, '--replay', chat_id],
    ['agent_x'],
    [agent.json.agent_id, '--cases', 'None'],
  ]) {
    const wrong = await ringback(all, words, false);
    assert.equal(wrong.code, 2, `${words.join(' ')}: ${wrong.err}`);
    assert.notEqual(wrong.err, '');
  }
});
