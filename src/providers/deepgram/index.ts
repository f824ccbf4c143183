export { toDeepgramLanguage } from './language.ts';
export { createDeepgramEars } from './speech-to-text.ts';
export type { DeepgramOptions } from './speech-to-text.ts';
