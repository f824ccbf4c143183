// Every method of the official SDKs, unmodified, in life cycles: each is answered with success once at least, and no answer breaks the
// document that the server hands out. docs/sdk-report.md tells the same.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { REPORT_VARIABLE, sdkReportPage, type SdkResult } from '../../scripts/docs/sdk-report.ts';
import { OPERATIONS } from '../../src/contract/index.ts';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { sign } from '../../src/resources/webhook/index.ts';
import { testServer } from '../support/http.ts';
import type { Scope } from '../support/scope.ts';
import { runPython, type PythonRun } from './sdk/python.ts';
import { servedDocument } from './sdk/served-document.ts';
import { NEAREST, NEWEST } from './sdk/typescript.ts';
import { startWitness, type Seen, type Witness } from './sdk/witness.ts';
import { openWorld, type World } from './sdk/world.ts';

/** Methods that are not called, each with its reason. */
const NOT_CALLED: [RegExp, string][] = [[/^(app|crm)\./, 'apps and CRM sync are not part of Ringback']];

const results: SdkResult[] = [];

/** One server, with a witness before it, for all tests of a suite. Its clock goes on with every answer. */
function inOneWorld(): { scope: Scope; open(): Promise<{ world: World; witness: Witness }> } {
  const closers: (() => Promise<void>)[] = [];
  const scope = { after: (run: () => Promise<void>) => void closers.unshift(run) };
  after(async () => {
    for (const close of closers) await close();
  });
  return {
    scope,
    async open() {
      const world = await openWorld(scope);
      const witness = await startWitness(scope, world.server.url, () => void world.server.clock.now++);
      return { world, witness };
    },
  };
}

for (const sdk of [NEAREST, NEWEST])
  suite(`npm retell-sdk ${sdk.version}`, () => {
    const { open } = inOneWorld();
    let world: World;
    let witness: Witness;
    before(async () => void ({ world, witness } = await open()));

    for (const [name, live] of Object.entries(sdk.lives)) test(name, () => live({ world, url: witness.url }));

    test('no answer breaks the document', () => assert.deepEqual(witness.faults, []));

    test('every method is answered with success', () => judge(`npm ${sdk.version}`, sdk.methods, witness.seen));
  });

for (const [version, variable] of [
  ['5.31.0', 'RINGBACK_TEST_PYTHON'],
  ['6.2.13', 'RINGBACK_TEST_PYTHON_NEWEST'],
] as const)
  suite(`PyPI retell-sdk ${version}`, () => {
    const { scope, open } = inOneWorld();
    let witness: Witness;
    let ran: PythonRun;
    before(async () => {
      const opened = await open();
      witness = opened.witness;
      ran = await runPython(variable, await pythonWorld(scope, opened.world, witness));
    });

    test('all life cycles are lived', () => {
      assert.equal(ran.version, version);
      assert.deepEqual(ran.failed, {});
    });

    test('no answer breaks the document', () => assert.deepEqual(witness.faults, []));

    test('every method is answered with success', () => judge(`PyPI ${version}`, ran.methods, witness.seen));

    test('errors are of the classes that users catch', () =>
      assert.deepEqual(ran.errors, {
        'unknown agent': 'UnprocessableEntityError',
        'unknown flow': 'NotFoundError',
        'wrong key': 'AuthenticationError',
        'poor key': 'PermissionDeniedError',
        'bad body': 'BadRequestError',
      }));

    test('a throttled client waits as long as it is told to, and then is served', () =>
      assert.deepEqual(ran.waits, [10]));

    test('our signature is accepted, a changed byte is not', () =>
      assert.deepEqual(ran.webhook, { right: true, changed: false }));
  });

test('together the SDKs call every operation of Retell', () => {
  const called = new Set(results.flatMap(({ answered }) => [...answered.keys()]));
  const left = OPERATIONS.filter(({ id, origin }) => origin !== 'ringback' && !called.has(id)).map(({ id }) => id);
  assert.deepEqual(left, []);
});

test('docs/sdk-report.md says what was seen', async () => {
  const page = sdkReportPage(results);
  const path = process.env[REPORT_VARIABLE];
  if (path) return writeFile(path, page);
  const committed = await readFile(new URL('../../docs/sdk-report.md', import.meta.url), 'utf8');
  assert.ok(committed === page, 'it is stale: run node scripts/docs/sdk-report.ts');
});

test('what breaks the document is seen', async (t) => {
  const document = await servedDocument((await testServer(t)).url);
  const answer = (
    status: number,
    body: unknown,
    contentType = 'application/json; charset=utf-8',
    path = '/list-voices',
  ) => document.faultsOf({ method: 'GET', path, status, contentType, body: Buffer.from(JSON.stringify(body) ?? '') });
  const voice = { voice_id: 'a', voice_name: 'A', provider: 'openai', gender: 'male' };
  assert.deepEqual(answer(200, [{ ...voice, accent: null }]).length, 1, 'null where none may be');
  assert.deepEqual(answer(200, [voice]), []);
  for (const wrong of [[{ ...voice, provider: 5 }], [{ voice_id: 'a' }], [{ ...voice, gender: 'x' }], {}])
    assert.equal(answer(200, wrong).length, 1, JSON.stringify(wrong));
  assert.equal(answer(200, [voice], 'text/html').length, 1);
  assert.match(answer(204, undefined)[0] ?? '', /no such status/);
  assert.match(answer(200, {}, undefined, '/nowhere')[0] ?? '', /no route/);
});

/** Notes what an SDK has called; fails when a method was never answered with success. */
function judge(sdk: string, methods: string[], seen: Seen[]): void {
  const answered = new Map<string, Set<string>>();
  for (const { sdkMethod, operation, status } of seen)
    if (status < 300) answered.set(operation, (answered.get(operation) ?? new Set()).add(sdkMethod));
  const notCalled = methods.filter((method) => NOT_CALLED.some(([pattern]) => pattern.test(method)));
  results.push({ sdk, answered, methods, notCalled });
  const done = new Set([...answered.values()].flatMap((names) => [...names]));
  assert.deepEqual(
    methods.filter((method) => !done.has(method) && !notCalled.includes(method)),
    [],
  );
}

/** What the Python script finds in its environment. */
async function pythonWorld(scope: Scope, world: World, witness: Witness): Promise<Record<string, string>> {
  const { server } = world;
  const deps = { db: server.database.db, envelope: server.envelope, now: () => server.clock.now };
  const poor = await createApiKey(deps, { workspaceId: server.workspaceId, name: 'poor', permissions: {} });
  const rateLimits = { call: 9, 'call-error': 9, list: 1, general: 9, 'llm-playground': 9 };
  const limited = await testServer(scope, { http: { rateLimits } });
  const limitedWitness = await startWitness(scope, limited.url, ({ status }) => {
    if (status === 429) limited.clock.now += 10_000;
  });
  const call = { call_id: 'call_1', transcript: 'Agent: grüß dich / 👋\n' };
  const body = JSON.stringify({ event: 'call_ended', call });
  return {
    RETELL_BASE_URL: witness.url,
    RETELL_API_KEY: server.key,
    POOR_KEY: poor.key,
    LIMITED_URL: limitedWitness.url,
    LIMITED_KEY: limited.key,
    MCP_URL: world.mcpUrl,
    RUNNING_CALL: world.runningCallId,
    FINISHED_CALL: world.finishedCallId,
    WEBHOOK_BODY: body,
    WEBHOOK_SIGNATURE: sign(body, server.key, Date.now()),
  };
}
