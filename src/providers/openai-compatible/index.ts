export { createOpenAiCompatibleLanguageModel } from './language-model.ts';
export { findLocalServer } from './local-server.ts';
export type { LocalServer } from './local-server.ts';
