export type { ResourceDeps } from './deps.ts';
export { newId } from './new-id.ts';
export { textOfAnswer, valueOfAnswer } from './written-json.ts';
