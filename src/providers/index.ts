// The door of the room: the choice of ears, mind and mouth, and the parts made for tests.

export { createVoiceLibrary } from './voice-library/voice-library.ts';
export type { VoiceLibraryConfig } from './voice-library/voice-library.ts';
export { chooseEmbeddings } from './embeddings.ts';
export type { EmbeddingsConfig } from './embeddings.ts';
export { createProviders } from './registry.ts';
export type { LocalParts, ProvidersConfig } from './registry.ts';
export {
  createGuide,
  createScriptedEars,
  createScriptedMind,
  createScriptedMouth,
  createScriptedProviders,
} from './scripted/index.ts';
