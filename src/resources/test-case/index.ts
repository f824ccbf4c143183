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
export { checkTestedEngine, columnsOf, engineOf, filterOf } from './engine.ts';
export type { TestedEngine } from './engine.ts';
