// Deterministic ears, mouth and mind, and the guide that answers when no language model is configured.

export { createGuide } from './guide.ts';
export { createScriptedMind } from './language-model.ts';
export type { ScriptedMind, ScriptedMindOptions, ScriptedTurn } from './language-model.ts';
export { createScriptedEars } from './speech-to-text.ts';
export type { ScriptedEars, ScriptedEarsOptions } from './speech-to-text.ts';
export { createScriptedMouth } from './text-to-speech.ts';
export type { ScriptedMouth, ScriptedMouthOptions } from './text-to-speech.ts';
export { createScriptedProviders } from './providers.ts';
