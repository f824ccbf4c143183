// The document, what is made of it, and who answers for it.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { generateContract } from '../../scripts/generate-contract.ts';
import { OPERATIONS } from '../../src/contract/index.ts';
import { NOT_YET } from '../../src/http/not-yet.ts';
import { OPERATION_HANDLERS } from '../../src/http/operations.ts';

const contract = new URL('../../src/contract/', import.meta.url);

test('generated files are what the document gives', async () => {
  const files = await generateContract(await readFile(new URL('openapi.yaml', contract), 'utf8'));
  assert.deepEqual((await readdir(new URL('generated/', contract))).sort(), Object.keys(files).sort());
  for (const [name, content] of Object.entries(files)) {
    const committed = await readFile(new URL(`generated/${name}`, contract), 'utf8');
    assert.ok(committed === content, `generated/${name} is stale: run node scripts/generate-contract.ts`);
  }
});

test('every operation has a handler or stands in the list of those that have none, never both', () => {
  const handled = Object.keys(OPERATION_HANDLERS);
  const answered = [...handled, ...NOT_YET];
  assert.equal(new Set(answered).size, answered.length);
  assert.deepEqual(answered.sort(), OPERATIONS.map(({ id }) => id).sort());
  assert.equal(OPERATIONS.length, 79);
});

test('handlers stand in the order of the contract', () => {
  const inContract = OPERATIONS.map(({ id }) => id).filter((id) => id in OPERATION_HANDLERS);
  assert.deepEqual(Object.keys(OPERATION_HANDLERS), inContract);
  const notYet = OPERATIONS.map(({ id }) => id).filter((id) => !(id in OPERATION_HANDLERS));
  assert.deepEqual([...NOT_YET], notYet);
});
