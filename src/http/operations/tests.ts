// Simulation tests.

import {
  cancelBatchTest,
  compareTestRun,
  createBatchTest,
  getBatchTest,
  getTestRun,
  listBatchTests,
  listBatchTestsV2,
  listTestRuns,
  listTestRunsV2,
  replayConversation,
} from '../../resources/batch-test/index.ts';
import {
  createTestCaseDefinition,
  createTestCaseFromConversation,
  deleteTestCaseDefinition,
  getTestCaseDefinition,
  listTestCaseDefinitions,
  listTestCaseDefinitionsV2,
  updateTestCaseDefinition,
} from '../../resources/test-case/index.ts';
import type { HandlerTable, Place } from './types.ts';

export const TEST_HANDLERS = {
  createBatchTest: (deps, { workspaceId, body }) => createBatchTest(deps, workspaceId, body),
  createTestCaseDefinition: (deps, { workspaceId, body }) => createTestCaseDefinition(deps, workspaceId, body),
  deleteTestCaseDefinition: (deps, request) => deleteTestCaseDefinition(deps, casePlace(request)),
  getTestCaseDefinition: (deps, request) => getTestCaseDefinition(deps, casePlace(request)),
  listTestCaseDefinitions: (deps, { workspaceId, query }) => listTestCaseDefinitions(deps, workspaceId, query),
  listTestCaseDefinitionsV2: (deps, { workspaceId, query }) => listTestCaseDefinitionsV2(deps, workspaceId, query),
  updateTestCaseDefinition: (deps, request) => updateTestCaseDefinition(deps, casePlace(request), request.body),
  getBatchTest: (deps, request) => getBatchTest(deps, batchPlace(request)),
  listBatchTests: (deps, { workspaceId, query }) => listBatchTests(deps, workspaceId, query),
  listBatchTestsV2: (deps, { workspaceId, query }) => listBatchTestsV2(deps, workspaceId, query),
  cancelBatchTest: (deps, request) => cancelBatchTest(deps, batchPlace(request)),
  getTestRun: (deps, request) => getTestRun(deps, runPlace(request)),
  listTestRuns: (deps, request) => listTestRuns(deps, batchPlace(request)),
  listTestRunsV2: (deps, request) => listTestRunsV2(deps, batchPlace(request), request.query),
  createTestCaseFromConversation: (deps, { workspaceId, body }) =>
    createTestCaseFromConversation(deps, workspaceId, body),
  replayConversation: (deps, { workspaceId, body }) => replayConversation(deps, workspaceId, body),
  compareTestRun: (deps, request) => compareTestRun(deps, runPlace(request)),
} satisfies HandlerTable;

type Named = Pick<Place, 'workspaceId' | 'params'>;

function casePlace({ workspaceId, params }: Named) {
  return { workspaceId, testCaseDefinitionId: params['test_case_definition_id'] ?? '' };
}

function batchPlace({ workspaceId, params }: Named) {
  return { workspaceId, batchTestId: params['test_case_batch_job_id'] ?? '' };
}

function runPlace({ workspaceId, params }: Named) {
  return { workspaceId, testRunId: params['test_case_job_id'] ?? '' };
}
