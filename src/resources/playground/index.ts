export { createPlaygroundCompletion } from './completion.ts';
export type { PlaygroundAnswer, PlaygroundPlace } from './completion.ts';
