import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runSuite } from './run-suite.ts';
import { suites } from './suites.ts';

const root = join(import.meta.dirname, '..', '..');

test('counts passed, failed and skipped tests, a broken file, and a suite as its tests', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-suite-'));
  t.after(() => rm(folder, { recursive: true }));
  const head = "import { describe, test } from 'node:test';\nimport assert from 'node:assert/strict';\n";
  await writeFile(
    join(folder, 'mixed.test.mjs'),
    `${head}test('one', () => {});\ndescribe('suite', () => { test('two', () => {}); test('three', () => assert.equal(1, 2)); });\n` +
      "test('four', { skip: 'no peer' }, () => {});\n",
  );
  await writeFile(join(folder, 'broken.test.mjs'), "import './no-such-file.mjs';\n");

  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const counts = await runSuite(
    { name: 'mixed', files: ['mixed.test.mjs', 'broken.test.mjs'], concurrency: 1, timeoutMs: 30_000 },
    folder,
    env,
    'ignore',
  );
  assert.deepEqual(counts, { passed: 2, failed: 3 });
});

test('every test file of the house is in a suite, once beside the run on PostgreSQL 15', () => {
  const found = suites(root)
    .filter((suite) => !suite.oldestPostgres)
    .flatMap((suite) => suite.files);
  assert.equal(new Set(found).size, found.length);
  assert.ok(found.includes('scripts/test/run-suite.test.ts'));
  assert.ok(found.includes('src/config.test.ts'));
  assert.ok(found.every((file) => !file.includes('node_modules')));
});

test('paths choose files and folders', () => {
  const files = suites(root, ['./scripts/test/', 'src/config.test.ts']).flatMap((suite) => suite.files);
  assert.deepEqual(files.sort(), ['scripts/test/run-suite.test.ts', 'src/config.test.ts']);
});
