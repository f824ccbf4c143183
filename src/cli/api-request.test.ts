import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OPERATIONS } from '../contract/index.ts';
import { apiRequest, dashed, findOperation, usageOf } from './api-request.ts';

const files: Record<string, string> = {
  'agent.json': '{"voice_id":"local-joe","agent_name":"Ann"}',
  '-': '{"a":1}',
  bad: '[1]',
};
const request = (name: string, ...words: string[]) =>
  apiRequest(findOperation(name), words, async (path) => files[path] ?? '');

test('an operation is found by its id, with dashes, and by its path', () => {
  for (const name of ['listCalls', 'list-calls', '/v2/list-calls', 'v2/list-calls'])
    assert.equal(findOperation(name).id, 'listCalls');
  assert.throws(() => findOperation('lst-agents'), /no operation "lst-agents"\. Did you mean list-agents\?/);
});

test('every operation has a name of its own', () => {
  assert.equal(new Set(OPERATIONS.map(({ id }) => dashed(id))).size, OPERATIONS.length);
  for (const { id } of OPERATIONS) assert.equal(findOperation(dashed(id)).id, id);
});

test('values fill the path, named ones the query, and both are encoded', async () => {
  assert.deepEqual(await request('get-agent', 'a/b c', '--version', '2'), {
    method: 'GET',
    path: '/get-agent/a%2Fb%20c?version=2',
    body: undefined,
  });
  assert.equal((await request('list-agents', '--limit=5')).path, '/list-agents?limit=5');
});

test('a body is a file, standard input or fields, which win', async () => {
  const { body } = await request('create-agent', '--body', 'agent.json', '--agent_name', 'Bob', '--voice_speed', '1.5');
  assert.deepEqual(body, { json: { voice_id: 'local-joe', agent_name: 'Bob', voice_speed: 1.5 } });
  assert.deepEqual((await request('create-agent', '--body', '-')).body, { json: { a: 1 } });
  assert.deepEqual((await request('create-agent', '--body', '{"b":2}')).body, { json: { b: 2 } });
  assert.deepEqual((await request('create-agent', '--agent_name', '"5"')).body, { json: { agent_name: '5' } });
});

test('forms carry texts and files', async () => {
  const words = ['--knowledge_base_name', '123', '--file', 'knowledge_base_files=handbook.pdf'];
  assert.deepEqual((await request('create-knowledge-base', ...words)).body, {
    form: { knowledge_base_name: '123' },
    files: [{ field: 'knowledge_base_files', path: 'handbook.pdf' }],
  });
});

test('what is missing or too much is told with the usage', async () => {
  await assert.rejects(request('get-agent'), /get-agent needs agent_id\. Usage: ringback api get-agent <agent_id>/);
  await assert.rejects(request('list-agents', 'x'), /takes no "x"/);
  await assert.rejects(request('get-agent', 'a', '--color', 'red'), /takes no --color/);
  await assert.rejects(request('get-agent', 'a', '--version'), /--version needs a value/);
  await assert.rejects(request('create-agent', '--body', 'bad'), /--body must be a JSON object/);
  await assert.rejects(request('create-agent', '--file', 'a=b'), /takes no files/);
  assert.match(usageOf(findOperation('create-agent')), /^Usage: ringback api create-agent \[--field value/);
});
