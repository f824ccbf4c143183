// docs/sdk-report.md: which method of which official SDK was answered by which operation, as test/contract/sdk-methods.test.ts saw it.
// Run by itself, it lets that test write the page.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { OPERATIONS } from '../../src/contract/index.ts';
import { pythonSdk } from '../peers/python-package.ts';

export interface SdkResult {
  /** `npm 5.13.0` */
  sdk: string;
  /** Operation -> the SDK's methods that it answered with success. */
  answered: Map<string, Set<string>>;
  /** All that the SDK has. */
  methods: string[];
  notCalled: string[];
}

/** Where the test writes the page instead of comparing it. */
export const REPORT_VARIABLE = 'RINGBACK_SDK_REPORT';

export function sdkReportPage(results: SdkResult[]): string {
  const counts = results.map(
    ({ sdk, methods, notCalled }) =>
      `| ${sdk} | ${methods.length} | ${methods.length - notCalled.length} | ${notCalled.join(', ')} |`,
  );
  const rows = OPERATIONS.filter(({ origin }) => origin !== 'ringback').map(({ id, method, path }) => {
    const cells = results.map(({ answered }) => [...(answered.get(id) ?? [])].sort().join(', '));
    return `| ${method} \`${path}\` | ${cells.join(' | ')} |`;
  });
  return `# The official SDKs, method by method

Each published SDK, unmodified, is led through life cycles against a real server (\`test/contract/sdk-methods.test.ts\`). Every method must be
answered with success at least once, every raw answer must fit the document that the server hands out, by a validator that the server
itself does not use, and the Python SDKs check their own types strictly. This page is written by \`node scripts/docs/sdk-report.ts\`; the
test fails when it is not true any more.

| SDK | methods | answered | not part of Ringback |
|---|---|---|---|
${counts.join('\n')}

A cell names the methods that the operation answered with success.

| operation | ${results.map(({ sdk }) => sdk).join(' | ')} |
|---|${results.map(() => '---|').join('')}
${rows.join('\n')}
`;
}

async function writeReport(root: string): Promise<number> {
  const env = { ...process.env, [REPORT_VARIABLE]: join(root, 'docs', 'sdk-report.md') };
  for (const [version, variable] of [
    ['5.31.0', 'RINGBACK_TEST_PYTHON'],
    ['6.2.13', 'RINGBACK_TEST_PYTHON_NEWEST'],
  ] as const)
    Object.assign(env, (await pythonSdk(version, variable).provide(console.log)).env);
  const test = join(root, 'test', 'contract', 'sdk-methods.test.ts');
  const child = spawn(process.execPath, ['--test', test], { env, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  return Number(code ?? 1);
}

if (import.meta.main) process.exitCode = await writeReport(join(import.meta.dirname, '..', '..'));
