// The document, what is made of it, and who answers for it.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { generateContract } from '../../scripts/generate-contract.ts';
import { OPERATIONS } from '../../src/contract/index.ts';
import { OPERATION_HANDLERS } from '../../src/http/operations.ts';

const contract = new URL('../../src/contract/', import.meta.url);

test('generated files are what the document gives', async () => {
  const files = await generateContract();
  assert.deepEqual((await readdir(new URL('generated/', contract))).sort(), Object.keys(files).sort());
  for (const [name, content] of Object.entries(files)) {
    const committed = await readFile(new URL(`generated/${name}`, contract), 'utf8');
    assert.ok(committed === content, `generated/${name} is stale: run node scripts/generate-contract.ts`);
  }
});

test('every operation of the tables is one of the contract', () => {
  const known = new Set<string>(OPERATIONS.map(({ id }) => id));
  assert.deepEqual(
    Object.keys(OPERATION_HANDLERS).filter((id) => !known.has(id)),
    [],
  );
  assert.equal(OPERATIONS.filter(({ origin }) => origin === 'retell').length, 79);
});
