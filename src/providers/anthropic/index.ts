export { createAnthropicLanguageModel } from './language-model.ts';
