export {
  createConversationFlow,
  deleteConversationFlow,
  documentColumns,
  existingFlow,
  getConversationFlow,
  listConversationFlows,
  listConversationFlowsV2,
  listConversationFlowWarnings,
  renderConversationFlow,
  updateConversationFlow,
} from './flows.ts';
export type { FlowPlace } from './flows.ts';
export { checkConversationFlow, checkReferences } from './checks.ts';
export { copySharedComponents, localComponentId, sharedComponentIds, withLocalCopy } from './components.ts';
export type { ConversationFlowConfig } from './components.ts';
export { draftConversationFlow, freezeConversationFlow } from './publish.ts';
export { warningsOfFlow } from './warnings.ts';
