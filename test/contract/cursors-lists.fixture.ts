// Every list with a pagination_key: where its rows are, how it is ordered and asked, how a first row is made.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { OperationId } from '../../src/contract/index.ts';
import { createSignInLink } from '../../src/resources/sign-in/index.ts';
import { addAgent, addEngine } from '../support/agents.ts';
import { addTestCall } from '../support/call-row.ts';
import type { TestServer } from '../support/http.ts';

/** A list, and how rows for it are made and removed. */
export interface List {
  table: string;
  /** Columns of the rows' id and of what the list is ordered by. */
  id: string;
  place: string;
  /** Of an item; else that of the column. */
  shownId?: string;
  /** Words for the two orders; without, the list has one. */
  orders?: { ascending: string; descending: string };
  only?: 'ascending' | 'descending';
  /** No two rows have one place. */
  noTies?: true;
  /** An entry for each version, pages begun by an id with its version. */
  versioned?: true;
  /** Begins with this instead of a key of the server's: the older lists. */
  keyOf?: (item: any) => object;
  idOf?: (n: number) => string;
  /** More columns of which no two rows have one value. */
  unique?: (n: number) => Record<string, unknown>;
  /** Makes one row, and what is needed for it. Path and fields of the request that lists. */
  begin: (server: TestServer) => Promise<Asked | void>;
  /** Path before the id; without, rows go by SQL. */
  remove?: string;
}

export interface Asked {
  path?: string;
  fields?: object;
  /** Instead of those with the key. */
  headers?: Record<string, string>;
}

const BOTH = { ascending: 'ascending', descending: 'descending' };
export const hash = (n: number): string => createHash('sha256').update(String(n)).digest('hex');
const phone = (n: number): string => `+1415556${String((n * 7_919) % 10_000).padStart(4, '0')}`;

async function post(server: TestServer, path: string, body: unknown): Promise<any> {
  const { status, json, text } = await server.send('POST', path, body);
  assert.equal(status, 201, `${path}: ${text}`);
  return json;
}

const made = (path: string, body: object) => async (server: TestServer) => void (await post(server, path, body));
const call = async (server: TestServer, columns: object = {}) =>
  void (await addTestCall(server.database.db, {
    workspace_id: server.workspaceId,
    created_at: server.clock.now,
    ...columns,
  }));
const chat = async (server: TestServer) => {
  const { agentId } = await addAgent(server, { channel: 'chat' });
  await post(server, '/create-chat', { agent_id: agentId });
};

async function testCase(server: TestServer): Promise<Asked> {
  const response_engine = { type: 'retell-llm', llm_id: await addEngine(server, 'retell-llm') };
  const { test_case_definition_id } = await post(server, '/create-test-case-definition', {
    name: 'Books',
    response_engine,
    user_prompt: 'You want a table.',
    metrics: ['Booked.'],
  });
  const test_case_definition_ids = [test_case_definition_id];
  const batch = await post(server, '/create-batch-test', { test_case_definition_ids, response_engine });
  return { fields: response_engine, path: batch.test_case_batch_job_id };
}

const agents = { table: 'agents', id: 'agent_id', place: 'created_at' } as const;
const llms = { table: 'retell_llms', id: 'llm_id', place: 'created_at', remove: '/delete-retell-llm/' } as const;
const flows = {
  table: 'conversation_flows',
  id: 'conversation_flow_id',
  place: 'created_at',
  remove: '/delete-conversation-flow/',
} as const;
const calls = {
  table: 'calls',
  id: 'call_id',
  place: 'created_at',
  orders: BOTH,
  idOf: (n: number) => `call_${hash(n).slice(0, 24)}`,
  unique: (n: number) => ({ files_key: hash(n) }),
  begin: (server: TestServer) => call(server, { access_token: 'token' }),
  remove: '/v2/delete-call/',
} as const;
const chats = {
  table: 'chats',
  id: 'chat_id',
  place: 'start_timestamp',
  orders: BOTH,
  idOf: (n: number) => `chat_${hash(n).slice(0, 24)}`,
  begin: chat,
  remove: '/delete-chat/',
} as const;
const documents = { table: 'kept_documents', id: 'document_id', place: 'created_at', orders: BOTH } as const;
const older = (id: string) => (item: any) => ({ pagination_key: item[id], pagination_key_version: item.version });
const addLlm = async (server: TestServer) => void (await addEngine(server, 'retell-llm'));
const addFlow = async (server: TestServer) => void (await addEngine(server, 'conversation-flow'));

