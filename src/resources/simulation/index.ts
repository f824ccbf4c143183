export { SIMULATION_LIMITS } from './limits.ts';
export type { SimulationLimits } from './limits.ts';
export { transcriptSnapshot } from './progress.ts';
export type { Progress } from './progress.ts';
export { enqueueTests, enqueueWaitingTests, runTests } from './run-tests.ts';
export type { RunTestsDeps } from './run-tests.ts';
