// What tests of numbers and phone calls begin with: a server with an agent, and numbers of its own.

import assert from 'node:assert/strict';
import { createApiKey } from '../../src/resources/api-key/index.ts';
import { newId } from '../../src/resources/new-id.ts';
import { insertWorkspace } from '../../src/storage/tables/index.ts';
import { testServer, type TestServer, type TestServerOptions } from './http.ts';
import type { Scope } from './scope.ts';

export interface PhoneServer extends TestServer {
  /** For one more agent. */
  agentBody: object;
}

/** `agent`: settings of the agent. */
export async function serverWithAgent(
  t: Scope,
  options?: TestServerOptions,
  agent: object = {},
): Promise<{ server: PhoneServer; agent_id: string }> {
  const server = await testServer(t, options);
  const llm = await server.send('POST', '/create-retell-llm', { general_prompt: 'x' });
  const agentBody = {
    voice_id: '11labs-Adrian',
    agent_name: 'Jo',
    response_engine: { type: 'retell-llm', llm_id: llm.json.llm_id },
    ...agent,
  };
  const { json } = await server.send('POST', '/create-agent', agentBody);
  return { server: Object.assign(server, { agentBody }), agent_id: json.agent_id };
}

/** A number on a trunk of one's own. */
export async function importNumber(server: TestServer, phone_number: string, settings: object = {}): Promise<void> {
  const body = { phone_number, termination_uri: 'trunk.example.com', ...settings };
  const answer = await server.send('POST', '/import-phone-number', body);
  assert.equal(answer.status, 201, answer.text);
}

/** A second workspace of the same server; gives headers that ask as its owner. */
export async function otherWorkspace(server: TestServer): Promise<{ authorization: string }> {
  const { db } = server.database;
  const row = { workspace_id: newId('org'), name: 'Other', concurrency_limit: 20, created_at: 1 };
  const { workspace_id: workspaceId } = await insertWorkspace(db, row);
  const deps = { db, envelope: server.envelope, now: () => server.clock.now };
  const { key } = await createApiKey(deps, { workspaceId, name: 'other' });
  return { authorization: `Bearer ${key}` };
}
