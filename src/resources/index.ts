export type { ResourceDeps } from './deps.ts';
export { newId } from './new-id.ts';
