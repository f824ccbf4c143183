export { createBatchTest, getBatchTest, listBatchTests, listBatchTestsV2 } from './batch-tests.ts';
export { getTestRun, listTestRuns, listTestRunsV2 } from './test-runs.ts';
