// A workspace with one of everything, and a realistic request for every operation of the document. Whoever adds an operation adds its
// example here: the tests that walk all operations ask for it.

import assert from 'node:assert/strict';
import type { OperationId } from '../../src/contract/index.ts';
import type { TestServer } from './http.ts';

/** What there is in a workspace: names as in `makeWorld`, values are ids. */
export type World = Readonly<Record<string, string>>;

export interface Example {
  params?: Record<string, string>;
  query?: Record<string, string>;
  /** JSON. */
  body?: object;
  /** Instead of a body; text fields and files of multipart/form-data. */
  form?: Record<string, string | File>;
  /** What the operation answers to its own workspace where a test server cannot do it: a vendor, a carrier or a running call is missing. */
  fails?: number;
}

const FLOW = {
  start_speaker: 'agent',
  model_choice: { type: 'cascading', model: 'gpt-4.1' },
  nodes: [
    { id: 'hi', type: 'conversation', instruction: { type: 'prompt', text: 'Greet.' }, edges: [] },
    { id: 'bye', type: 'end' },
  ],
};
const COMPONENT = { name: 'Ask', nodes: FLOW.nodes };
const RULE = {
  name: 'Too many failures',
  metric_type: 'call_count',
  threshold_type: 'absolute',
  threshold_value: 5,
  comparator: '>',
  frequency: '5m',
  window: '30m',
  emails: ['on-call@example.com'],
};
const TRUNK = {
  name: 'Desk',
  targets: [{ uri: 'trunk.example.com' }],
  auth_username: 'ada',
  auth_password: 'very secret',
  inbound_networks: ['203.0.113.0/24'],
};
const COHORT = {
  name: 'Sales calls',
  cohort_filter: { duration_ms: { type: 'number', op: 'gt', value: 10_000 } },
  sampling_percentage: 10,
  scoring_criteria: { custom_conditions: [{ description: 'Was polite', score_weight: 50 }] },
  successful_criteria: { value: 80, op: 'ge' },
};

/** One pixel. */
const image = (): File =>
  new File(
    [
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    ],
    'a.png',
  );

/** Makes one of everything for whoever `headers` names. `number`: the workspace's phone number, E.164. */
export async function makeWorld(server: TestServer, headers: Record<string, string>, number: string): Promise<World> {
  const world: Record<string, string> = { number };
  const make = async (name: string, id: string, path: string, body: object): Promise<void> => {
    const { status, json, text } = await server.send('POST', path, body, headers);
    assert.ok(status < 300, `${path}: ${status} ${text}`);
    world[name] = json[id];
  };
  const engine = () => ({ type: 'retell-llm', llm_id: world.llm });
  await make('llm', 'llm_id', '/create-retell-llm', { general_prompt: 'x', mcps: [] });
  await make('spareLlm', 'llm_id', '/create-retell-llm', { general_prompt: 'y' });
  await make('agent', 'agent_id', '/create-agent', { voice_id: '11labs-Adrian', response_engine: engine() });
  await make('chatAgent', 'agent_id', '/create-chat-agent', {
    response_engine: { type: 'retell-llm', llm_id: world.spareLlm },
  });
  await make('flow', 'conversation_flow_id', '/create-conversation-flow', FLOW);
  await make('component', 'conversation_flow_component_id', '/create-conversation-flow-component', COMPONENT);
  await make('call', 'call_id', '/v2/create-web-call', { agent_id: world.agent });
  await make('chat', 'chat_id', '/create-chat', { agent_id: world.chatAgent });
  const written = { chat_id: world.chat, content: 'Hello' };
  assert.equal((await server.send('POST', '/create-chat-completion', written, headers)).status, 201);
  await make('testCase', 'test_case_definition_id', '/create-test-case-definition', testCase(world));
  await make('batchTest', 'test_case_batch_job_id', '/create-batch-test', {
    test_case_definition_ids: [world.testCase],
    response_engine: engine(),
  });
  const runs = await server.send('GET', `/list-test-runs/${world.batchTest}`, undefined, headers);
  world.testRun = runs.json[0].test_case_job_id;
  await make('importedNumber', 'phone_number', '/import-phone-number', importedNumber(world, number));
  await make('sipTrunk', 'sip_trunk_id', '/create-sip-trunk', TRUNK);
  await make('batchCall', 'batch_call_id', '/create-batch-call', EXAMPLES.createBatchCall(world).body);
  await make('alertRule', 'alert_rule_id', '/create-alert-rule', RULE);
  await make('cohort', 'cohort_id', '/create-cohort', COHORT);
  await make('qaView', 'qa_view_id', '/create-qa-view', { name: 'Mine', cohort_id: world.cohort });
  await make('export', 'export_request_id', '/create-export-request', {});
  await make('apiKey', 'api_key_id', '/create-api-key', { name: 'spare' });
  await make('signingKey', 'api_key_id', '/create-api-key', { name: 'signs' });
  await make('member', 'member_id', '/invite-member', { name: 'Ann', role: 'member' });
  world.contactNumber = `${number.slice(0, -3)}2${number.slice(-2)}`;
  await make('contact', 'contact_id', '/create-contact', { phone_number: world.contactNumber, first_name: 'Ann' });
  world.upload = (
    await sendForm(server, '/upload-contact-import-file', EXAMPLES.uploadContactImportFile().form, headers)
  ).upload_id;
  const kb = await sendForm(server, '/create-knowledge-base', EXAMPLES.createKnowledgeBase().form, headers);
  world.knowledgeBase = kb.knowledge_base_id;
  world.source = kb.knowledge_base_sources[0].source_id;
  world.asset = (await sendForm(server, '/create-asset', { file: image() }, headers)).asset_id;
  return world;
}

