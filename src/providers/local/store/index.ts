export { models, testSpeech, voiceLoopModels } from './catalogue.ts';
export type { FileSource, ModelFile, ModelSpec } from './catalogue.ts';
export { createFileStore, createModelStore, defaultModelFolder } from './model-store.ts';
export type { ClosableModelStore, ModelStoreOptions } from './model-store.ts';
