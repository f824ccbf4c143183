export {
  createTestCaseDefinition,
  deleteTestCaseDefinition,
  getTestCaseDefinition,
  listTestCaseDefinitions,
  listTestCaseDefinitionsV2,
  renderTestCase,
  startOf,
  updateTestCaseDefinition,
} from './definitions.ts';
export type { TestCaseDefinition, TestCasePlace, TestListQuery } from './definitions.ts';
export { columnsOf, engineOf, filterOf, testedEngine } from './engine.ts';
export type { TestedEngine } from './engine.ts';
export { createTestCaseFromConversation, promptOf } from './from-conversation.ts';
export { recordedConversation } from './recorded-conversation.ts';
export type { RecordedConversation, RecordedRef } from './recorded-conversation.ts';
export { recordedMocks } from './recorded-mocks.ts';
export { turnsOf, userMessages } from './recorded-turns.ts';
export type { RecordedItem, RecordedTurn } from './recorded-turns.ts';