async function sendForm(
  server: TestServer,
  path: string,
  fields: Record<string, string | File>,
  headers: Record<string, string>,
): Promise<any> {
  const response = await fetch(server.url + path, { method: 'POST', body: formOf(fields), headers });
  const text = await response.text();
  assert.ok(response.ok, `${path}: ${response.status} ${text}`);
  return JSON.parse(text);
}

export function formOf(fields: Record<string, string | File>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

function testCase(world: World): object {
  return {
    name: 'Happy path',
    response_engine: { type: 'retell-llm', llm_id: world.llm },
    user_prompt: 'You want to book.',
    metrics: ['The booking is made.'],
  };
}

function importedNumber(world: World, phone_number: string): object {
  const agents = [{ agent_id: world.agent, weight: 1 }];
  return { phone_number, termination_uri: 'trunk.example.com', inbound_agents: agents, outbound_agents: agents };
}

const agent = (w: World) => ({ params: { agent_id: w.agent ?? '' } });
const chatAgent = (w: World) => ({ params: { agent_id: w.chatAgent ?? '' } });
const llm = (w: World) => ({ params: { llm_id: w.llm ?? '' } });
const flow = (w: World) => ({ params: { conversation_flow_id: w.flow ?? '' } });
const component = (w: World) => ({ params: { conversation_flow_component_id: w.component ?? '' } });
const call = (w: World) => ({ params: { call_id: w.call ?? '' } });
const chat = (w: World) => ({ params: { chat_id: w.chat ?? '' } });
const number = (w: World) => ({ params: { phone_number: w.number ?? '' } });
const sipTrunk = (w: World) => ({ params: { sip_trunk_id: w.sipTrunk ?? '' } });
const knowledgeBase = (w: World) => ({ params: { knowledge_base_id: w.knowledgeBase ?? '' } });
const contact = (w: World) => ({ params: { contact_id: w.contact ?? '' } });
const none = (): Example => ({});
const ofLlm = (w: World) => ({ query: { type: 'retell-llm', llm_id: w.llm ?? '' } });

export const EXAMPLES = {
  createAgent: (w) => ({
    body: { voice_id: '11labs-Adrian', response_engine: { type: 'retell-llm', llm_id: w.llm }, agent_name: 'Ann' },
  }),
  getAgent: agent,
  getAgentMediaStream: agent,
  getAgentVersions: agent,
  listAgents: (w) => ({ query: { pagination_key: w.agent ?? '', limit: '10' } }),
  listLatestAgents: () => ({ body: { filter_criteria: { query: 'Ann' } } }),
  updateAgent: (w) => ({
    ...agent(w),
    body: { agent_name: 'Bea', response_engine: { type: 'retell-llm', llm_id: w.llm } },
  }),
  deleteAgent: agent,
  publishAgent: agent,
  publishAgentVersion: (w) => ({ ...agent(w), body: { version: 1 } }),
  createAgentVersion: (w) => ({ ...agent(w), body: { base_version: 0 } }),
  listAgentVersions: agent,
  deleteAgentVersion: (w) => ({ ...agent(w), query: { version: '2' } }),
  repairAgent: (w) => ({ ...agent(w), body: {} }),
  getAgentTags: agent,
  setAgentTag: (w) => ({ ...agent(w), body: { tag: 'prod', version: 0 } }),
  deleteAgentTag: (w) => ({ ...agent(w), query: { tag: 'prod' } }),
  compareAgentVersions: (w) => ({ ...agent(w), query: { from: '0', to: '0' } }),
  createChatAgent: (w) => ({ body: { response_engine: { type: 'retell-llm', llm_id: w.llm } } }),
  getChatAgent: chatAgent,
  getChatAgentVersions: chatAgent,
  listChatAgents: (w) => ({ query: { pagination_key: w.chatAgent ?? '' } }),
  updateChatAgent: (w) => ({ ...chatAgent(w), body: { agent_name: 'Cleo' } }),
  deleteChatAgent: chatAgent,
  publishChatAgent: chatAgent,
  createPlaygroundCompletion: (w) => ({
    ...agent(w),
    body: { messages: [{ role: 'user', content: 'Hi' }] },
  }),

  createRetellLLM: (w) => ({ body: { general_prompt: 'x', knowledge_base_ids: [w.knowledgeBase] } }),
  getRetellLLM: llm,
  listRetellLLM: (w) => ({ query: { pagination_key: w.llm ?? '' } }),
  listRetellLLMsV2: none,
  listRetellLLMWarnings: llm,
  updateRetellLLM: (w) => ({ ...llm(w), body: { knowledge_base_ids: [w.knowledgeBase] } }),
  deleteRetellLLM: (w) => ({ params: { llm_id: w.spareLlm ?? '' } }),
  createConversationFlow: () => ({ body: FLOW }),
  getConversationFlow: flow,
  listConversationFlows: (w) => ({ query: { pagination_key: w.flow ?? '' } }),
  listConversationFlowsV2: none,
  listConversationFlowWarnings: flow,
  updateConversationFlow: (w) => ({
    ...flow(w),
    body: {
      knowledge_base_ids: [w.knowledgeBase],
      nodes: [
        {
          id: 'sub',
          type: 'component',
          component_type: 'shared',
          component_id: w.component,
          edges: [],
          else_edge: { id: 'else', transition_condition: { type: 'prompt', prompt: 'Else' } },
        },
      ],
    },
  }),
  deleteConversationFlow: flow,
  createConversationFlowComponent: () => ({ body: COMPONENT }),
  getConversationFlowComponent: component,
  listConversationFlowComponents: none,
  listConversationFlowComponentsV2: none,
  listConversationFlowComponentWarnings: component,
  updateConversationFlowComponent: (w) => ({ ...component(w), body: { name: 'Ask again' } }),
  deleteConversationFlowComponent: component,

  createKnowledgeBase: () => ({
    form: {
      knowledge_base_name: 'Facts',
      knowledge_base_texts: JSON.stringify([{ title: 'Hours', text: 'Open from 9 to 5.' }]),
    },
  }),
  getKnowledgeBase: knowledgeBase,
  listKnowledgeBases: none,
  deleteKnowledgeBase: knowledgeBase,
  addKnowledgeBaseSources: (w) => ({
    ...knowledgeBase(w),
    form: { knowledge_base_texts: JSON.stringify([{ title: 'Prices', text: 'All for free.' }]) },
  }),
  deleteKnowledgeBaseSource: (w) => ({ params: { ...knowledgeBase(w).params, source_id: w.source ?? '' } }),
  createAsset: () => ({ form: { file: image() } }),
  listAssets: none,
  getAsset: (w) => ({ params: { asset_id: w.asset ?? '' } }),
  deleteAsset: (w) => ({ params: { asset_id: w.asset ?? '' } }),
  getVoice: () => ({ params: { voice_id: '11labs-Adrian' } }),
  listVoices: none,
  cloneVoice: () => ({
    form: { voice_name: 'Mine', voice_provider: 'elevenlabs', files: new File(['RIFF'], 'voice.wav') },
    fails: 400,
  }),
  addCommunityVoice: () => ({
    body: { provider_voice_id: 'v', voice_name: 'Theirs', voice_provider: 'elevenlabs' },
    fails: 400,
  }),
  searchCommunityVoice: () => ({ body: { search_query: 'warm', voice_provider: 'elevenlabs' }, fails: 400 }),
  getMCPTools: (w) => ({ ...agent(w), query: { mcp_id: 'none' }, fails: 422 }),

  createTestCaseDefinition: (w) => ({ body: testCase(w) }),
  getTestCaseDefinition: (w) => ({ params: { test_case_definition_id: w.testCase ?? '' } }),
  listTestCaseDefinitions: ofLlm,
  listTestCaseDefinitionsV2: ofLlm,
  updateTestCaseDefinition: (w) => ({
    params: { test_case_definition_id: w.testCase ?? '' },
    body: { name: 'Sad path', response_engine: { type: 'retell-llm', llm_id: w.llm } },
  }),
  deleteTestCaseDefinition: (w) => ({ params: { test_case_definition_id: w.testCase ?? '' } }),
  createBatchTest: (w) => ({
    body: { test_case_definition_ids: [w.testCase], response_engine: { type: 'retell-llm', llm_id: w.llm } },
  }),
  getBatchTest: (w) => ({ params: { test_case_batch_job_id: w.batchTest ?? '' } }),
  listBatchTests: ofLlm,
  listBatchTestsV2: ofLlm,
  getTestRun: (w) => ({ params: { test_case_job_id: w.testRun ?? '' } }),
  listTestRuns: (w) => ({ params: { test_case_batch_job_id: w.batchTest ?? '' } }),
  cancelBatchTest: (w) => ({ params: { test_case_batch_job_id: w.batchTest ?? '' } }),
  createTestCaseFromConversation: (w) => ({ body: { chat_id: w.chat } }),
  replayConversation: (w) => ({ body: { chat_id: w.chat } }),
  // It replays nothing.
  compareTestRun: (w) => ({ params: { test_case_job_id: w.testRun ?? '' }, fails: 400 }),
  listTestRunsV2: (w) => ({ params: { test_case_batch_job_id: w.batchTest ?? '' } }),

  createWebCall: (w) => ({ body: { agent_id: w.agent, metadata: { order: 17 } } }),
  createWebCallV3: (w) => ({ body: { agent_id: w.agent } }),
  createPhoneCall: (w) => ({
    body: { from_number: w.number, to_number: '+14155550199', override_agent_id: w.agent },
  }),
  registerPhoneCall: (w) => ({
    body: { agent_id: w.agent, direction: 'inbound', from_number: '+14155550199', to_number: w.number },
  }),
  getCall: call,
  listCalls: (w) => ({
    body: { filter_criteria: { agent: [{ agent_id: w.agent }], call_id: [w.call] }, pagination_key: w.call },
  }),
  listCallsV3: (w) => ({ body: { filter_criteria: { agent: [{ agent_id: w.agent }] } } }),
  updateCallMetadata: (w) => ({ ...call(w), body: { metadata: { order: 18 } } }),
  rerunCallAnalysis: (w) => ({ ...call(w), fails: 400 }),
  deleteCall: call,
  stopCall: call,
  updateLiveCall: (w) => ({ ...call(w), body: { fields_to_override: { metadata: { order: 19 } } }, fails: 422 }),
  listenLiveCall: (w) => ({ ...call(w), fails: 422 }),
  takeOverLiveCall: (w) => ({ ...call(w), body: { participant_id: 'somebody' }, fails: 422 }),
  listExportRequestsV2: none,
  createExportRequest: (w) => ({ body: { filter_criteria: { agent: [{ agent_id: w.agent }] } } }),
  deleteExportRequest: (w) => ({ params: { export_request_id: w.export ?? '' } }),

  createChat: (w) => ({ body: { agent_id: w.chatAgent } }),
  createChatCompletion: (w) => ({ body: { chat_id: w.chat, content: 'Hello' } }),
  getChat: chat,
  listChat: (w) => ({ query: { pagination_key: w.chat ?? '' } }),
  listChatsV3: (w) => ({ body: { filter_criteria: { agent: [{ agent_id: w.chatAgent }] } } }),
  updateChatMetadata: (w) => ({ ...chat(w), body: { metadata: { order: 17 } } }),
  endChat: chat,
  rerunChatAnalysis: chat,
  deleteChat: chat,
  createSmsChat: (w) => ({
    body: { from_number: w.number, to_number: '+14155550199', override_agent_id: w.chatAgent },
  }),

  createPhoneNumber: (w) => ({
    body: { area_code: 415, inbound_agents: [{ agent_id: w.agent, weight: 1 }] },
    fails: 400,
  }),
  importPhoneNumber: (w) => ({ body: importedNumber(w, '+14155550177') }),
  getPhoneNumber: number,
  listPhoneNumbers: none,
  listPhoneNumbersV2: none,
  updatePhoneNumber: (w) => ({ ...number(w), body: { inbound_agents: [{ agent_id: w.agent, weight: 1 }] } }),
  deletePhoneNumber: number,
  createSipTrunk: () => ({ body: TRUNK }),
  getSipTrunk: sipTrunk,
  listSipTrunks: none,
  getTelephony: none,
  updateSipTrunk: (w) => ({ ...sipTrunk(w), body: { transport: 'TLS' } }),
  deleteSipTrunk: sipTrunk,
  testSipTrunk: (w) => ({ body: { sip_trunk_id: w.sipTrunk ?? '' }, fails: 400 }),
  createBatchCall: (w) => ({
    body: { from_number: w.number, tasks: [{ to_number: '+14155550199', override_agent_id: w.agent }] },
  }),
  getBatchCall: (w) => ({ params: { batch_call_id: w.batchCall ?? '' } }),
  listBatchCalls: none,
  pauseBatchCall: (w) => ({ params: { batch_call_id: w.batchCall ?? '' } }),
  resumeBatchCall: (w) => ({ params: { batch_call_id: w.batchCall ?? '' } }),
  cancelBatchCall: (w) => ({ params: { batch_call_id: w.batchCall ?? '' } }),

  createContact: () => ({ body: { phone_number: '+14155550166', first_name: 'Ann', tags: ['vip'] } }),
  getContact: contact,
  getContactByPhone: (w) => ({ params: { phone_number: w.contactNumber ?? '' } }),
  listContacts: (w) => ({
    body: { filter_criteria: { contact_id: { type: 'string', op: 'eq', value: w.contact } }, limit: 10 },
  }),
  updateContact: (w) => ({ ...contact(w), body: { first_name: 'Anna' } }),
  deleteContact: contact,
  listContactConversations: contact,
  uploadContactImportFile: () => ({ form: { file: new File(['number,name\n+14155550165,Bob\n'], 'contacts.csv') } }),
  createContactImport: (w) => ({
    body: {
      upload_id: w.upload,
      column_mapping: [{ external_field_name: 'number', field_name: 'phone_number' }],
    },
  }),
  getContactImport: none,
  // One at a time: without ids, as a second one is refused whatever it names.
  backfillContactAnalysisData: () => ({ body: { backfill_attributes: ['mood'] } }),
  getBackfillContactJobStatus: none,

  createAlertRule: () => ({ body: RULE }),
  getAlertRule: (w) => ({ params: { alert_rule_id: w.alertRule ?? '' } }),
  listAlertRules: none,
  listAlertIncidents: (w) => ({ query: { alert_rule_id: w.alertRule ?? '' } }),
  updateAlertRule: (w) => ({ params: { alert_rule_id: w.alertRule ?? '' }, body: { active: false } }),
  deleteAlertRule: (w) => ({ params: { alert_rule_id: w.alertRule ?? '' } }),
  createCohort: () => ({ body: COHORT }),
  getCohort: (w) => ({ params: { cohort_id: w.cohort ?? '' } }),
  listCohorts: none,
  updateCohort: (w) => ({ params: { cohort_id: w.cohort ?? '' }, body: { name: 'Other calls' } }),
  deleteCohort: (w) => ({ params: { cohort_id: w.cohort ?? '' } }),
  createQaView: (w) => ({ body: { name: 'Mine', cohort_id: w.cohort } }),
  getQaView: (w) => ({ params: { qa_view_id: w.qaView ?? '' } }),
  listQaViews: none,
  updateQaView: (w) => ({ params: { qa_view_id: w.qaView ?? '' }, body: { cohort_id: w.cohort } }),
  deleteQaView: (w) => ({ params: { qa_view_id: w.qaView ?? '' } }),

  getOrganization: none,
  updateOrganization: () => ({ body: { org_name: 'Renamed' } }),
  getConcurrency: none,
  getApiKeyInfo: none,
  getSession: none,
  createApiKey: () => ({ body: { name: 'robot', permissions: { build: 'read' } } }),
  listApiKeys: none,
  updateApiKey: (w) => ({ params: { api_key_id: w.apiKey ?? '' }, body: { name: 'renamed' } }),
  deleteApiKey: (w) => ({ params: { api_key_id: w.apiKey ?? '' } }),
  makeWebhookKey: (w) => ({ params: { api_key_id: w.signingKey ?? '' } }),
  listMembers: none,
  inviteMember: () => ({ body: { name: 'Bob', role: 'developer' } }),
  updateMember: (w) => ({ params: { member_id: w.member ?? '' }, body: { role: 'developer' } }),
  deleteMember: (w) => ({ params: { member_id: w.member ?? '' } }),
  createSignInLink: (w) => ({ params: { member_id: w.member ?? '' } }),
  listWorkspaces: none,
  createWorkspace: () => ({ body: { org_name: 'Another' } }),
  switchWorkspace: () => ({ body: { org_id: 'org_of_nobody' }, fails: 400 }),
  listAuditLog: (w) => ({ query: { object_id: w.agent ?? '' } }),
} satisfies { readonly [Id in OperationId]?: (world: World) => Example };
