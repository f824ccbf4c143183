// `ringback api <operation> ...`: any operation of the API from the terminal. Prints the answer's JSON; ends with 1 when it is an error.

import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { text } from 'node:stream/consumers';
import { OPERATIONS, type Operation } from '../contract/index.ts';
import { serverOfEnvironment } from './api-client.ts';
import { apiRequest, dashed, findOperation, UsageError, usageOf, type ApiRequest } from './api-request.ts';

const HELP = `Any operation of the API.

  ringback api                          lists the operations
  ringback api <operation> --help       shows what one takes
  ringback api get-agent agent_1        values fill the path
  ringback api list-agents --limit 5    names fill the query or the body
  ringback api create-agent --body agent.json --agent_name Ann

RETELL_BASE_URL names the server (default: the one that runs on this data folder), RETELL_API_KEY a key of it (\`ringback key create\`).
`;

try {
  await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function run([name, ...words]: string[]): Promise<void> {
  if (name === undefined || name === '--help') return list();
  const operation = findOperation(name);
  if (words.includes('--help')) return console.log(usageOf(operation));
  const readText = (path: string): Promise<string> => (path === '-' ? text(process.stdin) : readFile(path, 'utf8'));
  const request = await apiRequest(operation, words, readText);
  const answer = await send(request);
  const body = await answer.text();
  const shown = answer.headers.get('content-type')?.includes('json') ? JSON.stringify(JSON.parse(body), null, 2) : body;
  if (answer.ok) console.log(shown || `${answer.status}, done`);
  else console.error(`${answer.status} ${shown}`);
  process.exitCode = answer.ok ? 0 : 1;
}

async function send({ method, path, body }: ApiRequest): Promise<Response> {
  const { url: server, key } = await serverOfEnvironment();
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (body && 'json' in body) headers['content-type'] = 'application/json';
  const content = body && ('json' in body ? JSON.stringify(body.json) : await formOf(body));
  try {
    return await fetch(`${server.replace(/\/$/, '')}${path}`, {
      method,
      headers,
      ...(content ? { body: content } : {}),
    });
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new UsageError(`${server} does not answer: ${why}`);
  }
}

async function formOf({ form, files }: { form: Record<string, string>; files: { field: string; path: string }[] }) {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  for (const { field, path } of files) data.append(field, await openAsBlob(path), basename(path));
  return data;
}

function list(): void {
  console.log(HELP);
  const byPath = (a: Operation, b: Operation): number => dashed(a.id).localeCompare(dashed(b.id));
  for (const operation of [...OPERATIONS].sort(byPath))
    console.log(`  ${dashed(operation.id).padEnd(38)} ${operation.method} ${operation.path}`);
}
