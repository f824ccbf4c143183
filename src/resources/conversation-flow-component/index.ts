export {
  createConversationFlowComponent,
  deleteConversationFlowComponent,
  getConversationFlowComponent,
  listConversationFlowComponents,
  listConversationFlowComponentsV2,
  updateConversationFlowComponent,
} from './components.ts';
export type { ComponentPlace } from './components.ts';
