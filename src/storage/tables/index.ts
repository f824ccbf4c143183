export { deleteAlertIncidents, listAlertIncidentRows, resolveAlertIncidents } from './alert-incidents.ts';
export {
  deleteAgentRows,
  findAgent,
  findAgentsByEngine,
  insertAgent,
  listAgentRows,
  listAgentVersions,
  updateAgentRow,
} from './agents.ts';
export type { AgentKey, AgentPage } from './agents.ts';
export {
  deleteAgentTagRow,
  deleteAgentTagRows,
  findAgentTag,
  listAgentTags,
  listTagsOfAgents,
  putAgentTag,
} from './agent-tags.ts';
export type { AgentTagKey } from './agent-tags.ts';
export { findConfiguration, keepConfiguration } from './configurations.ts';
export type { ConfigurationKey } from './configurations.ts';
export {
  findApiKey,
  findApiKeyByHash,
  findWebhookKeyRow,
  insertApiKey,
  listApiKeyRows,
  markApiKeyRevoked,
  moveWebhookFlag,
} from './api-keys.ts';
export { deleteCall, findCall, insertCall, listCalls, lockCall, updateCall } from './calls.ts';
export type { CallChanges, CallOwner, CallPage, CallRow } from './calls.ts';
export type { CallFilterCriteria } from './call-filter.ts';
export {
  deleteConversationFlowRows,
  findConversationFlow,
  insertConversationFlow,
  listConversationFlowRows,
  updateConversationFlowRow,
} from './conversation-flows.ts';
export type { ConversationFlowKey, ConversationFlowPage } from './conversation-flows.ts';
export {
  deleteRetellLlmRows,
  findRetellLlm,
  insertRetellLlm,
  listRetellLlmRows,
  updateRetellLlmRow,
} from './retell-llms.ts';
export type { RetellLlmKey, RetellLlmPage } from './retell-llms.ts';
export { lockVersions } from './version-lock.ts';
export { forgetUsedSignIns, isSignInUsed, useSignIn } from './used-sign-ins.ts';
export {
  countOpenCalls,
  findFirstWorkspace,
  findWorkspace,
  insertWorkspace,
  lockWorkspaceCalls,
} from './workspaces.ts';
export {
  countDocuments,
  deleteDocument,
  findDocument,
  insertDocument,
  listDocuments,
  lockDocument,
  updateDocument,
} from './kept-documents.ts';
