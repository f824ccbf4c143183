export { createFileStore, createModelStore, defaultModelFolder, models, testSpeech, voiceLoopModels } from './store/index.ts';
export type { ClosableModelStore, ModelStoreOptions } from './store/index.ts';
