// `ringback import <export.json ...>` and `ringback import --from-retell <key>`: agents with their flows and language models, and what
// was changed on the way.

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { importBundle, readAccount, readExport, type Bundle, type ImportResult } from '../resources/import/index.ts';
import { createApiClient, serverOfEnvironment } from './api-client.ts';
import { plainLine } from './plain-line.ts';

const USAGE = `Usage: ringback import <export.json ...>         an agent, a flow, an LLM, or a list of these; - reads standard input
       ringback import --from-retell <key>      all agents of an account; --retell-url <address> for another host
RETELL_BASE_URL names the server that takes them (default: the one that runs on this data folder), RETELL_API_KEY a key of it.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'from-retell': { type: 'string' },
    'retell-url': { type: 'string', default: 'https://api.retellai.com' },
    help: { type: 'boolean', short: 'h' },
  },
});
const key = values['from-retell'];

if (values.help === true || (key === undefined) === (positionals.length === 0)) {
  (values.help === true ? console.log : console.error)(USAGE);
  process.exitCode = values.help === true ? 0 : 2;
} else {
  const server = await serverOfEnvironment();
  const bundles =
    key === undefined
      ? await Promise.all(positionals.map(readFileBundle))
      : [await readAccount(createApiClient(values['retell-url'], key))];
  const target = createApiClient(server.url, server.key);
  for (const bundle of bundles) report(bundle, await importBundle(target, bundle));
}

async function readFileBundle(path: string): Promise<Bundle> {
  const content = path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  try {
    return readExport(JSON.parse(content.replace(/^\uFEFF/, '')), path);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function report(bundle: Bundle, results: ImportResult[]): void {
  const print = (line: string): void => console.log(plainLine(line));
  for (const { kind, label, id, refusal, changes } of results) {
    print(id === null ? `FAILED  ${kind} "${label}": ${refusal}` : `${kind} "${label}" is ${id} here`);
    for (const change of changes) print(`  - ${change}`);
  }
  for (const words of bundle.unusable) print(`FAILED  ${words}`);
  const failed = results.filter(({ id }) => id === null).length + bundle.unusable.length;
  console.log(`${results.length + bundle.unusable.length - failed} imported, ${failed} failed.`);
  if (failed > 0) process.exitCode = 1;
}
