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
  listWorkingApiKeys,
  markApiKeyRevoked,
  moveWebhookFlag,
  touchApiKeys,
  updateApiKeyRow,
} from './api-keys.ts';
export { insertAuditEntry, listAuditEntries } from './audit-log.ts';
export type { AuditPage } from './audit-log.ts';
export {
  deleteCreateAttempt,
  findEarlierAttempt,
  forgetCreateAttempts,
  insertCreateAttempt,
  lockFingerprint,
  updateCreateAttempt,
} from './create-attempts.ts';
export type { CreateAttempt } from './create-attempts.ts';
export {
  deleteMemberRow,
  findMember,
  findMemberOfUser,
  insertMember,
  listMemberRows,
  updateMemberRow,
} from './members.ts';
export { addRequestCounts, forgetRequestCounts } from './request-counts.ts';
export type { CountedRequests } from './request-counts.ts';
export {
  answerCallCommand,
  CALL_COMMANDS_CHANNEL,
  collectCallAnswer,
  sendCallCommand,
  takeCallCommands,
  withdrawCallCommand,
} from './call-commands.ts';
export type { NewCallCommand, TakenCallCommand } from './call-commands.ts';
export { deleteCall, findCall, insertCall, listCalls, lockCall, updateCall } from './calls.ts';
export type { CallChanges, CallOwner, CallPage, CallRow } from './calls.ts';
export type { CallFilterCriteria } from './call-filter.ts';
export {
  deleteComponentRow,
  findComponent,
  findComponents,
  findLinkedFlowIds,
  findLinkedFlows,
  insertComponent,
  listComponentRows,
  lockComponent,
  lockComponentsAlone,
  lockComponentsShared,
  updateComponentRow,
} from './conversation-flow-components.ts';
export type { ComponentPage, ConversationFlowComponentKey } from './conversation-flow-components.ts';
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
export { isNodeAlive } from './nodes.ts';
export { lockVersions } from './version-lock.ts';
export { forgetUsedSignIns, isSignInUsed, useSignIn } from './used-sign-ins.ts';
export {
  countOpenCalls,
  findFirstWorkspace,
  findWorkspace,
  insertWorkspace,
  listWorkspaceRows,
  lockWorkspaceCalls,
} from './workspaces.ts';
export type { JoinableSince } from './workspaces.ts';
export {
  countDocuments,
  deleteDocument,
  findDocument,
  insertDocument,
  listDocuments,
  lockDocument,
  updateDocument,
} from './kept-documents.ts';
export {
  countChats,
  deleteChatRows,
  dropTurn,
  findChat,
  insertChat,
  listChatRows,
  listExpiredChats,
  lockChat,
  lockChatsToEmpty,
  lockSilentChats,
  renewTurn,
  takeTurn,
  updateChat,
} from './chats.ts';
export type { ChatChanges, ChatPage, ChatRow } from './chats.ts';
export type { ChatFilterCriteria, ValueFilter } from './chat-filter.ts';
export { deleteChatMessages, insertChatMessages, listChatMessages, listMessagesOfChats } from './chat-messages.ts';
export { findBatchTest, insertBatchTest, listBatchTestRows } from './batch-tests.ts';
export {
  deleteTestCaseDefinitionRow,
  findTestCaseDefinition,
  findTestCaseDefinitions,
  insertTestCaseDefinition,
  listTestCaseDefinitionRows,
  lockTestCaseDefinition,
  updateTestCaseDefinitionRow,
} from './test-case-definitions.ts';
export type { TestCaseDefinitionRow, TestFilter, TestPage } from './test-case-definitions.ts';
export { findTestRun, insertTestRuns, listTestRunRows } from './test-runs.ts';
export type { TestRunRow } from './test-runs.ts';
