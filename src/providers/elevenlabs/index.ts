export { defaultModel, isEnglishOnly, speaksLanguage } from './models.ts';
export { createElevenLabsMouth } from './text-to-speech.ts';
export type { ElevenLabsMouth } from './text-to-speech.ts';
