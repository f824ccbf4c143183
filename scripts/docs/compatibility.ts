// docs/compatibility.md: a row for every operation, made from the contract, the list of differences and the tests that call it.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OPERATIONS, type Operation } from '../../src/contract/index.ts';

interface Difference {
  what: string;
  why: string;
}

interface Differences {
  everywhere: Difference[];
  operations: Record<string, Difference[]>;
}

const ORIGINS: Record<Operation['origin'], string> = {
  retell: 'Retell, spring 2026',
  newer: "Retell, today's SDKs",
  ringback: 'Ringback',
};

const HEAD = `# Compatibility

Ringback speaks the Retell HTTP API: the 79 operations of spring 2026, and the newer routes that today's official SDKs call (all but CRM sync and
apps). Same paths, fields and status codes. Official server SDKs work unmodified: set \`RETELL_BASE_URL\` to your server and \`RETELL_API_KEY\` to
one of its keys. Browsers use \`web-client/\`, because the official client has its host built in.

| SDK | how it is tested |
|---|---|
| npm \`retell-sdk\` 5.13.0, PyPI \`retell-sdk\` 5.31.0 | nearest to the contract of spring 2026 |
| npm \`retell-sdk\` 5.66.1, PyPI \`retell-sdk\` 6.2.13 | today's; every method but \`crm.*\` and \`app.*\` |

Which method of which SDK is answered by which operation: [sdk-report](sdk-report.md). This page is made by \`npm run docs\` from \`src/contract/\` and from the tests.
`;

/** Throws when a difference names an operation that is not there. */
export async function compatibilityPage(root: string): Promise<string> {
  const differences = parse(await readFile(join(root, 'src/contract/differences.yaml'), 'utf8')) as Differences;
  const known = new Set<string>(OPERATIONS.map(({ id }) => id));
  for (const id of Object.keys(differences.operations))
    if (!known.has(id)) throw new Error(`differences.yaml names ${id}, which is no operation`);
  const tests = await readTests(root);
  const rows = OPERATIONS.map((operation) => row(operation, differences.operations[operation.id] ?? [], tests));
  return `${HEAD}
## Different on purpose, everywhere

${differences.everywhere.map(({ what, why }) => `- ${what}\n  Because: ${why}`).join('\n')}

## Operation by operation

All since 0.1. "Tests" are the files of \`test/\` that call it over HTTP, beside those that walk every operation (\`access\`, \`schemathesis\`, the SDKs).

| operation | route | from | different on purpose | tests |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function row(operation: Operation, differences: Difference[], tests: Map<string, string>): string {
  const cell = differences.map(({ what, why }) => `${what} (${why})`).join(' ');
  const files = [...tests].filter(([, text]) => calls(text, operation)).map(([name]) => name);
  const route = `${operation.method} \`${operation.path}\``;
  return `| ${operation.id} | ${route} | ${ORIGINS[operation.origin]} | ${cell.replaceAll('|', '\\|').replaceAll('\n', ' ')} | ${files.join(', ')} |`;
}

/** Does the text hold the operation's path up to its first parameter, as a whole? */
function calls(text: string, operation: Operation): boolean {
  const start = operation.path.replace(/\{.*/, '');
  const escaped = start.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`${escaped}${start.endsWith('/') ? '' : '(?![\\w-])'}`).test(text);
}

/** Name without its ending -> text, for every test over HTTP. */
async function readTests(root: string): Promise<Map<string, string>> {
  const tests = new Map<string, string>();
  for (const folder of ['test/contract', 'test/calls']) {
    const names = (await readdir(join(root, folder))).filter((name) => /\.test\.ts$/.test(name)).sort();
    for (const name of names) tests.set(name.replace('.test.ts', ''), await readFile(join(root, folder, name), 'utf8'));
  }
  return tests;
}
