import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Egress, EgressRequest, EgressResponse } from '../../interfaces/egress.ts';
import { EgressError } from '../../interfaces/egress.ts';
import type { CustomToolConfig } from '../retell-llm-config.ts';
import type { CustomFunctionResult } from './custom-function.ts';
import { callCustomFunction } from './custom-function.ts';
import { readPath } from './response-path.ts';

type Answer = Partial<EgressResponse> | EgressError;

async function run(
  tool: Partial<CustomToolConfig>,
  args: Record<string, unknown> = {},
  answers: Answer[] = [{}],
): Promise<CustomFunctionResult & { sent: EgressRequest[]; pauses: number[] }> {
  const sent: EgressRequest[] = [];
  const pauses: number[] = [];
  const egress: Egress = {
    async send(request) {
      const answer = answers[Math.min(sent.push(request), answers.length) - 1] as Answer;
      if (answer instanceof EgressError) throw answer;
      return { status: 200, headers: {}, body: 'ok', truncated: false, ...answer };
    },
  };
  const variables: Record<string, string> = { city: 'Berlin & co', id: '7' };
  const result = await callCustomFunction(
    { egress, sign: (body) => `signed(${body})`, pause: async (ms) => void pauses.push(ms) },
    {
      tool: { type: 'custom', name: 'look_up', url: 'https://shop.example/orders', ...tool },
      args,
      subject: () => ({ call_id: 'call_1', transcript: 'User: ä/"\n' }),
      lookup: (name) => variables[name],
      signal: new AbortController().signal,
    },
  );
  return { ...result, sent, pauses };
}

test('posts name, call and args as compact JSON, signed', async () => {
  const { sent, successful, content } = await run({}, { number: '7', execution_message: 'One moment.' });
  const body = '{"name":"look_up","call":{"call_id":"call_1","transcript":"User: ä/\\"\\n"},"args":{"number":"7"}}';
  assert.deepEqual([sent[0]?.method, sent[0]?.url, sent[0]?.body], ['POST', 'https://shop.example/orders', body]);
  assert.deepEqual(sent[0]?.headers, { 'content-type': 'application/json', 'x-retell-signature': `signed(${body})` });
  assert.deepEqual([sent[0]?.timeoutMs, successful, content], [120_000, true, 'ok']);
});

test('sends the bare arguments when they belong at the root', async () => {
  const { sent } = await run({ args_at_root: true, method: 'PUT', timeout_ms: 5000 }, { number: '7' });
  assert.deepEqual([sent[0]?.method, sent[0]?.body, sent[0]?.timeoutMs], ['PUT', '{"number":"7"}', 5000]);
});

test('sends no body with GET and DELETE and signs the empty text', async () => {
  for (const method of ['GET', 'DELETE'] as const) {
    const { sent } = await run({ method }, { number: '7' });
    assert.equal(sent[0]?.body, undefined);
    assert.equal(sent[0]?.headers['x-retell-signature'], 'signed()');
    assert.equal(sent[0]?.url, 'https://shop.example/orders');
  }
});

test('puts variables into address, headers and query; the signature cannot be replaced', async () => {
  const { sent } = await run({
    url: 'https://shop.example/{{id}}?a=1',
    headers: { 'X-City': '{{city}}\r\nX-Evil: 1', 'X-Retell-Signature': 'mine', Authorization: 'Bearer {{unset}}' },
    query_params: { city: '{{city}}', page: '1' },
  });
  assert.equal(sent[0]?.url, 'https://shop.example/7?a=1&city=Berlin+%26+co&page=1');
  assert.equal(sent[0]?.headers['x-city'], 'Berlin & co X-Evil: 1');
  assert.equal(sent[0]?.headers.authorization, 'Bearer {{unset}}');
  assert.match(sent[0]?.headers['x-retell-signature'] ?? '', /^signed/);
});

