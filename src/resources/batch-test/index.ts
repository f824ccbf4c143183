export { createBatchTest, getBatchTest, listBatchTests, listBatchTestsV2 } from './batch-tests.ts';
export { cancelBatchTest } from './cancel.ts';
export { compareTestRun } from './compare.ts';
export { replayConversation } from './replay.ts';
export { getTestRun, listTestRuns, listTestRunsV2 } from './test-runs.ts';
