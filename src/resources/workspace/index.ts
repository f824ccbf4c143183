export { prepareFirstWorkspace } from './first-workspace.ts';
export type { FirstWorkspace } from './first-workspace.ts';
export { getConcurrency } from './concurrency.ts';
