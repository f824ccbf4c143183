export {
  createConversationFlowComponent,
  deleteConversationFlowComponent,
  getConversationFlowComponent,
  listConversationFlowComponents,
  listConversationFlowComponentWarnings,
  listConversationFlowComponentsV2,
  updateConversationFlowComponent,
} from './components.ts';
export type { ComponentPlace } from './components.ts';
