export type { ResourceDeps } from './deps.ts';
export { newId } from './new-id.ts';
export { jsonOfAnswer, valueOfAnswer } from './written-json.ts';
