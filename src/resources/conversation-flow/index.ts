export {
  createConversationFlow,
  deleteConversationFlow,
  documentColumns,
  existingFlow,
  getConversationFlow,
  listConversationFlows,
  renderConversationFlow,
  updateConversationFlow,
} from './flows.ts';
export type { FlowPlace } from './flows.ts';
export { checkConversationFlow } from './checks.ts';
export { copySharedComponents, localComponentId, sharedComponentIds, withLocalCopy } from './components.ts';
export type { ConversationFlowConfig } from './components.ts';
export { draftConversationFlow, freezeConversationFlow, publishConversationFlow } from './publish.ts';
