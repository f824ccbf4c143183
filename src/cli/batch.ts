// `ringback batch <file.csv> --from <number>`: an agent calls everybody in a table; `ringback batch pause|resume|cancel|status <id>`. Ends with 1 when
// the table has bad rows that were not to be skipped or a task became no call, with 2 when it was called wrongly.

import { createReadStream } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BatchTableError, readBatchTable, type BatchTable } from '../batch-table/index.ts';
import type { Schema } from '../contract/index.ts';
import { CsvError, readCsv } from '../csv/index.ts';
import { isE164 } from '../resources/phone-number/index.ts';
import { createApiClient, serverOfEnvironment, type ApiClient } from './api-client.ts';
import { UsageError } from './api-request.ts';
import { ask } from './ask.ts';
import { plainLine } from './plain-line.ts';

type Batch = Schema<'BatchCallDetailResponse'>;

const USAGE = `Usage: ringback batch <file.csv> --from <number> [--name <name>] [--at <time>] [--agent <agent id>] [--skip-bad] [--watch]
       ringback batch status <batch id> [--watch]
       ringback batch pause | resume | cancel <batch id>

  --from      a number of this server, which is shown to those called
  --at        when to begin, as 2026-12-01T09:00:00+01:00; default now
  --agent     who talks where the table names nobody; otherwise the agent bound to the number
  --skip-bad  calls the others when rows are bad; without it nobody is called then
  --watch     shows how far it is until all were tried

The first row of the table names its columns: phone number, ignore e164 validation, override agent id, override agent version, metadata (JSON),
custom_sip_headers (JSON); all others are dynamic variables. - reads standard input.

RETELL_BASE_URL names the server (default: the one that runs on this data folder), RETELL_API_KEY a key of it.`;

const POLL_MS = 1_000;
const MAX_FAULTS_SHOWN = 50;
const VERBS = ['status', 'pause', 'resume', 'cancel'];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    name: { type: 'string' },
    at: { type: 'string' },
    agent: { type: 'string' },
    'skip-bad': { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [first = '', subject, ...more] = positionals;
const isVerb = VERBS.includes(first) && subject !== undefined && more.length === 0 && flags.from === undefined;
const isTable = positionals.length === 1 && flags.from !== undefined;

if (flags.help || (!isVerb && !isTable)) {
  (flags.help ? console.log : console.error)(USAGE);
  process.exitCode = flags.help ? 0 : 2;
} else {
  try {
    process.exitCode = isVerb ? await tell(first, subject) : await send(first);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(plainLine(error.message));
    process.exitCode = 2;
  }
}

/** The table is read whole before the server hears of it. */
async function send(path: string): Promise<number> {
  const at = flags.at === undefined ? undefined : readTime(flags.at);
  const { tasks, faults } = await readTable(path);
  for (const { row, why } of faults.slice(0, MAX_FAULTS_SHOWN)) console.error(plainLine(`row ${row}: ${why}`));
  if (faults.length > MAX_FAULTS_SHOWN) console.error(`and ${faults.length - MAX_FAULTS_SHOWN} rows more`);
  const isRefused = tasks.length === 0 || (faults.length > 0 && !flags['skip-bad']);
  if (isRefused) {
    console.error(`${faults.length} bad rows, ${tasks.length} good ones. Nothing was sent.`);
    return 1;
  }
  const client = await clientOfEnvironment();
  const { batch_call_id } = await ask<Schema<'BatchCallResponse'>>(client, 'POST', '/create-batch-call', {
    from_number: flags.from,
    ...(flags.name === undefined ? {} : { name: flags.name }),
    ...(at === undefined ? {} : { trigger_timestamp: at }),
    tasks,
  });
  console.log(batch_call_id);
  return flags.watch ? watch(client, batch_call_id) : 0;
}

async function tell(verb: string, id: string): Promise<number> {
  const client = await clientOfEnvironment();
  const place = encodeURIComponent(id);
  const batch = await (verb === 'status'
    ? ask<Batch>(client, 'GET', `/get-batch-call/${place}`)
    : ask<Batch>(client, 'POST', `/${verb}-batch-call/${place}`));
  if (flags.watch) return watch(client, id);
  console.log(lineOf(batch));
  return tellFailures(batch);
}

/** Says how far it is whenever that changes. */
async function watch(client: ApiClient, id: string): Promise<number> {
  for (let shown = ''; ; await pause(POLL_MS)) {
    const batch = await ask<Batch>(client, 'GET', `/get-batch-call/${encodeURIComponent(id)}`);
    const line = lineOf(batch);
    if (line !== shown) console.log(line);
    shown = line;
    if (batch.status === 'sent' || batch.status === 'canceled') return tellFailures(batch);
  }
}

function lineOf(batch: Batch): string {
  const { status, sent_task_count, total_task_count, picked_up_count, successful_count, failed_task_count } = batch;
  return (
    `${status}: ${sent_task_count} of ${total_task_count} sent, ${picked_up_count} picked up, ` +
    `${successful_count} successful, ${failed_task_count} became no call`
  );
}

function tellFailures({ failures, failed_task_count }: Batch): number {
  for (const { to_number, reason } of failures) console.error(plainLine(`${to_number}: ${reason}`));
  if (failed_task_count > failures.length) console.error(`and ${failed_task_count - failures.length} more`);
  return failed_task_count > 0 ? 1 : 0;
}

async function readTable(path: string): Promise<BatchTable> {
  try {
    return await readBatchTable(readCsv(path === '-' ? process.stdin : createReadStream(path)), {
      isNumber: isE164,
      agentId: flags.agent,
    });
  } catch (error) {
    if (error instanceof BatchTableError) throw new UsageError(error.message);
    if (error instanceof CsvError) throw new UsageError(`row ${error.row}: ${error.message}`);
    if ((error as NodeJS.ErrnoException).syscall) throw new UsageError(`${path}: ${(error as Error).message}`);
    throw error;
  }
}

/** A time that is over would have everybody called at once. */
function readTime(given: string): number {
  const at = /^\d{4}-/.test(given) ? Date.parse(given) : NaN;
  if (Number.isNaN(at)) throw new UsageError(`--at: expected a time like 2026-12-01T09:00:00+01:00, got "${given}".`);
  if (at < Date.now()) throw new UsageError(`--at: ${new Date(at).toISOString()} is over.`);
  return at;
}

async function clientOfEnvironment(): Promise<ApiClient> {
  const server = await serverOfEnvironment();
  return createApiClient(server.url, server.key);
}
