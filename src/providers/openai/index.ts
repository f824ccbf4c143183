export { createOpenAiLanguageModel } from './language-model.ts';
