// The served document against the server that serves it, by generated requests: schemathesis in the interpreter that
// RINGBACK_TEST_SCHEMATHESIS names. `npm test` provides it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { OPERATIONS } from '../../src/contract/index.ts';
import { silentLog, type Log } from '../../src/interfaces/log.ts';
import { makeWorld } from '../support/examples.ts';
import { testServer, type TestServer } from '../support/http.ts';
import { knownValues } from '../support/schemathesis-values.ts';

/** The whole of it, for an hour rather than two minutes. */
const THOROUGH = process.env.RINGBACK_TEST_THOROUGH === '1';
const SETTINGS = new URL('schemathesis.toml', import.meta.url);
/** Bodies of theirs have hundreds of fields, each of which coverage leaves out, bends and breaks: a minute apiece. */
const LARGE = 'agent|llm|conversation-flow|/v[23]/|create-chat|-call$|test|cohort|playground';

test('generated requests find no fault', { timeout: THOROUGH ? 4 * 3_600_000 : 600_000 }, async (t) => {
  const seen = new Map<string, Set<number>>();
  const faults: unknown[] = [];
  const server = await testServer(t, { log: logInto(faults) });
  countAnswers(server, seen);
  const folder = await mkdtemp(join(tmpdir(), 'ringback-schemathesis-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const world = await makeWorld(server, { authorization: `Bearer ${server.key}` }, '+14155550100');
  const settings = await readFile(SETTINGS, 'utf8');
  await writeFile(join(folder, 'schemathesis.toml'), `${settings}\n${knownValues(world)}`);

  const examples = THOROUGH ? '200' : '5';
  for (const options of [
    ['--phases', 'fuzzing,stateful', '--max-examples', examples],
    ['--phases', 'coverage', ...(THOROUGH ? [] : ['--exclude-path-regex', LARGE])],
  ])
    t.diagnostic(await run(server, folder, options));

  assert.deepEqual(faults, []);
  const { status } = await server.send('GET', '/get-api-key-info');
  assert.equal(status, 200, 'the key of the run has been lost on the way: what came after it proved nothing');
  const answered = [...seen.values()].filter((statuses) => [...statuses].some((status) => status < 300)).length;
  t.diagnostic(`${answered} of ${OPERATIONS.length} operations did what they were asked for`);
  assert.ok(answered >= 115, `only ${answered} operations did what they were asked for`);
});

/** What was done, in a line, when nothing was found; throws with the report otherwise. */
async function run(server: TestServer, folder: string, options: string[]): Promise<string> {
  const python = process.env.RINGBACK_TEST_SCHEMATHESIS;
  assert.ok(python, 'RINGBACK_TEST_SCHEMATHESIS names no Python with schemathesis; npm test provides one');
  // One worker: the order of requests stays, and Python 3.11.7 fails at times when two threads parse (python/cpython#106905).
  const fixed = ['--seed', '1', '--workers', '1', '--no-color', '--warnings', 'off', '--generation-database', 'none'];
  const args = ['run', `${server.url}/openapi.json`, '-H', `Authorization: Bearer ${server.key}`, ...fixed, ...options];
  const child = spawn(join(dirname(python), 'schemathesis'), args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  });
  let report = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (report += text));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  assert.equal(code, 0, `schemathesis ${options.join(' ')}\n${report.slice(-20_000)}`);
  const [cases] = /\d{3,} generated, \d+ passed/.exec(report) ?? [];
  assert.ok(cases, report.slice(-2_000));
  return [...report.matchAll(/(?:Scenarios|API Links): +\d+(?: covered)?/g), cases].join(', ');
}

/** Who answered with which statuses, by operation. */
function countAnswers(server: TestServer, seen: Map<string, Set<number>>): void {
  const patterns = OPERATIONS.map(({ id, method, path }) => ({
    id,
    method,
    path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  server.app.server.on('request', (request, response) => {
    response.once('finish', () => {
      const path = request.url?.split('?')[0] ?? '';
      const found = patterns.find((each) => each.method === request.method && each.path.test(path));
      if (found) seen.set(found.id, (seen.get(found.id) ?? new Set()).add(response.statusCode));
    });
  });
}

/** Keeps what the server calls its own fault, which the reports name by an id only. */
function logInto(faults: unknown[]): Log {
  return { ...silentLog, error: (facts, message) => void faults.push({ ...facts, message }) };
}
