// `ringback test <agent>`: simulation tests from the terminal and in CI. `ringback test --replay <call or chat>`: the same words against
// another version. Ends with 1 when a test does not pass or the replay breaks off, with 2 when it was called wrongly.

import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Schema } from '../contract/index.ts';
import { createApiClient, serverOfEnvironment, type ApiClient } from './api-client.ts';
import { UsageError } from './api-request.ts';
import { ask } from './ask.ts';
import { chooseCases, deleteCases, type Engine } from './simulation-cases.ts';
import { comparisonLines, junitXml, reportLines, type Comparison, type TestRun } from './simulation-report.ts';

type Batch = Schema<'TestCaseBatchJob'>;

const USAGE = `Usage: ringback test <agent> [--version <version>] [--cases <ids or names | file.json>] [--junit <file>]
                     [--allow-unmocked-tools]
       ringback test --replay <call or chat> [--version <version>]

  --version   of the agent: a number, latest (default), latest_published or a tag
  --cases     some of the agent's test cases, with commas between, or a file with cases of its own
  --junit     writes the results for CI
  --allow-unmocked-tools   runs tools for real that no mock fits; otherwise they are refused
  --replay    says the user's words of a recorded conversation once more, and shows what differs

RETELL_BASE_URL names the server (default: the one that runs on this data folder), RETELL_API_KEY a key of it.`;

const POLL_MS = 500;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    cases: { type: 'string' },
    junit: { type: 'string' },
    replay: { type: 'string' },
    'allow-unmocked-tools': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (flags.help || (flags.replay === undefined) !== (positionals.length === 1)) {
  (flags.help ? console.log : console.error)(USAGE);
  process.exitCode = flags.help ? 0 : 2;
} else {
  try {
    const server = await serverOfEnvironment();
    const client = createApiClient(server.url, server.key);
    process.exitCode =
      flags.replay === undefined ? await test(client, positionals[0] ?? '') : await replay(client, flags.replay);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

async function test(client: ApiClient, agentId: string): Promise<number> {
  const engine = await engineOfAgent(client, agentId);
  const { ids, passing } = await chooseCases(client, engine, flags.cases);
  const startedAt = performance.now();
  try {
    const batch = await ask<Batch>(client, 'POST', '/create-batch-test', {
      test_case_definition_ids: ids,
      response_engine: engine,
      agent_id: agentId,
      ...(flags.version === undefined ? {} : { agent_version: flags.version }),
      allow_unmocked_tools: flags['allow-unmocked-tools'],
    });
    await untilComplete(client, batch);
    const runs = await ask<TestRun[]>(client, 'GET', `/list-test-runs/${batch.test_case_batch_job_id}`);
    console.log(reportLines(runs).join('\n'));
    const seconds = (performance.now() - startedAt) / 1000;
    if (flags.junit !== undefined) await writeFile(flags.junit, junitXml(agentId, runs, seconds));
    return runs.every(({ status }) => status === 'pass') ? 0 : 1;
  } finally {
    if (passing) await deleteCases(client, ids);
  }
}

async function replay(client: ApiClient, id: string): Promise<number> {
  const begun = await ask<{ test_case_batch_job_id: string; test_case_job_id: string; agent_version: number }>(
    client,
    'POST',
    '/replay-conversation',
    {
      ...(id.startsWith('chat_') ? { chat_id: id } : { call_id: id }),
      ...(flags.version === undefined ? {} : { agent_version: flags.version }),
    },
  );
  console.log(`${id}, replayed against version ${begun.agent_version} of its agent`);
  await untilComplete(client, begun);
  const run = await ask<TestRun>(client, 'GET', `/get-test-run/${begun.test_case_job_id}`);
  const comparison = await ask<Comparison>(client, 'GET', `/compare-test-run/${begun.test_case_job_id}`);
  console.log(comparisonLines(comparison).join('\n'));
  if (run.status === 'error') console.error(run.result_explanation);
  return run.status === 'error' ? 1 : 0;
}

/** In the version that is meant. Agents of either channel are looked for. */
async function engineOfAgent(client: ApiClient, agentId: string): Promise<Engine> {
  const query = flags.version === undefined ? '' : `?version=${encodeURIComponent(flags.version)}`;
  const voice = await client.request('GET', `/get-agent/${encodeURIComponent(agentId)}${query}`);
  if (voice.status === 200) return (voice.json as { response_engine: Engine }).response_engine;
  const chat = await client.request('GET', `/get-chat-agent/${encodeURIComponent(agentId)}${query}`);
  if (chat.status === 200) return (chat.json as { response_engine: Engine }).response_engine;
  const { message = '' } = (voice.json ?? {}) as { message?: string };
  throw new UsageError(`${agentId}: ${voice.status} ${message}`);
}

/** Says how far it is whenever that changes. Ctrl-C cancels the batch. */
async function untilComplete(client: ApiClient, { test_case_batch_job_id: id }: { test_case_batch_job_id: string }) {
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.once('SIGINT', stop);
  try {
    for (let shown = ''; ;) {
      if (stopped.signal.aborted) await ask(client, 'POST', `/cancel-batch-test/${id}`);
      const batch = await ask<Batch>(client, 'GET', `/get-batch-test/${id}`);
      const { pass_count, fail_count, error_count, total_count, status } = batch;
      const line = `${pass_count + fail_count + error_count} of ${total_count} done`;
      if (line !== shown && total_count > 1) console.error(line);
      shown = line;
      if (status === 'complete') return;
      await pause(POLL_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  } finally {
    process.removeListener('SIGINT', stop);
  }
}
