export { BatchTableError, checkIsText, readBatchTable } from './read-batch-table.ts';
export type { BatchTable, BatchTableOptions, BatchTask } from './read-batch-table.ts';
