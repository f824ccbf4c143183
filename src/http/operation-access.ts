// What each operation needs of who asks, and what its traces in the audit log may show. An operation without a row is for admins and
// unlimited keys only; a test demands the row.

import { OPERATIONS, type Operation, type OperationId } from '../contract/index.ts';
import type { AccessArea, AccessVerb } from '../resources/api-key/index.ts';

export interface OperationAccess {
  area: AccessArea;
  verb: AccessVerb;
  /** Browsers may call it with a public key. */
  publicKey: boolean;
  /** About people and what they said: the audit log names the fields that changed, not their values. */
  personal: boolean;
  /** Leaves entries in the audit log. */
  audited: boolean;
}

type Rows = [OperationId, OperationAccess][];

function rows(
  area: AccessArea,
  verb: AccessVerb,
  ids: readonly OperationId[],
  more: Partial<OperationAccess> = {},
): Rows {
  const row = { area, verb, publicKey: false, personal: false, audited: verb === 'edit', ...more };
  return ids.map((id) => [id, row]);
}

const TABLE = tableOf([
  ...rows('any', 'read', ['getApiKeyInfo', 'getSession', 'getConcurrency', 'listWorkspaces']),
  ...rows('any', 'edit', ['switchWorkspace'], { audited: false }),

  ...rows('build', 'read', ['getAgent', 'getAgentVersions', 'listAgents', 'listLatestAgents', 'listAgentVersions']),
  ...rows('build', 'read', ['getAgentTags', 'compareAgentVersions']),
  ...rows('build', 'read', ['getChatAgent', 'getChatAgentVersions', 'listChatAgents']),
  ...rows('build', 'edit', ['createAgent', 'updateAgent', 'deleteAgent', 'publishAgent', 'publishAgentVersion']),
  ...rows('build', 'edit', [
    'createAgentVersion',
    'deleteAgentVersion',
    'repairAgent',
    'setAgentTag',
    'deleteAgentTag',
  ]),
  ...rows('build', 'edit', ['createChatAgent', 'updateChatAgent', 'deleteChatAgent', 'publishChatAgent']),
  ...rows('build', 'read', ['getRetellLLM', 'listRetellLLM', 'listRetellLLMsV2', 'listRetellLLMWarnings']),
  ...rows('build', 'edit', ['createRetellLLM', 'updateRetellLLM', 'deleteRetellLLM']),
  ...rows('build', 'read', ['getConversationFlow', 'listConversationFlows', 'listConversationFlowsV2']),
  ...rows('build', 'read', ['listConversationFlowWarnings', 'listConversationFlowComponentWarnings']),
  ...rows('build', 'edit', ['createConversationFlow', 'updateConversationFlow', 'deleteConversationFlow']),
  ...rows('build', 'read', ['getConversationFlowComponent', 'listConversationFlowComponents']),
  ...rows('build', 'read', ['listConversationFlowComponentsV2']),
  ...rows('build', 'edit', ['createConversationFlowComponent', 'updateConversationFlowComponent']),
  ...rows('build', 'edit', ['deleteConversationFlowComponent']),
  ...rows('build', 'read', ['getKnowledgeBase', 'listKnowledgeBases', 'getAsset', 'listAssets']),
  ...rows('build', 'edit', ['createKnowledgeBase', 'deleteKnowledgeBase', 'addKnowledgeBaseSources']),
  ...rows('build', 'edit', ['deleteKnowledgeBaseSource', 'createAsset', 'deleteAsset']),
  ...rows('build', 'read', ['getVoice', 'listVoices', 'searchCommunityVoice', 'getMCPTools']),
  ...rows('build', 'edit', ['cloneVoice', 'addCommunityVoice']),
  ...rows('build', 'edit', ['createPlaygroundCompletion'], { audited: false }),
  ...rows('build', 'read', ['getTestCaseDefinition', 'listTestCaseDefinitions', 'listTestCaseDefinitionsV2']),
  ...rows('build', 'edit', ['createTestCaseDefinition', 'updateTestCaseDefinition', 'deleteTestCaseDefinition']),
  ...rows('build', 'read', ['getBatchTest', 'listBatchTests', 'listBatchTestsV2', 'getTestRun', 'listTestRuns']),
  ...rows('build', 'read', ['listTestRunsV2']),
  ...rows('build', 'edit', ['createBatchTest', 'cancelBatchTest']),
  // They show what people said.
  ...rows('monitor', 'edit', ['createTestCaseFromConversation', 'replayConversation'], { personal: true }),
  ...rows('monitor', 'read', ['compareTestRun']),

  ...rows('monitor', 'read', ['getCall', 'listCalls', 'listCallsV3', 'getChat', 'listChat', 'listChatsV3']),
  ...rows('monitor', 'read', ['listExportRequestsV2']),
  ...rows('monitor', 'edit', ['createExportRequest', 'deleteExportRequest']),
  ...rows('monitor', 'edit', ['updateCallMetadata', 'deleteCall', 'rerunCallAnalysis'], { personal: true }),
  ...rows('monitor', 'edit', ['updateChatMetadata', 'deleteChat', 'rerunChatAnalysis'], { personal: true }),
  // Who listens hears everything, so reading is not enough.
  ...rows('monitor', 'edit', ['stopCall', 'updateLiveCall', 'listenLiveCall', 'takeOverLiveCall'], { personal: true }),
  ...rows('monitor', 'read', ['getAlertRule', 'listAlertRules', 'listAlertIncidents']),
  ...rows('monitor', 'edit', ['createAlertRule', 'updateAlertRule', 'deleteAlertRule']),
  ...rows('monitor', 'read', ['getCohort', 'listCohorts', 'getQaView', 'listQaViews']),
  ...rows('monitor', 'edit', ['createCohort', 'updateCohort', 'deleteCohort']),
  ...rows('monitor', 'edit', ['createQaView', 'updateQaView', 'deleteQaView']),

  ...rows('deploy', 'edit', ['createWebCall', 'createWebCallV3', 'createPhoneCall'], {
    publicKey: true,
    personal: true,
  }),
  ...rows('deploy', 'edit', ['createChat'], { publicKey: true, personal: true }),
  // Each message would be an entry.
  ...rows('deploy', 'edit', ['createChatCompletion'], { publicKey: true, personal: true, audited: false }),
  ...rows('deploy', 'edit', ['registerPhoneCall', 'createSmsChat', 'endChat', 'createBatchCall'], { personal: true }),
  ...rows('deploy', 'read', ['getBatchCall', 'listBatchCalls']),
  ...rows('deploy', 'edit', ['cancelBatchCall', 'pauseBatchCall', 'resumeBatchCall'], { personal: true }),
  ...rows('deploy', 'read', ['getPhoneNumber', 'listPhoneNumbers', 'listPhoneNumbersV2']),
  ...rows('deploy', 'edit', ['createPhoneNumber', 'importPhoneNumber', 'updatePhoneNumber', 'deletePhoneNumber']),
  // Who knows the address can call.
  ...rows('deploy', 'edit', ['getAgentMediaStream'], { audited: false }),
  ...rows('deploy', 'read', ['getSipTrunk', 'listSipTrunks', 'getTelephony']),
  ...rows('deploy', 'edit', ['createSipTrunk', 'updateSipTrunk', 'deleteSipTrunk']),
  // Names a phone that is rung.
  ...rows('deploy', 'edit', ['testSipTrunk'], { personal: true }),
  ...rows('deploy', 'read', ['getContact', 'getContactByPhone', 'listContacts', 'getContactImport']),
  ...rows('deploy', 'read', ['getBackfillContactJobStatus']),
  ...rows('deploy', 'edit', ['createContact', 'updateContact', 'deleteContact'], { personal: true }),
  ...rows('deploy', 'edit', ['uploadContactImportFile', 'createContactImport', 'backfillContactAnalysisData'], {
    personal: true,
  }),
  ...rows('monitor', 'read', ['listContactConversations']),

  ...rows('keys', 'read', ['listApiKeys']),
  ...rows('keys', 'edit', ['createApiKey', 'updateApiKey', 'deleteApiKey']),
  ...rows('admin', 'read', ['listMembers', 'listAuditLog', 'getOrganization']),
  ...rows('admin', 'edit', ['makeWebhookKey', 'inviteMember', 'updateMember', 'deleteMember', 'createSignInLink']),
  ...rows('admin', 'edit', ['createWorkspace', 'updateOrganization']),
]);

/** Throws for an operation with two rows: which one would hold? */
function tableOf(all: Rows): ReadonlyMap<string, OperationAccess> {
  const table = new Map<string, OperationAccess>();
  for (const [id, access] of all) {
    if (table.has(id)) throw new Error(`${id} has two rows in the table of access`);
    table.set(id, access);
  }
  return table;
}

/** What an operation needs; the strictest where the table says nothing. */
export function accessTo({ id, method }: Pick<Operation, 'id' | 'method'>): OperationAccess {
  const verb = method === 'GET' ? 'read' : 'edit';
  return TABLE.get(id) ?? { area: 'admin', verb, publicKey: false, personal: true, audited: verb === 'edit' };
}

/** Operations that nobody has decided about yet. */
export function operationsWithoutAccess(): string[] {
  return OPERATIONS.map(({ id }) => id).filter((id) => !TABLE.has(id));
}
