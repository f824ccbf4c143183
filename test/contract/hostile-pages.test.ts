// Keys of pages that were made by hand: they are an answer or a 400, whatever stands in them, in every list.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from '../../src/contract/index.ts';
import { EXAMPLES, makeWorld, type Example, type World } from '../support/examples.ts';
import { testServer, type Answer } from '../support/http.ts';

type Operation = (typeof OPERATIONS)[number];

const NUMBERS = [1e308, -1e308, 1.5, 2 ** 53, 2 ** 53 - 1, 1 - 2 ** 53, 2 ** 31, -1];
const TEXTS = ['', "' or '1'='1", '%', '\u0000', '\ud800', 'x'.repeat(4_000), '-1', 'call_x'];

test('forged keys of pages are an answer or a 400, in every list', { timeout: 120_000 }, async (t) => {
  const server = await testServer(t);
  const headers = { authorization: `Bearer ${server.key}` };
  const world = await makeWorld(server, headers, '+14155550111');
  await makeWorld(server, headers, '+14155550122');

  function ask(operation: Operation, key: string | undefined): Promise<Answer> {
    const example = (EXAMPLES as Record<string, (world: World) => Example>)[operation.id]?.(world) ?? {};
    const path = operation.path.replace(/\{(\w+)\}/g, (_all, name: string) => example.params?.[name] ?? '');
    const page = { limit: 1, ...(key === undefined ? {} : { pagination_key: key }) };
    if (operation.method === 'POST') return server.send('POST', path, { ...page, filter_criteria: {} });
    const { pagination_key: _, object_id: __, ...query } = example.query ?? {};
    const texts = Object.entries({ ...query, ...page }).map(([name, value]) => [name, String(value)]);
    return server.send('GET', `${path}?${new URLSearchParams(Object.fromEntries(texts))}`);
  }

  const walked: string[] = [];
  for (const operation of OPERATIONS) {
    if (!/^list[A-Z]/.test(operation.id)) continue;
    const { status, json, text } = await ask(operation, undefined);
    assert.equal(status, 200, `${operation.id}: ${text}`);
    const key = json.pagination_key as string | undefined;
    for (const forged of [...TEXTS.map(ofText), ...(key === undefined ? [] : forgeriesOf(key))]) {
      const answer = await ask(operation, forged);
      assert.ok([200, 400, 422].includes(answer.status), `${operation.id} ${readable(forged)}: ${answer.text}`);
    }
    if (key !== undefined) walked.push(operation.id);
  }
  assert.ok(walked.length >= 15, `lists with a second page: ${walked.join()}`);
});

/** Each value of the key exchanged for each that it could never have. */
function forgeriesOf(key: string): string[] {
  const values = JSON.parse(Buffer.from(key, 'base64url').toString()) as unknown[];
  return values.flatMap((value, at) =>
    [...NUMBERS, ...TEXTS, null, true, [], {}].flatMap((other) =>
      typeof other === typeof value || at === 0 ? [ofText(JSON.stringify(values.with(at, other)))] : [],
    ),
  );
}

function ofText(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function readable(key: string): string {
  return Buffer.from(key, 'base64url').toString().slice(0, 200);
}
