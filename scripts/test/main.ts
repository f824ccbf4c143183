// `npm test`: checks, peers, all tests. `npm test -- src/voice test/calls` runs only the tests below these paths, without the checks;
// `--no-check` leaves the checks out of a whole run. The last line is "N passed, N failed".

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { settings } from '../../src/config/settings.ts';
import { chromium } from '../peers/chromium.ts';
import { run } from '../peers/command.ts';
import { localModels } from '../peers/models.ts';
import type { Peer } from '../peers/peer.ts';
import { builtInPostgres, oldestPostgres } from '../peers/postgres.ts';
import { pythonPackage, pythonSdk } from '../peers/python-package.ts';
import { sipPhones } from '../peers/sip-phones.ts';
import { runSuite } from './run-suite.ts';
import { createSteps } from './steps.ts';
import { suites } from './suites.ts';

const root = join(import.meta.dirname, '..', '..');
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const checking = paths.length === 0 && !process.argv.includes('--no-check');
const startedMs = Date.now();
const steps = createSteps();
const closers: Array<() => Promise<void>> = [];

if (checking) {
  heading('Checks');
  // Side by side: one core checks types and format, the other lints, which takes longest.
  const check = (script: string) =>
    steps.step(script, async () => {
      const { ok, output } = await run('npm', ['run', '--silent', script], { timeoutMs: 300_000 });
      if (!ok) throw new Error(output);
    });
  await Promise.all([check('lint'), check('format').then(() => check('types'))]);
}

heading('Peers');
const env = cleanEnvironment();
for (const peer of [
  chromium,
  localModels,
  pythonSdk('5.31.0', 'RINGBACK_TEST_PYTHON'),
  pythonSdk('6.2.13', 'RINGBACK_TEST_PYTHON_NEWEST'),
  pythonPackage({
    name: 'schemathesis',
    version: '4.32.5',
    module: 'schemathesis',
    python: 11,
    variable: 'RINGBACK_TEST_SCHEMATHESIS',
  }),
  pythonPackage({ name: 'mcp', version: '2.3.0', module: 'mcp', python: 10, variable: 'RINGBACK_TEST_MCP_PYTHON' }),
  sipPhones,
  builtInPostgres,
]) {
  Object.assign(env, await provide(peer));
}
const oldest = await provide(oldestPostgres);
env.RINGBACK_TEST_POSTGRES_15 = oldest?.RINGBACK_TEST_POSTGRES_15;

for (const suite of suites(root, paths)) {
  heading(`Tests: ${suite.name} (${suite.files.length} files)`);
  if (suite.oldestPostgres && !oldest) continue; // Counted as a failed peer above.
  steps.add(await runSuite(suite, root, suite.oldestPostgres ? { ...env, ...oldest } : env));
}
for (const close of closers) await close();

heading(`Done in ${Math.round((Date.now() - startedMs) / 1000)} s`);
for (const name of steps.broken) console.log(`FAILED ${name}`);
if (steps.passed + steps.failed === 0) steps.failed = 1;
const line = `${steps.passed} passed, ${steps.failed} failed`;
console.log(line);
if (process.env.RINGBACK_TEST_SUMMARY) await writeFile(process.env.RINGBACK_TEST_SUMMARY, line);
process.exitCode = steps.failed > 0 ? 1 : 0;

function heading(text: string): void {
  console.log(`\n${text}`);
}

/** What leads tests to the peer; undefined when it is missing, which is a failure with its name. */
async function provide(peer: Peer): Promise<Record<string, string> | undefined> {
  const say = (text: string) => console.log(`       ${text}`);
  const provided = await steps.step(
    peer.name,
    () => peer.provide(say),
    ({ detail }) => detail,
  );
  if (provided?.close) closers.push(provided.close);
  return provided?.env;
}

/** The environment without this machine's own settings of Ringback: a test must not call a vendor because a key lies around. */
function cleanEnvironment(): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !(name in settings));
  return { ...Object.fromEntries(kept), NODE_ENV: 'test' };
}
