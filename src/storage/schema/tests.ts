// Test cases, batches and runs.

export interface TestsTables {}
