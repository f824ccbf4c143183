export { createGoogleLanguageModel } from './language-model.ts';