/** Of the operations with a pagination_key. */
export const LISTS: { [Id in OperationId]?: List } = {
  listAgents: {
    ...agents,
    only: 'descending',
    versioned: true,
    keyOf: older('agent_id'),
    begin: async (server) => void (await addAgent(server)),
    remove: '/delete-agent/',
  },
  listChatAgents: {
    ...agents,
    only: 'descending',
    versioned: true,
    keyOf: older('agent_id'),
    begin: async (server) => void (await addAgent(server, { channel: 'chat' })),
    remove: '/delete-chat-agent/',
  },
  listLatestAgents: {
    ...agents,
    orders: BOTH,
    begin: async (server) => void (await addAgent(server)),
    remove: '/delete-agent/',
  },
  listAgentVersions: {
    table: 'agents',
    id: 'version',
    place: 'version',
    orders: BOTH,
    noTies: true,
    begin: async (server) => ({ path: (await addAgent(server)).agentId }),
  },
  listRetellLLM: { ...llms, only: 'descending', versioned: true, keyOf: older('llm_id'), begin: addLlm },
  listRetellLLMsV2: { ...llms, orders: BOTH, begin: addLlm },
  listConversationFlows: {
    ...flows,
    only: 'descending',
    versioned: true,
    keyOf: older('conversation_flow_id'),
    begin: addFlow,
  },
  listConversationFlowsV2: { ...flows, orders: BOTH, begin: addFlow },
  listConversationFlowComponentsV2: {
    table: 'conversation_flow_components',
    id: 'conversation_flow_component_id',
    place: 'created_at',
    orders: BOTH,
    begin: made('/create-conversation-flow-component', { name: 'Collect', nodes: [], start_node_id: 'x' }),
    remove: '/delete-conversation-flow-component/',
  },
  listCalls: { ...calls, keyOf: (item) => ({ pagination_key: item.call_id }) },
  listCallsV3: calls,
  listChat: { ...chats, keyOf: (item) => ({ pagination_key: item.chat_id }) },
  listChatsV3: chats,
  listContacts: {
    table: 'contacts',
    id: 'contact_id',
    place: 'last_conversation_timestamp',
    orders: { ascending: 'asc', descending: 'desc' },
    unique: (n) => ({ phone_number: phone(n) }),
    begin: made('/create-contact', { phone_number: '+14155550101' }),
    remove: '/delete-contact/',
  },
  listContactConversations: {
    ...calls,
    orders: undefined as never,
    only: 'descending',
    begin: async (server) => {
      await call(server, { call_type: 'phone_call', direction: 'outbound', to_number: '+14155550101' });
      return { path: (await post(server, '/create-contact', { phone_number: '+14155550101' })).contact_id };
    },
  },
  listPhoneNumbersV2: {
    table: 'phone_numbers',
    id: 'phone_number',
    place: 'created_at',
    orders: BOTH,
    idOf: phone,
    begin: made('/import-phone-number', { phone_number: '+14155550100', termination_uri: 'trunk.example.com' }),
    remove: '/delete-phone-number/',
  },
  listSipTrunks: {
    table: 'sip_trunks',
    id: 'sip_trunk_id',
    place: 'created_at',
    orders: BOTH,
    begin: made('/create-sip-trunk', { name: 'x', targets: [{ uri: 'trunk.example.com' }] }),
    remove: '/delete-sip-trunk/',
  },
  listBatchCalls: {
    table: 'batch_calls',
    id: 'batch_call_id',
    place: 'created_at',
    orders: BOTH,
    begin: async ({ database, workspaceId, clock }) => {
      const times = { trigger_at: clock.now, created_at: clock.now };
      const row = { workspace_id: workspaceId, batch_call_id: 'batch_call_0', name: 'x', from_number: '+14155550100' };
      await database.db
        .insertInto('batch_calls')
        .values({ ...row, ...times, reserved_concurrency: 0, total_task_count: 0 })
        .execute();
    },
  },
  listExportRequestsV2: {
    table: 'export_requests',
    id: 'export_request_id',
    place: 'created_at',
    orders: BOTH,
    unique: (n) => ({ files_key: hash(n) }),
    begin: made('/create-export-request', {}),
    remove: '/delete-export-request/',
  },
  listTestCaseDefinitionsV2: {
    table: 'test_case_definitions',
    id: 'test_case_definition_id',
    place: 'created_at',
    only: 'descending',
    begin: async (server) => ({ fields: (await testCase(server)).fields ?? {} }),
    remove: '/delete-test-case-definition/',
  },
  listBatchTestsV2: {
    table: 'batch_tests',
    id: 'test_case_batch_job_id',
    place: 'created_at',
    only: 'descending',
    begin: async (server) => ({ fields: (await testCase(server)).fields ?? {} }),
  },
  listTestRunsV2: {
    table: 'test_runs',
    id: 'test_case_job_id',
    place: 'position',
    only: 'ascending',
    noTies: true,
    begin: async (server) => ({ path: (await testCase(server)).path ?? '' }),
  },
  listAssets: {
    table: 'assets',
    id: 'asset_id',
    place: 'created_at',
    only: 'descending',
    begin: async (server) => {
      const body = new FormData();
      body.append('file', new Blob(['GIF89a..']), 'a.gif');
      const headers = { authorization: `Bearer ${server.key}` };
      assert.equal((await fetch(`${server.url}/create-asset`, { method: 'POST', headers, body })).status, 201);
    },
    remove: '/delete-asset/',
  },
  listAlertRules: {
    ...documents,
    shownId: 'alert_rule_id',
    begin: made('/create-alert-rule', {
      name: 'x',
      metric_type: 'call_count',
      threshold_type: 'absolute',
      threshold_value: 5,
      comparator: '>',
      frequency: '5m',
      window: '30m',
      emails: ['a@example.com'],
    }),
    remove: '/delete-alert-rule/',
  },
  listAlertIncidents: {
    table: 'alert_incidents',
    id: 'alert_incident_id',
    place: 'triggered_at',
    orders: BOTH,
    begin: async ({ database, workspaceId, clock }) => {
      const ids = { workspace_id: workspaceId, alert_incident_id: 'incident_0', alert_rule_id: 'rule_0' };
      const incident = JSON.stringify({ current_value: 1, threshold_value: 1, status: 'triggered' });
      await database.db
        .insertInto('alert_incidents')
        .values({ ...ids, incident, triggered_at: clock.now })
        .execute();
    },
  },
  listCohorts: {
    ...documents,
    shownId: 'cohort_id',
    begin: made('/create-cohort', {
      name: 'x',
      cohort_filter: {},
      sampling_percentage: 10,
      scoring_criteria: { custom_conditions: [{ description: 'Polite', score_weight: 50 }] },
      successful_criteria: { value: 80, op: 'ge' },
    }),
    remove: '/delete-cohort/',
  },
  listQaViews: {
    ...documents,
    shownId: 'qa_view_id',
    begin: made('/create-qa-view', { name: 'x' }),
    remove: '/delete-qa-view/',
  },
  listApiKeys: {
    table: 'api_keys',
    id: 'api_key_id',
    place: 'created_at',
    only: 'ascending',
    unique: (n) => ({ key_hash: hash(n), is_webhook_key: false }),
    begin: async () => {},
    remove: '/delete-api-key/',
  },
  listMembers: {
    table: 'members',
    id: 'member_id',
    place: 'created_at',
    only: 'ascending',
    unique: (n) => ({ user_id: hash(n) }),
    begin: made('/invite-member', { name: 'x', role: 'member' }),
    remove: '/delete-member/',
  },
  listWorkspaces: {
    table: 'workspaces',
    id: 'workspace_id',
    place: 'created_at',
    shownId: 'org_id',
    only: 'ascending',
    begin: async ({ url, envelope, workspaceId, clock }) => {
      const deps = { envelope, now: () => clock.now };
      const { pathname, search } = new URL(createSignInLink(deps, { workspaceId, publicUrl: url }));
      const answer = await fetch(url + pathname + search, { redirect: 'manual' });
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      return { headers: { cookie, 'sec-fetch-site': 'same-origin' } };
    },
  },
  listAuditLog: {
    table: 'audit_log',
    id: 'entry_id',
    place: 'seq',
    orders: BOTH,
    noTies: true,
    begin: made('/create-retell-llm', {}),
  },
};
