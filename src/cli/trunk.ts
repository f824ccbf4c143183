// `ringback trunk`: the trunks with their health, and `ringback trunk test <id>`: what is wrong with one, in words. Ends with 1 when something is
// wrong, with 2 when it was called wrongly.

import { parseArgs } from 'node:util';
import type { Schema } from '../contract/index.ts';
import { createApiClient, serverOfEnvironment, type ApiClient } from './api-client.ts';
import { UsageError } from './api-request.ts';
import { ask } from './ask.ts';
import { plainLine } from './plain-line.ts';
import { trunkLines, trunkTestLines } from './trunk-report.ts';

const USAGE = `Usage: ringback trunk list
       ringback trunk test <trunk id or number> [--ring <phone> --from <number>]

  --ring   a phone to call: it hears a sentence, then the call ends
  --from   the number that calls; not needed where a number is tested

RETELL_BASE_URL names the server (default: the one that runs on this data folder), RETELL_API_KEY a key of it.`;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ring: { type: 'string' },
    from: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [verb, subject, ...more] = positionals;
const isList = verb === 'list' && subject === undefined;
const isTest = verb === 'test' && subject !== undefined && more.length === 0;

if (flags.help || (!isList && !isTest)) {
  (flags.help ? console.log : console.error)(USAGE);
  process.exitCode = flags.help ? 0 : 2;
} else {
  try {
    const server = await serverOfEnvironment();
    const client = createApiClient(server.url, server.key);
    process.exitCode = isTest ? await test(client, subject) : await list(client);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

async function list(client: ApiClient): Promise<number> {
  const { items = [] } = await ask<{ items?: Schema<'SipTrunkResponse'>[] }>(
    client,
    'GET',
    '/list-sip-trunks?limit=1000',
  );
  for (const line of trunkLines(items)) console.log(plainLine(line));
  return 0;
}

async function test(client: ApiClient, given: string): Promise<number> {
  const number = given.startsWith('+') ? given : flags.from;
  if (flags.ring !== undefined && number === undefined) throw new UsageError('--from: expected the number that calls.');
  const report = await ask<Schema<'SipTrunkTestResponse'>>(client, 'POST', '/test-sip-trunk', {
    ...(given.startsWith('+') ? {} : { sip_trunk_id: given }),
    ...(number === undefined ? {} : { phone_number: number }),
    ...(flags.ring === undefined ? {} : { ring_number: flags.ring }),
  });
  for (const line of trunkTestLines(report)) console.log(plainLine(line));
  return report.ok ? 0 : 1;
}
