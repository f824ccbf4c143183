// `ringback call <number> --from <number>`: an agent calls a phone, yours for example. Waits for the end and says how it came. Ends with 1 when
// nobody was reached, with 2 when it was called wrongly.

import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Schema } from '../contract/index.ts';
import { createApiClient, serverOfEnvironment, type ApiClient } from './api-client.ts';
import { UsageError } from './api-request.ts';
import { ask } from './ask.ts';
import { plainLine } from './plain-line.ts';

const USAGE = `Usage: ringback call <number> --from <number> [--agent <agent id>]

  --from    a number of this server, which is shown to the one called
  --agent   who talks; otherwise the agent bound to that number

RETELL_BASE_URL names the server (default: the one that runs on this data folder), RETELL_API_KEY a key of it.`;

const POLL_MS = 1_000;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    agent: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

if (flags.help || flags.from === undefined || positionals.length !== 1) {
  (flags.help ? console.log : console.error)(USAGE);
  process.exitCode = flags.help ? 0 : 2;
} else {
  try {
    const server = await serverOfEnvironment();
    process.exitCode = await call(createApiClient(server.url, server.key), flags.from, positionals[0] ?? '');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

async function call(client: ApiClient, from: string, to: string): Promise<number> {
  const { call_id } = await ask<{ call_id: string }>(client, 'POST', '/v2/create-phone-call', {
    from_number: from,
    to_number: to,
    ...(flags.agent === undefined ? {} : { override_agent_id: flags.agent }),
  });
  console.log(call_id);
  let last = '';
  for (;;) {
    const { call_status, disconnection_reason } = await ask<
      Pick<Schema<'V2CallResponse'>, 'call_status' | 'disconnection_reason'>
    >(client, 'GET', `/v2/get-call/${call_id}`);
    if (call_status !== last) console.log(plainLine(`${call_status} ${disconnection_reason ?? ''}`.trim()));
    last = call_status;
    if (call_status === 'ended') return 0;
    if (call_status === 'not_connected' || call_status === 'error') return 1;
    await pause(POLL_MS);
  }
}
