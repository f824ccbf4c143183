// What others make of the served document: it is valid OpenAPI by a validator that is not ours, and a client generated from it compiles
// and works.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Validator } from '@seriousme/openapi-schema-validator';
import createClient from 'openapi-fetch';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { parse } from 'yaml';
import type { paths } from '../../src/contract/generated/types.ts';
import { testServer } from '../support/http.ts';

const run = promisify(execFile);
const ROOT = new URL('../../', import.meta.url).pathname;
const COMPILER = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');

/** Compiles only where types are right: each expected error is one that a person's editor would show. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.ts';

const client = createClient<paths>({ baseUrl: 'http://127.0.0.1' });

export async function main(): Promise<string> {
  const made = await client.POST('/create-agent', {
    body: { voice_id: '11labs-Adrian', response_engine: { type: 'retell-llm', llm_id: 'llm_1' } },
  });
  if (made.error) return made.error.message ?? '';
  const agent: components['schemas']['AgentResponse'] = made.data;
  const path = { agent_id: agent.agent_id };
  await client.PATCH('/update-agent/{agent_id}', { params: { path }, body: { agent_name: 'Ann' } });
  await client.GET('/list-agents', { params: { query: { limit: 10 } } });
  await client.DELETE('/delete-agent/{agent_id}', { params: { path } });
  // @ts-expect-error: no such route
  await client.GET('/no-such-route', {});
  // @ts-expect-error: a voice is a text
  await client.POST('/create-agent', { body: { voice_id: 7 } });
  // @ts-expect-error: the id is missing
  await client.GET('/get-agent/{agent_id}', {});
  return agent.agent_id;
}
`;

test('the served document is valid OpenAPI 3.0, in both its forms', async (t) => {
  const server = await testServer(t);
  for (const path of ['/openapi.json', '/openapi.yaml']) {
    const { text } = await server.send('GET', path);
    const validator = new Validator();
    const { valid, errors } = await validator.validate(parse(text));
    assert.ok(valid, `${path}: ${JSON.stringify(errors, null, 1)}`);
    assert.equal(validator.version, '3.0');
  }
  const { text } = await server.send('GET', '/openapi.json');
  const broken = await new Validator().validate(JSON.parse(text.replace('"responses":{', '"answers":{')));
  assert.equal(broken.valid, false, 'the validator finds nothing wrong whatever it is given');
});

test('a client generated from the served document compiles, and refuses what the document does not allow', async (t) => {
  const server = await testServer(t);
  // Inside the checkout, so that the program finds its packages.
  const folder = await mkdtemp(join(ROOT, 'node_modules', '.generated-client-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const types = astToString(await openapiTypescript(new URL('/openapi.json', server.url)));
  await writeFile(join(folder, 'api.ts'), types);
  await writeFile(join(folder, 'main.ts'), PROGRAM);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--allowImportingTsExtensions'];
  const target = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom'];
  await run(process.execPath, [COMPILER, ...options, ...target, join(folder, 'main.ts')]).catch(
    ({ stdout }: { stdout: string }) => assert.fail(stdout),
  );
});

test('the generated client makes, reads, lists and deletes', async (t) => {
  const server = await testServer(t);
  const client = createClient<paths>({ baseUrl: server.url, headers: { authorization: `Bearer ${server.key}` } });
  const llm = await client.POST('/create-retell-llm', { body: { general_prompt: 'Be brief.' } });
  assert.equal(llm.response.status, 201);
  const made = await client.POST('/create-agent', {
    body: { voice_id: '11labs-Adrian', response_engine: { type: 'retell-llm', llm_id: llm.data?.llm_id ?? '' } },
  });
  const path = { agent_id: made.data?.agent_id ?? '' };
  const read = await client.GET('/get-agent/{agent_id}', { params: { path } });
  assert.deepEqual(read.data, made.data);
  const listed = await client.GET('/list-agents', { params: { query: { limit: 10 } } });
  assert.deepEqual(
    listed.data?.map(({ agent_id }) => agent_id),
    [path.agent_id],
  );
  assert.equal((await client.DELETE('/delete-agent/{agent_id}', { params: { path } })).response.status, 204);
  const gone = await client.GET('/get-agent/{agent_id}', { params: { path } });
  assert.equal(gone.response.status, 422);
  assert.match(gone.error?.message ?? '', /There is no agent/);
});
