// The door of the room: the choice of ears, mind and mouth, and the parts made for tests.

export { createProviders } from './registry.ts';
export type { LocalParts, ProvidersConfig } from './registry.ts';
export {
  createGuide,
  createScriptedEars,
  createScriptedMind,
  createScriptedMouth,
  createScriptedProviders,
} from './scripted/index.ts';
