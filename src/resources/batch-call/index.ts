export {
  cancelBatchCall,
  createBatchCall,
  getBatchCall,
  listBatchCalls,
  pauseBatchCall,
  resumeBatchCall,
} from './batch-calls.ts';
export type { BatchCall, BatchCallDetail, BatchCallPlace } from './batch-calls.ts';
export { nextOpening, readCallWindow } from './call-window.ts';
export { runBatch } from './run-batch.ts';
export type { RunBatchDeps } from './run-batch.ts';
