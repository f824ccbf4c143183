export { deleteAlertIncidents, listAlertIncidentRows, resolveAlertIncidents } from './alert-incidents.ts';
export {
  deleteAgentRows,
  deleteAgentVersionRow,
  findAgent,
  findAgentsByEngine,
  findKnownAgentIds,
  insertAgent,
  isEngineOfChats,
  isEngineVersionUsed,
  listAgentVersionRows,
  moveAssignedTag,
  updateAgentRow,
} from './agents.ts';
export type { AgentKey, AgentVersionPage } from './agents.ts';
export { listAgentRows, listLatestAgents } from './agent-lists.ts';
export type { AgentPage, LatestAgentPage, LatestAgentRow } from './agent-lists.ts';
export { deleteVersionFloor, findVersionFloor, raiseVersionFloor } from './agent-version-floors.ts';
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
  findCreateAttempt,
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
export { findCall, insertCall, listOngoingCallsOf, lockCall, updateCall } from './calls.ts';
export type { CallChanges, CallOwner, CallRow } from './calls.ts';
export { countCalls, listCallHeads, listCalls, listCallTexts, placeOfCall, type CallText } from './call-list.ts';
export type { CallPage, CallPlaceInList } from './call-list.ts';
export {
  clearWebhookBodies,
  deleteCall,
  forgetDeletedCalls,
  listCallsEndedBefore,
  listCallsToForget,
  listExpiredCalls,
  listRetentions,
  markCallForgotten,
  stripCall,
} from './call-removal.ts';
export type { AgedCall } from './call-removal.ts';
export { FILTER_FIELDS, KEYED_FILTER_FIELDS } from './call-filter.ts';
export type { CallFilterCriteria, FieldFilter, KeyedFilter } from './call-filter.ts';
export {
  deleteExportRequest,
  findExportRequest,
  finishExportRequest,
  insertExportRequest,
  listExpiredExportRequests,
  listExportRequestRows,
  recordExportProgress,
} from './export-requests.ts';
export type { ExportPage, ExportProgress } from './export-requests.ts';
export { deleteSignedFolders, insertSignedFolder, isFolderSigned } from './signed-folders.ts';
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
  deleteConversationFlowVersion,
  findConversationFlow,
  insertConversationFlow,
  listConversationFlowRows,
  listLatestConversationFlowRows,
  updateConversationFlowRow,
} from './conversation-flows.ts';
export type { ConversationFlowKey, ConversationFlowPage, LatestConversationFlowPage } from './conversation-flows.ts';
export {
  deleteRetellLlmRows,
  deleteRetellLlmVersion,
  findRetellLlm,
  insertRetellLlm,
  listLatestRetellLlmRows,
  listRetellLlmRows,
  updateRetellLlmRow,
} from './retell-llms.ts';
export type { LatestRetellLlmPage, RetellLlmKey, RetellLlmPage } from './retell-llms.ts';
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
  updateWorkspaceRow,
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
export { forgetDeletedPlaces } from './deleted-places.ts';
export {
  countChats,
  deleteChatRows,
  forgetDeletedChats,
  dropTurn,
  findChat,
  findOpenSmsChat,
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
export type { ChatFilterCriteria } from './chat-filter.ts';
export type { TypedFilter } from './typed-filter.ts';
export { deleteChatMessages, insertChatMessages, listChatMessages, listMessagesOfChats } from './chat-messages.ts';
export { findBatchTest, insertBatchTest, listBatchTestRows, lockBatchTest } from './batch-tests.ts';
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
export {
  cancelTestRuns,
  claimTestRuns,
  findTestRun,
  finishTestRun,
  insertTestRuns,
  keepTestProgress,
  listTestRunTexts,
  type TestRunText,
  takeOverTestRuns,
  workspacesWithTestRuns,
} from './test-runs.ts';
export type { PlayedRun, TestRunResult, TestRunRow } from './test-runs.ts';
export {
  countBatchCallTasks,
  deleteWaitingBatchCallTasks,
  findBatchCall,
  insertBatchCall,
  listBatchCallRows,
  listFailedBatchCallTasks,
  lockBatchCall,
  nextBatchCallTask,
  recordBatchCallTask,
  updateBatchCallRow,
} from './batch-calls.ts';
export type { BatchCallFigures, BatchCallKey, BatchCallPage } from './batch-calls.ts';
export type { CallWindow } from '../schema/numbers.ts';
export { addCustomFields, listAnalyzedPhoneCalls } from './contact-backfill.ts';
export type { AnalyzedCall, AnalyzedCallFilter } from './contact-backfill.ts';
export { contactConditions } from './contact-filter.ts';
export type { ContactFilter } from './contact-filter.ts';
export {
  beginContactJob,
  deleteOldContactUploads,
  findContactJob,
  findContactUpload,
  insertContactUpload,
  updateContactJob,
} from './contact-jobs.ts';
export type { ContactJobKey } from './contact-jobs.ts';
export {
  countContacts,
  countConversations,
  deleteContactRow,
  findContact,
  findContactByPhone,
  insertContact,
  listContactRows,
  listConversations,
  noteConversation,
  updateContactRow,
  upsertContact,
} from './contacts.ts';
export type { ContactKey, ContactPage, ContactPatch, Conversation } from './contacts.ts';
export { addDialled, countRefused, forgetDialledBefore, listDialled } from './dialled-destinations.ts';
export type { DialledToday } from './dialled-destinations.ts';
export {
  beginDial,
  countWaitingDials,
  deleteDial,
  findDial,
  insertDial,
  listWaitingLines,
  lockLine,
  releaseFirstDial,
  setNextDial,
} from './dials.ts';
export type { DialLine } from './dials.ts';
export {
  deletePhoneNumberRow,
  findNumberFallingBackTo,
  findPhoneNumber,
  insertPhoneNumber,
  listNumbersCalled,
  listNumbersNaming,
  listPhoneNumberRows,
  lockFallbacks,
  lockPhoneNumber,
  updatePhoneNumberRow,
} from './phone-numbers.ts';
export type { PhoneNumberKey, PhoneNumberPage } from './phone-numbers.ts';
export { forgetSipDialog, keepSipDialog, takeOrphanedSipDialogs } from './sip-dialogs.ts';
export type { NewSipDialog } from './sip-dialogs.ts';
export {
  lockAndCountSipTrunks,
  deleteSipTrunkRow,
  findSipTrunk,
  insertSipTrunk,
  listAllSipTrunks,
  listNumbersOfTrunk,
  listNumbersWithOwnTrunk,
  listSipTrunkRows,
  lockSipTrunk,
  SIP_TRUNKS_CHANNEL,
  updateSipTrunkRow,
} from './sip-trunks.ts';
export type { SipTrunkKey, SipTrunkPage } from './sip-trunks.ts';
export { holdTrunkRegistrations, releaseTrunkRegistration } from './trunk-registrations.ts';
export { deleteAssetRow, findAsset, insertAsset, listAssetRows } from './assets.ts';
export type { AssetKey, AssetPage } from './assets.ts';
export { findCustomVoice, listCustomVoices, saveCustomVoice } from './custom-voices.ts';
export {
  deleteKnowledgeBaseCrawl,
  findKnowledgeBaseCrawl,
  insertKnowledgeBaseCrawls,
  listKnowledgeBaseCrawls,
  updateKnowledgeBaseCrawl,
} from './knowledge-base-crawls.ts';
export type { KnowledgeCrawlKey } from './knowledge-base-crawls.ts';
export {
  awaitPagesAnew,
  deleteKnowledgeBaseSourceRow,
  findKnowledgeBaseSource,
  insertKnowledgeBaseSources,
  listForgottenKnowledge,
  listKnowledgeBaseSources,
  updateKnowledgeBaseSource,
} from './knowledge-base-sources.ts';
export {
  deleteKnowledgeBaseRow,
  findKnowledgeBase,
  findKnowledgeBaseIds,
  insertKnowledgeBase,
  listKnowledgeBaseRows,
  listKnowledgeBasesToRefresh,
  lockKnowledgeBase,
  updateKnowledgeBaseRow,
} from './knowledge-bases.ts';
export type { KnowledgeBaseKey } from './knowledge-bases.ts';
export { listKnowledgeChunks, raiseChunksVersion, replaceKnowledgeChunks } from './knowledge-chunks.ts';
export type { KnowledgeSourceKey, ReadChunk } from './knowledge-chunks.ts';
export { findChunksToEmbed, findChunksVersions, pageOfVectors, storeChunkVectors } from './knowledge-vectors.ts';
export type { ChunkToEmbed, ChunkVectors, VectorRow } from './knowledge-vectors.ts';
export { bridgeCallTransfer, claimOrphanedTransfers, insertCallTransfer, takeCallTransfer } from './call-transfers.ts';
export type { CallTransfer, CallTransferKey } from './call-transfers.ts';
export {
  countTextsIn,
  countTextsOut,
  deleteOptOut,
  findTextOut,
  findTextState,
  forgetTexts,
  hasOptedOut,
  insertOptOut,
  insertText,
  listNewTexts,
  listTextsOfMessage,
  loseTexts,
  takeWaitingText,
  lockTextsOf,
  markTextsRead,
  mergeChatMessage,
  putTextState,
  updateText,
} from './text-messages.ts';
export type { TextPair } from './text-messages.ts';
