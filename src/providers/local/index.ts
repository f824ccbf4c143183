export { createLocalEmbeddings } from './local-embeddings.ts';
export type { LocalEmbeddings } from './local-embeddings.ts';
export { createLocalSpeech } from './local-speech.ts';
export type { LocalRole, LocalSpeech, LocalSpeechOptions, LocalStatus } from './local-speech.ts';
export {
  createFileStore,
  createModelStore,
  defaultModelFolder,
  models,
  testSpeech,
  voiceLoopModels,
} from './store/index.ts';
export type { ClosableModelStore, ModelStoreOptions } from './store/index.ts';