test('fills in constants, also nested ones, over what the model made up', async () => {
  const properties = {
    id: { type: 'string', const: '{{id}}' },
    limit: { const: 5 },
    where: { type: 'object', properties: { city: { const: '{{city}}' }, zip: { type: 'string' } } },
  };
  const { sent } = await run(
    { args_at_root: true, parameters: { type: 'object', properties } },
    { id: 'invented', where: { zip: '1' } },
  );
  assert.deepEqual(JSON.parse(sent[0]?.body ?? ''), { id: '7', where: { zip: '1', city: 'Berlin & co' }, limit: 5 });
});

test('gives the model status and body of a refusal, in the form that prompts expect', async () => {
  const { successful, content, sent } = await run({}, {}, [{ status: 401, body: '{"error":"no"}' }]);
  assert.equal(successful, false);
  assert.equal(
    content,
    'Axios Error: error code: ERR_BAD_REQUEST, error message: Request failed with status code 401\nresponse status: 401\nresponse data: {"error":"no"}',
  );
  assert.equal(sent.length, 1);
});

test('counts a 200 as success whatever it says, and cuts it at 15,000 characters', async () => {
  assert.equal((await run({}, {}, [{ body: '{"success":false}' }])).successful, true);
  assert.equal((await run({}, {}, [{ body: 'x'.repeat(20_000) }])).content.length, 15_000);
});

test('names the setting when the address is blocked, and says when the time was over', async () => {
  const blocked = await run({}, {}, [new EgressError('blocked', '10.0.0.1 is private: see RINGBACK_EGRESS_ALLOW')]);
  assert.match(blocked.content, /ERR_BLOCKED.*RINGBACK_EGRESS_ALLOW/);
  const late = await run({}, {}, [new EgressError('timeout', 'timeout of 120000ms exceeded')]);
  assert.match(late.content, /^Axios Error: error code: ECONNABORTED, error message: timeout of 120000ms exceeded$/);
  assert.deepEqual([blocked.successful, late.successful], [false, false]);
});

test('an address that is none once the variables are in is a result, not a crash', async () => {
  const { successful, content, sent } = await run({ url: '{{unset}}/orders' });
  assert.deepEqual([successful, sent.length], [false, 0]);
  assert.match(content, /ERR_INVALID_URL/);
});

test('does not repeat unless it is told to, then only what may help, with growing pauses', async () => {
  const failing: Answer[] = [{ status: 503 }, new EgressError('network', 'reset'), { body: 'at last' }];
  assert.equal((await run({}, {}, failing)).sent.length, 1);
  const repeated = await run({ max_retry: 5 }, {}, failing);
  assert.deepEqual([repeated.sent.length, repeated.content], [3, 'at last']);
  assert.ok((repeated.pauses[1] ?? 0) > 0);
  assert.equal((await run({ max_retry: 5 }, {}, [{ status: 400 }])).sent.length, 1);
  assert.equal((await run({ max_retry: 2 }, {}, [{ status: 500 }])).sent.length, 3);
});

test('reads response variables from a JSON object, as text, and leaves missing ones unset', async () => {
  const response_variables = {
    name: 'user.name',
    first: 'items[0].id',
    whole: 'items',
    none: 'user.phone',
    nil: 'nil',
    proto: 'constructor.name',
  };
  const body = '{"user":{"name":"Ann"},"items":[{"id":5}],"nil":null}';
  const { variables } = await run({ response_variables }, {}, [{ body }]);
  assert.deepEqual(variables, { name: 'Ann', first: '5', whole: '[{"id":5}]' });
  for (const other of ['[1]', 'text', '"x"', '']) {
    assert.deepEqual((await run({ response_variables }, {}, [{ body: other }])).variables, {});
  }
  assert.equal(readPath({ a: { 'b-c': [[1, 2]] } }, '$.a.b-c[0][1]'), '2');
});

test('an answer that is nested without end fills no variable, and the others as ever', async () => {
  const body = `{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)},"id":5}`;
  const { successful, variables } = await run({ response_variables: { deep: 'deep[0]', id: 'id' } }, {}, [{ body }]);
  assert.deepEqual([successful, variables], [true, { id: '5' }]);
});

test('fills no variables from a refusal', async () => {
  const { variables } = await run({ response_variables: { a: 'a' } }, {}, [{ status: 500, body: '{"a":1}' }]);
  assert.deepEqual(variables, {});
});
